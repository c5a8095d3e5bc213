import { useEffect, useRef, useSyncExternalStore } from 'react';
import { asProblem } from '../api/problem';
import { useWords } from '../words/words';

// What was done at once and harms nobody is offered to be undone for a while, on whatever page its owner is by then (console.md 1.7). The last one alone.

const OFFERED_MS = 10_000;

interface Offer {
  /** What was done, as a sentence. */
  text: string;
  undo: () => Promise<unknown>;
}
type State = Offer | { problem: unknown } | null;

let state: State = null;
const listeners = new Set<() => void>();

function put(next: State): void {
  state = next;
  for (const each of listeners) each();
}

function listen(heard: () => void): () => void {
  listeners.add(heard);
  return () => listeners.delete(heard);
}

export function offerUndo(offer: Offer): void {
  put(offer);
}

export const offered = (): State => state;

/** Undone, or why not: what failed is said where it was offered. */
export async function undo(offer: Offer): Promise<void> {
  put(null);
  try {
    await offer.undo();
  } catch (reason) {
    put({ problem: asProblem(reason) });
  }
}

/** At the foot of the page, over everything; gone after ten seconds, but not while somebody is at it. */
export function UndoBar() {
  const { t, problem: say } = useWords();
  const now = useSyncExternalStore(listen, offered);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hold = (): void => clearTimeout(timer.current);
  const rewind = (): void => {
    hold();
    timer.current = setTimeout(() => put(null), OFFERED_MS);
  };
  useEffect(() => {
    if (now === null) return;
    rewind();
    return hold;
  }, [now]);
  return (
    <div className={`undo-bar no-print ${now === null ? 'empty' : ''}`} role="status" data-testid="undo-bar" onPointerEnter={hold} onPointerLeave={rewind} onFocus={hold} onBlur={rewind}>
      {now !== null && 'text' in now && <>{now.text} <button type="button" className="plain-button" data-testid="undo" onClick={() => void undo(now)}>{t('undo.do')}</button></>}
      {now !== null && 'problem' in now && <span data-testid="undo-failed">{say(now.problem)}</span>}
    </div>
  );
}
