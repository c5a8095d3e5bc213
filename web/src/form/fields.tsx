import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useWords } from '../words/words';
import { DayInput } from './day_input';
import { readDayText } from './day_text';
import { useFault } from './faults';

interface FieldProps<Value extends string = string> {
  id: string;
  label: string;
  value: Value;
  change: (value: Value) => void;
  testid: string;
  error?: string;
  /** Nothing is sent without it: its form says so at the field. */
  must?: boolean;
  note?: string;
  type?: 'text' | 'password' | 'date' | 'time' | 'tel';
  autoComplete?: string;
  autoFocus?: boolean;
  readOnly?: boolean;
  leave?: () => void;
  /** Offered beside what somebody types himself. */
  suggest?: Choice[];
}

/** One field: label above, the remark under it, the error in words. */
export function TextField(props: FieldProps) {
  return props.type === 'date' ? <DayField {...props} /> : <TypedField {...props} />;
}

function TypedField({ id, label, value, change, testid, error: said, must, note, type = 'text', autoComplete = 'off', autoFocus, readOnly, leave, suggest }: FieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const lacks = must && value.trim() === '' ? 'form.must_fill' : undefined;
  const error = useFault(id, said, lacks);
  useEffect(() => { if (autoFocus) field.current?.focus(); }, [autoFocus]);
  return (
    <Frame id={id} label={label} error={error} note={note}>
      <input id={id} ref={field} data-testid={testid} className="text-input" type={type} autoComplete={autoComplete} value={value} readOnly={readOnly}
        {...standing({ id, must, lacks, error, note })} list={suggest?.length ? `${id}-list` : undefined} onBlur={leave} onChange={(event) => change(event.target.value)} />
      {suggest && suggest.length > 0 && <datalist id={`${id}-list`}>{suggest.map((each) => <option key={each.value} value={each.value}>{each.label}</option>)}</datalist>}
    </Frame>
  );
}

/** A day: what is none is said when the field is left, and no form sends it. */
function DayField({ id, label, value, change, testid, error: said, must, note, autoFocus, readOnly, leave }: FieldProps) {
  const { t } = useWords();
  const field = useRef<HTMLInputElement>(null);
  const [left, setLeft] = useState(false);
  const isUnread = value.trim() !== '' && readDayText(value, 'day') === null;
  const lacks = isUnread ? 'form.bad_day' : must && value.trim() === '' ? 'form.must_fill' : undefined;
  const error = useFault(id, said ?? (isUnread && left ? t('form.bad_day') : undefined), lacks);
  useEffect(() => { if (autoFocus) field.current?.focus(); }, [autoFocus]);
  return (
    <Frame id={id} label={label} error={error} note={note}>
      <DayInput id={id} inputRef={field} testid={testid} value={value} change={(day) => { setLeft(false); change(day); }} readOnly={readOnly} leave={() => { setLeft(true); leave?.(); }} {...standing({ id, must, lacks, error, note })} />
    </Frame>
  );
}

/**
 * Room for a long sentence, which is kept as one line: Enter sends the form as in any other field. `lines`: what has lines of its own; `list`: numbers with
 * commas between, where Enter – as a scanner types it – and every pasted line begins the next one.
 */
export function TextArea({ id, label, value, change, testid, error: said, must, note, lines, list }: FieldProps & { lines?: boolean; list?: boolean }) {
  const lacks = must && value.trim() === '' ? 'form.must_fill' : undefined;
  const error = useFault(id, said, lacks);
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (lines || event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (list) change(/[^,\s]\s*$/.test(value) ? `${value.trimEnd()}, ` : value);
    else if (!event.repeat) event.currentTarget.form?.requestSubmit();
  };
  return (
    <Frame id={id} label={label} error={error} note={note}>
      <textarea id={id} data-testid={testid} className="text-input" rows={3} value={value} {...standing({ id, must, lacks, error, note })}
        onKeyDown={keys} onChange={(event) => change(lines ? event.target.value : event.target.value.replace(/\s*[\r\n]+\s*/g, list ? ', ' : ' '))} />
    </Frame>
  );
}

export interface Choice<Value extends string = string> { value: Value; label: string }

/** The browser's own select: it works with every keyboard and screen reader. What is chosen is one of the choices, or what stood there before; nothing where `empty` is offered. */
export function SelectField<Value extends string>({ id, label, value, change, testid, error: said, must, note, choices, empty }: FieldProps<Value> & { choices: readonly Choice<Value>[]; empty?: string }) {
  const lacks = must && value === '' ? 'form.must_choose' : undefined;
  const error = useFault(id, said, lacks);
  return (
    <Frame id={id} label={label} error={error} note={note}>
      <select id={id} data-testid={testid} className="text-input" value={value} {...standing({ id, must, lacks, error, note })}
        onChange={(event) => change(event.target.value as Value)}>
        {empty !== undefined && <option value="">{empty}</option>}
        {value !== '' && !choices.some((choice) => choice.value === value) && <option value={value}>{value}</option>}
        {choices.map((choice) => <option key={choice.value} value={choice.value}>{choice.label}</option>)}
      </select>
    </Frame>
  );
}

/** Label above, the error in words under it. */
export function Frame({ id, label, error, note, children }: { id: string; label: string; error?: string; note?: string; children: ReactNode }) {
  return (
    <div className={`field ${error ? 'has-error' : ''}`}>
      <div className="field-head"><label htmlFor={id}>{label}</label>{note && <span className="small quiet" id={`${id}-note`}>{note}</span>}</div>
      {children}
      {error && <p className="field-error" id={`${id}-error`}>{error}</p>}
    </div>
  );
}

interface Standing { id: string; must?: boolean; lacks?: string; error?: string; note?: string }

/** How a field stands, for whoever hears the page and for the summary of its form (`wrong_lines.ts`): must it be there, does it lack something, is it wrong and why. */
export function standing({ id, must, lacks, error, note }: Standing): { 'aria-required'?: true; 'data-lacks'?: string; 'aria-invalid'?: true; 'aria-describedby'?: string } {
  return { 'aria-required': must || undefined, 'data-lacks': lacks, 'aria-invalid': error ? true : undefined, 'aria-describedby': described(id, error, note) };
}

/** What a reader hears with the field. */
export function described(id: string, error?: string, note?: string): string | undefined {
  return [note && `${id}-note`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
}
