import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useFault } from './faults';
import { standing } from './fields';
import type { Find } from './finder';
import { useSettled } from './settled';
import { useWords } from '../words/words';

interface Props<Row> {
  id?: string;
  label: string;
  testid: string;
  find: Find<Row>;                    // at most eight are shown; a ninth says that there are more
  name: string;                       // of the question, for the cache
  rowKey: (row: Row) => string;
  show: (row: Row) => ReactNode;
  choose: (row: Row) => void;
  autoFocus?: boolean;
  evenEmpty?: boolean;                // offer rows before anything is typed
  placeholder?: string;
  hideLabel?: boolean;
  inputRef?: (field: HTMLInputElement | null) => void;
  nothing: string;
  note?: string;
  error?: string;
  must?: boolean;
  /** A text's key: nothing is chosen, and something must be. */
  lacks?: string;
}

const MOST = 8;
const PAUSE_MS = 120;

/** A field that finds: type, arrows, Enter (WAI-ARIA combobox with a list box). */
export function Lookup<Row>(props: Props<Row>) {
  const { label, testid, find, name, rowKey, show, choose, autoFocus, evenEmpty, placeholder, hideLabel, inputRef, nothing, note, must, lacks } = props;
  const { t } = useWords();
  const own = useId();
  const id = props.id ?? own;
  const error = useFault(id, props.error, lacks);
  const field = useRef<HTMLInputElement | null>(null);
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const [ahead, setAhead] = useState(false); // Enter came before the answer did
  const asked = useSettled(typed.trim(), PAUSE_MS);
  const wanted = open && (asked !== '' || Boolean(evenEmpty));
  const answer = useQuery({ queryKey: ['lookup', name, asked], queryFn: ({ signal }) => find(asked, signal), enabled: wanted, staleTime: asked === '' ? 0 : 5_000 }); // who waits changes while one works
  const rows = wanted ? (answer.data ?? []).slice(0, MOST) : [];
  useEffect(() => { if (autoFocus) field.current?.focus(); }, [autoFocus]);
  useEffect(() => setAt(0), [asked]);

  const take = (row: Row): void => {
    setTyped('');
    setOpen(false);
    choose(row);
  };
  // Whoever types a whole number and Enter, or scans it, has chosen what only that can mean; among several he looks first.
  const answered = wanted && asked === typed.trim() && answer.isSuccess;
  useEffect(() => {
    if (!ahead || !answered) return;
    setAhead(false);
    const meant = rows.length === 1 ? rows[0] : rows.find((row) => rowKey(row) === asked);
    if (meant) take(meant);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [ahead, answered]);
  const keys = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      if (rows.length > 0) setAt((at + (event.key === 'ArrowDown' ? 1 : rows.length - 1)) % rows.length);
    } else if (event.key === 'Enter' && (wanted || (open && typed.trim() !== ''))) {
      event.preventDefault();
      const row = rows[at];
      if (!answered) setAhead(true);
      else if (row) take(row);
    } else if (event.key === 'Escape' && (open || typed !== '')) {
      event.preventDefault();
      event.stopPropagation();
      setTyped('');
      setOpen(false);
    }
  };
  return (
    <div className="lookup field">
      {hideLabel ? <label htmlFor={id} className="visually-hidden">{label}</label>
        : <div className="field-head"><label htmlFor={id}>{label}</label>{note && <span className="small quiet" id={`${id}-note`}>{note}</span>}</div>}
      <input
        id={id} data-testid={testid} className="text-input" role="combobox" autoComplete="off" spellCheck={false} placeholder={placeholder}
        ref={(element) => { field.current = element; inputRef?.(element); }}
        aria-expanded={wanted} aria-controls={`${id}-list`} aria-autocomplete="list" aria-activedescendant={rows[at] ? `${id}-${at}` : undefined}
        {...standing({ id, must, lacks, error, note })}
        value={typed} onChange={(event) => { setTyped(event.target.value); setOpen(true); setAhead(false); }} onKeyDown={keys}
        onFocus={() => setOpen(true)} onBlur={() => setTimeout(() => setOpen(false), 150)}
      />
      {wanted && (rows.length > 0 || answer.isSuccess) && (
        <div className="lookup-list" >
          <ul id={`${id}-list`} role="listbox" aria-label={label}>
            {rows.map((row, index) => (
              <li key={rowKey(row)} id={`${id}-${index}`} role="option" aria-selected={index === at} data-testid={`${testid}-option-${rowKey(row)}`}
                onMouseDown={(event) => { event.preventDefault(); take(row); }} onMouseEnter={() => setAt(index)}>
                {show(row)}
              </li>
            ))}
          </ul>
          {rows.length === 0 && <p className="lookup-nothing">{nothing}</p>}
          {(answer.data ?? []).length > MOST && <p className="lookup-nothing" data-testid={`${testid}-more`}>{t('lookup.more')}</p>}
        </div>
      )}
      {error && <p className="field-error" id={`${id}-error`}>{error}</p>}
    </div>
  );
}
