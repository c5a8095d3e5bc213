import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Counter } from './use_counter';
import { isLetterKey, useLetterKeys } from '../shell/letter_keys';
import { flight, press, restingHand, screenChanged } from './hand';
import { onTheLine, soldForLater } from './state';

/** Amounts that one key types. */
export const QUICK: Record<string, string> = { F6: '50', F7: '100', F8: '200' };

interface Places {
  amount: () => HTMLInputElement | null;
  received: () => HTMLInputElement | null;
  search: () => HTMLInputElement | null;
  history: () => void;
  receipt: (number: string) => void;
}

/** The keyboard of the counter. Tasks (open account, supplement …) are forms and have their own Enter. */
export function useKeys(counter: Counter, enter: () => void, escape: () => void, places: Places): void {
  const hand = useRef(restingHand);
  const [letters] = useLetterKeys();
  const latest = useRef({ counter, enter, escape, places, letters });
  latest.current = { counter, enter, escape, places, letters };

  // When the page has it, not when a busy machine has painted it: an Enter is measured against what stood there.
  useLayoutEffect(() => { hand.current = screenChanged(hand.current, performance.now()); }, [counter.state, counter.task]);
  useEffect(() => { hand.current = flight(hand.current, counter.sale?.phase === 'writing'); }, [counter.sale]);

  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      const { counter: now, enter: act, escape: back, places: to, letters: on } = latest.current;
      const target = event.target as HTMLElement;
      if (target.closest('[role=dialog]')) return;
      const field = target instanceof HTMLInputElement ? target : null;
      const [after, verdict] = press(hand.current, {
        key: event.key, at: performance.now(), repeat: event.repeat, isComposing: event.isComposing, keyCode: event.keyCode, text: field?.value ?? '',
      });
      hand.current = after;
      if (verdict.act === 'scan') {
        event.preventDefault();
        event.stopPropagation();
        if (now.task !== null && field?.closest('.task-place')) return goOn(field); // a plate that is read into the field that asks for it
        if (field === to.amount()) now.type(verdict.before);
        searchFor(to.search(), verdict.number);
        return;
      }
      if (event.key === 'F10') return taken(event, () => now.setTask(now.task === 'menu' ? null : 'menu'));
      if (event.key === 'Escape' && target === to.search()) return leaveSearch(target, to.amount());
      if (event.key === 'Escape') return taken(event, back);
      if (now.task !== null) {
        if (verdict.act === 'ignore') event.preventDefault();
        return;
      }
      if (event.key === 'Enter') {
        if (target.closest('button, a, [role=option], [role=menuitem]') || isOtherField(target, to)) {
          if (event.repeat) event.preventDefault(); // a key that is held answers no question that came meanwhile
          return;
        }
        event.preventDefault();
        if (verdict.act === 'enter') act();
        return;
      }
      if (on || !isLetterKey(event.key)) otherKeys(event, now, to);
    };
    window.addEventListener('keydown', down, true);
    return () => window.removeEventListener('keydown', down, true);
  }, []);
}

function otherKeys(event: KeyboardEvent, counter: Counter, places: Places): void {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const amount = places.amount();
  const quick = QUICK[event.key];
  if (quick && amount) return taken(event, () => counter.type(quick));
  if (event.key === 'F9' && counter.account?.debt) return taken(event, () => counter.setTask('pay_debts'));
  if (event.key === 'F4' && amount) return taken(event, counter.addTender);
  if (event.key === 'F3') return taken(event, places.history);
  const inField = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
  if (event.target === amount) {
    if (event.code === 'KeyK') return taken(event, () => counter.setUnit(counter.unit === 'money' ? 'energy' : 'money'));
    if (event.code === 'KeyL' && counter.state === 'quoted' && !counter.card && soldForLater(counter.quote)) return taken(event, () => counter.sellBy('card'));
    if (event.code === 'KeyW' && counter.state === 'quoted' && counter.card && onTheLine(counter.account)) return taken(event, () => counter.sellBy('link'));
    if (event.key === '*') return taken(event, () => places.received()?.focus());
    return;
  }
  if (inField) return;
  if (event.code === 'KeyN' && counter.state === 'not_yet_known') return taken(event, counter.next);
  if (event.code === 'KeyA' && counter.state === 'not_yet_known') return taken(event, () => void counter.askNow());
  const sold = counter.state === 'done' && counter.sale?.phase === 'over' ? counter.sale.outcome.sale?.number : undefined;
  if (event.code === 'KeyP' && sold) return taken(event, () => places.receipt(sold));
  if (event.code === 'KeyO' && counter.state === 'unknown_card') return taken(event, () => counter.setTask('open_account'));
  if (event.code === 'KeyF' && counter.state === 'unknown_card') return taken(event, () => counter.setTask('purse_first'));
  if (event.code === 'KeyR' && counter.state === 'unknown_card') return taken(event, () => counter.setTask('replace_card'));
  if (/^[0-9]$/.test(event.key) || (counter.state === 'idle' && /^\p{L}$/u.test(event.key))) {
    // Typing starts: in the amount when a customer is there, else in the search, where names begin with letters.
    const field = amount ?? places.search();
    field?.focus();
  }
}

/** Nothing is looked for any more: what is typed next is the amount, or begins a new search. The field empties itself. */
function leaveSearch(search: HTMLElement, amount: HTMLInputElement | null): void {
  if (amount) amount.focus();
  else search.blur();
}

/** To the field after it; from the last one to what sends the form. */
function goOn(field: HTMLInputElement): void {
  const all = [...(field.form ?? field.closest('.task-place'))?.querySelectorAll<HTMLElement>('input:not([type=radio]), select, textarea, button[type=submit]') ?? []];
  all[all.indexOf(field) + 1]?.focus();
}

function isOtherField(target: HTMLElement, places: Places): boolean {
  return target instanceof HTMLInputElement && target !== places.amount() && target !== places.received() && !target.closest('[data-tenders]');
}

function taken(event: KeyboardEvent, act: () => void): void {
  event.preventDefault();
  act();
}

function searchFor(field: HTMLInputElement | null, number: string): void {
  if (!field) return;
  field.focus();
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  set?.call(field, number);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
