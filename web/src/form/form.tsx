import { useContext, useEffect, useMemo, useRef, useState, type FormEvent, type FormHTMLAttributes, type ReactNode, type RefObject } from 'react';
import { asProblem, memberOf } from '../api/problem';
import { useWords } from '../words/words';
import { FaultsOf, noFaults, type Faults } from './faults';
import { goThere } from './first_wrong';
import { LeavingOf } from './leaving';
import { ProblemCode, ProblemNote } from './problem_note';
import { useRefused } from './refusals';
import type { Typed } from './typed';
import { watchUnsaved } from './unsaved';
import { useTyped } from './use_typed';
import { labelOf, lacking, wrongLines, type WrongLine } from './wrong_lines';

interface Props extends Omit<FormHTMLAttributes<HTMLFormElement>, 'onSubmit' | 'noValidate'> {
  /** Called when nothing is missing and `check` has found nothing wrong. */
  send: () => unknown;
  /** Looks at what was typed, says at the fields what is wrong and whether all is right. */
  check?: (form: HTMLFormElement) => boolean;
  /** It runs: what is pressed meanwhile sends nothing twice. */
  busy?: boolean;
  /** How the last sending was refused. */
  problem?: unknown;
  /** Under which id each member of the request is filled in: a refusal of one stands at its field. */
  places?: Record<string, string>;
  /** Something that no field shows would be lost. */
  dirty?: boolean;
  testid?: string;
  /** To what is to be focused when it opens. */
  formRef?: RefObject<HTMLFormElement | null>;
  children: ReactNode;
}

const NOWHERE: Record<string, string> = {};

/**
 * The one form of the house. Its button stays enabled: who presses it is told which field is missing and finds himself there, of several at a summary whose
 * lines lead to them. What the server refuses is said the same way. A dialog asks before it throws away what was typed, and Ctrl+Enter saves (`save_key.ts`).
 */
export function Form({ send, check, busy = false, problem, places = NOWHERE, dirty = false, testid, formRef, children, className = 'form', ...rest }: Props) {
  const { problem: say } = useWords();
  const own = useRef<HTMLFormElement>(null);
  const form = formRef ?? own;
  const [missing, setMissing] = useState<ReadonlySet<string>>(noFaults.missing);
  const [lines, setLines] = useState<WrongLine[]>([]);
  const [tries, setTries] = useState(0);
  const member = memberOf(problem);
  const place = member === undefined ? undefined : places[member];
  const typed = useKept(form, problem, dirty);
  const summary = useRef<HTMLDivElement>(null);
  const faults = useMemo<Faults>(() => ({ missing, refused: place === undefined ? null : { id: place, says: say(problem) } }), [missing, place, problem, say]);
  useRefused(lines.length > 0 || Boolean(problem));

  // What the fields say now stands in the summary; the focus goes to the only one, or to where all are named.
  useEffect(() => {
    if (tries === 0 || !form.current) return;
    const wrong = wrongLines(form.current, missing.has(place ?? '') ? undefined : place);
    setLines(wrong);
    if (wrong.length === 1) goThere(document.getElementById(wrong[0]!.id));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- looked at when it was sent, not while it is mended
  }, [tries]);
  useEffect(() => { if (lines.length > 1) summary.current?.focus(); }, [lines]);
  useEffect(() => {
    if (!problem || !form.current) return;
    if (place !== undefined) goTo(place);
    else if (document.activeElement === document.body || form.current.contains(document.activeElement)) summary.current?.focus();
  }, [problem, place, form]);

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    event.stopPropagation(); // a dialog that stands within another form of the page's tree is none of its business
    if (busy) return;
    const gaps = lacking(event.currentTarget);
    const right = check?.(event.currentTarget) ?? true;
    setMissing(new Set(gaps));
    setTries(tries + 1);
    if (gaps.length > 0 || !right) return;
    typed.sent();
    send();
  };
  const refusedLine = faults.refused && form.current ? [{ ...faults.refused, label: labelOf(form.current, faults.refused.id) }] : [];
  const all = lines.length > 0 ? lines : refusedLine;
  return (
    <FaultsOf value={faults}>
      <form ref={form} className={className} noValidate data-saves="" data-testid={testid} onSubmit={submit} {...rest}>
        {(all.length > 0 || Boolean(problem)) && <Summary place={summary} lines={all} problem={lines.length > 0 ? null : problem} />}
        {children}
      </form>
    </FaultsOf>
  );
}

/** What is wrong, above the form: each line leads to its field and says the same as it. */
function Summary({ place, lines, problem }: { place: RefObject<HTMLDivElement | null>; lines: WrongLine[]; problem: unknown }) {
  const { t } = useWords();
  if (lines.length === 0) return <div className="refusal" ref={place} tabIndex={-1} data-testid="error-summary"><ProblemNote problem={problem} /></div>;
  const list = (
    <ul>
      {lines.map((line) => (
        <li key={line.id}><a href={`#${line.id}`} onClick={(event) => { event.preventDefault(); goTo(line.id); }}>{line.label === '' ? line.says : `${line.label}: ${line.says}`}</a></li>
      ))}
    </ul>
  );
  return (
    <div className="error-summary" role="alert" tabIndex={-1} ref={place} data-testid="error-summary">
      <h3>{t('form.not_saved')}</h3>
      {problem ? <div data-testid="problem" data-code={asProblem(problem).code}>{list}<ProblemCode problem={problem} /></div> : list}
    </div>
  );
}

/** To a field, or to the first one of a group; what stands in it is chosen, so that typing replaces it. */
function goTo(id: string): void {
  const place = document.getElementById(id);
  const field = place?.matches('fieldset') ? place.querySelector<HTMLElement>('input, button') ?? place : place;
  field?.focus();
  if (field instanceof HTMLInputElement) field.select();
}

/** Something without a field of its own that must be there: what is chosen among rows, at least one change. Told where it stands. */
export function Must({ id, lacking: lacks, says }: { id: string; lacking: boolean; says: string }) {
  const { missing } = useContext(FaultsOf);
  if (!lacks) return null;
  return missing.has(id) ? <p className="field-error" id={id} tabIndex={-1} data-lacks="">{says}</p> : <span hidden id={id} data-lacks="" />;
}

/** What was typed in the form; the dialog around it asks for that before it closes, the page before it is left. */
function useKept(form: RefObject<HTMLFormElement | null>, problem: unknown, more: boolean): Typed {
  const typed = useTyped(form);
  const also = useRef(more);
  also.current = more;
  const around = useContext(LeavingOf);
  useEffect(() => { if (problem) typed.refused(); }, [problem, typed]);
  useEffect(() => {
    const isDirty = (): boolean => also.current || typed.dirty;
    const watching = [watchUnsaved(isDirty), around?.watch(isDirty)];
    return () => watching.forEach((stop) => stop?.());
  }, [around, typed]);
  return typed;
}
