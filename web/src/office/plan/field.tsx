import { createContext, useContext } from 'react';
import { amountSays, hasTwoReadings, readFigure } from '../../form/amount';
import { SelectField, TextField, type Choice } from '../../form/fields';
import { useWords } from '../../words/words';
import { faultAt, type FaultAt } from './places';

/** What the server said of what is typed; each field finds its own sentence by its place in the document. */
export const FaultContext = createContext<FaultAt | null>(null);

export const useFault = (place: string): string | undefined => faultAt(useContext(FaultContext), place);
/** The same, or that a figure has two readings: no name and no day looks like "2,760". */
function useWrong(place: string, value: string): string | undefined {
  const words = useWords();
  const fault = useFault(place);
  const read = readFigure(value);
  return hasTwoReadings(read) ? amountSays(read, words) : fault;
}

export const idOf = (place: string): string => `plan${place.replace(/[^A-Za-z0-9]/g, '-')}`;

interface Props<Value extends string = string> { place: string; label: string; value: Value; change: (value: Value) => void; note?: string; type?: 'text' | 'date' | 'time' }

/** One field of the document. */
export function PlanField({ place, label, value, change, note, type = 'text' }: Props) {
  const error = useWrong(place, value);
  return <TextField id={idOf(place)} testid={idOf(place)} label={label} value={value} change={change} note={note} type={type} error={error} />;
}

export function PlanChoice<Value extends string>({ place, label, value, change, choices, note }: Props<Value> & { choices: readonly Choice<Value>[] }) {
  const error = useFault(place);
  return <SelectField id={idOf(place)} testid={idOf(place)} label={label} value={value} change={change} note={note} choices={choices} error={error} />;
}

/** The same in a cell of a table, whose row and column say what it is. */
export function PlanCell({ place, label, value, change }: Omit<Props, 'note' | 'type'>) {
  const error = useWrong(place, value);
  const id = idOf(place);
  return (
    <>
      <input id={id} data-testid={id} className="text-input" type="text" autoComplete="off" aria-label={label} value={value} aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined} onChange={(event) => change(event.target.value)} />
      {error && <span className="field-error" id={`${id}-error`}>{error}</span>}
    </>
  );
}

/** Something that is so or not. */
export function PlanCheck({ place, label, value, change }: { place: string; label: string; value: boolean; change: (value: boolean) => void }) {
  const id = idOf(place);
  return <label className="plan-check" htmlFor={id}><input id={id} data-testid={id} type="checkbox" checked={value} onChange={(event) => change(event.target.checked)} /> {label}</label>;
}

/** A group whose own place may be wrong: the sentence stands at its head. */
export function PlanSection({ place, title, children }: { place: string; title: string; children: React.ReactNode }) {
  const error = useFault(place);
  const id = idOf(place);
  return (
    <section className="plan-section" aria-labelledby={`${id}-title`} data-testid={`section-${id}`}>
      <h2 id={`${id}-title`} tabIndex={-1}>{title}</h2>
      {error && <p className="field-error" id={`${id}-error`}>{error}</p>}
      {children}
    </section>
  );
}
