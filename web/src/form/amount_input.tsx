import { useEffect, useRef } from 'react';
import { keepAmountCharacters } from './amount';
import { described } from './fields';

interface Props {
  id: string;
  label: string;
  value: string;
  change: (value: string) => void;
  testid: string;
  error?: string;
  autoFocus?: boolean;
  note?: string;
}

/** A field for money: digits and a mark, text selected on focus, no spinner, no wheel. */
export function AmountInput({ id, label, value, change, testid, error, autoFocus, note }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => { if (autoFocus) field.current?.focus(); }, [autoFocus]);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {note && <p className="small quiet" id={`${id}-note`}>{note}</p>}
      <input id={id} ref={field} data-testid={testid} className="text-input amount-input" inputMode="decimal" autoComplete="off" value={value}
        aria-invalid={error ? true : undefined} aria-describedby={described(id, error, note)}
        onChange={(event) => change(keepAmountCharacters(event.target.value))} onFocus={(event) => event.target.select()} />
      {error && <p className="field-error" id={`${id}-error`}>{error}</p>}
    </div>
  );
}
