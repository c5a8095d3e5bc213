import type { Person } from './types';

interface Props { id: string; legend: string; people: Person[]; chosen: string[]; change: (names: string[]) => void; testid: string; error?: string }

/** Several people out of a list, in the list's order. */
export function ChoosePeople({ id, legend, people, chosen, change, testid, error }: Props) {
  const set = (name: string, wanted: boolean): void => change(people.map((person) => person.name).filter((each) => (each === name ? wanted : chosen.includes(each))));
  return (
    <fieldset className="field" id={id} aria-describedby={error ? `${id}-error` : undefined}>
      <legend>{legend}</legend>
      {people.map((person) => (
        <label key={person.name} className="radio-row">
          <input type="checkbox" checked={chosen.includes(person.name)} data-testid={`${testid}-${person.name}`} onChange={(event) => set(person.name, event.target.checked)} />
          <span>{person.full_name} <span className="quiet">{person.name}</span></span>
        </label>
      ))}
      {error && <p className="field-error" id={`${id}-error`} role="alert">{error}</p>}
    </fieldset>
  );
}
