import { useId, useRef, useState, type AriaAttributes, type KeyboardEvent, type Ref } from 'react';
import { useWords } from '../words/words';
import { moved, readDayText, shownDayText, type DayKind } from './day_text';

const NATIVE = { day: 'date', month: 'month', moment: 'datetime-local' } as const;

interface Props extends Pick<AriaAttributes, 'aria-describedby' | 'aria-invalid' | 'aria-label' | 'aria-required'> {
  kind?: DayKind;
  id?: string;
  /** As the server has it; what is no day is what somebody typed. */
  value: string;
  /** Hears the day, "" when it was taken away, and what was typed where that is none: nothing is to be sent as if it were empty. */
  change: (value: string) => void;
  testid: string;
  readOnly?: boolean;
  'data-lacks'?: string;
  inputRef?: Ref<HTMLInputElement>;
  /** It stands in no form: it says itself that it cannot read what was typed. */
  alone?: boolean;
  leave?: () => void;
  enter?: () => void;
}

/**
 * A day, a month or a moment: typed as the reader's language writes it, or as the server does; shown in the language's form when the field is left. The arrows go
 * a day or a month on. The browser's own calendar opens beside it for those who point.
 */
export function DayInput({ kind = 'day', id, value, change, testid, readOnly, inputRef, alone, leave, enter, ...aria }: Props) {
  const { t, language } = useWords();
  const own = useId();
  const calendar = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [left, setLeft] = useState(true);
  const told = useRef(value);
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    if (value !== told.current) setTyped(null); // another than this field has put it there
  }
  const known = value === '' || readDayText(value, kind) !== null;
  const shown = typed ?? (known ? shownDayText(value, language) : value);
  const wrong = alone === true && left && shown.trim() !== '' && readDayText(shown, kind) === null;
  const errorId = `${id ?? own}-error`;
  const take = (text: string): void => {
    told.current = text.trim() === '' ? '' : readDayText(text, kind) ?? text;
    change(told.current);
  };
  const keys = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') enter?.();
    const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    const at = readDayText(shown, kind);
    if (step === 0 || event.altKey || event.ctrlKey || event.metaKey || at === null || readOnly) return;
    event.preventDefault();
    setTyped(null);
    change(moved(at, kind, step));
  };
  return (
    <span className="day-input">
      <input {...aria} id={id} ref={inputRef} data-testid={testid} data-value={value} className="text-input" type="text" autoComplete="off" spellCheck={false} placeholder={t(`form.form_of_${kind}`)}
        value={shown} readOnly={readOnly} {...(wrong ? { 'aria-invalid': true, 'aria-describedby': errorId } : {})} onKeyDown={keys} onFocus={() => setLeft(false)}
        onChange={(event) => { setTyped(event.target.value); take(event.target.value); }}
        onBlur={() => { setLeft(true); if (typed === null || typed.trim() === '' || readDayText(typed, kind) !== null) setTyped(null); leave?.(); }} />
      {!readOnly && (
        <>
          <button type="button" className="day-pick" tabIndex={-1} aria-hidden="true" title={t('form.calendar')} onClick={() => calendar.current?.showPicker()}>
            <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false"><path d="M4 1v2H2v11h12V3h-2V1h-1v2H5V1zM3 6h10v7H3z" fill="currentColor" fillRule="evenodd" /></svg>
          </button>
          <input ref={calendar} type={NATIVE[kind]} className="day-calendar" tabIndex={-1} aria-hidden="true" value={known ? value : ''} onChange={(event) => { if (event.target.value !== '') { setTyped(null); change(event.target.value); } }} />
        </>
      )}
      {wrong && <span className="field-error" id={errorId} role="alert">{t(`form.bad_${kind}`)}</span>}
    </span>
  );
}
