import { useCallback, useEffect, useRef, useState } from 'react';
import { get, post } from '../api/client';
import { onEvent } from '../api/events';
import { asProblem, Problem } from '../api/problem';
import type { SaleOutcome } from '../api/types';
import { waitsForItsCard, type SaleProgress } from './state';

// One sale in flight, whatever its kind. Its end has three words only: done, not done, not yet known. Silence of the server is
// "not yet known" and is settled by asking for the sale by its own key – never by selling again.

const ASK_EVERY_MS = 3_000;
const ASK_AT_MOST = 20; // one minute

export interface Steps { booked: boolean; sealed: boolean; written: boolean }

/** `lookAtPurse`: a farmer's card that lies there is looked at, which settles what it can tell. */
export function useSale(onOver: (outcome: SaleOutcome) => void, lookAtPurse: () => Promise<unknown>) {
  const [sale, setSale] = useState<SaleProgress | null>(null);
  const [steps, setSteps] = useState<Steps>({ booked: false, sealed: false, written: false });
  const busy = useRef(false);
  // What the screen shows now, for whoever has waited for an answer meanwhile.
  const shown = useRef<SaleProgress | null>(null);
  const show = useCallback((next: SaleProgress | null): void => {
    shown.current = next;
    setSale(next);
  }, []);

  useEffect(() => onEvent('sale', (data) => {
    const event = data as { client_key?: string; step?: string };
    if (sale?.phase !== 'writing' || event.client_key !== sale.key) return;
    setSteps(stepsAt(event.step));
  }), [sale]);

  const over = useCallback((key: string, outcome: SaleOutcome, cardSession: string | undefined, ofPurse = false) => {
    busy.current = false;
    show({ phase: 'over', key, outcome, askedFor: 0, cardSession, ofPurse });
    onOver(outcome);
  }, [onOver, show]);

  /** Refusals before anything was booked come back as the problem; everything else becomes the outcome on the screen. */
  const run = useCallback(async (key: string, cardSession: string | undefined, call: () => Promise<SaleOutcome>, ofPurse = false): Promise<Problem | null> => {
    if (busy.current) return null;
    busy.current = true;
    setSteps({ booked: false, sealed: false, written: false });
    show({ phase: 'writing', key, startedAt: Date.now(), cardSession, ofPurse });
    try {
      over(key, await call(), cardSession, ofPurse);
      return null;
    } catch (reason) {
      const problem = asProblem(reason);
      if (problem.isSilence || (problem.body.status ?? 0) >= 500) {
        over(key, { outcome: 'not_yet_known', error: problem.body }, cardSession, ofPurse);
        return null;
      }
      busy.current = false;
      show(null);
      return problem;
    }
  }, [over, show]);

  const fail = useCallback((key: string, problem: Problem) => {
    show({ phase: 'over', key, outcome: { outcome: 'not_done', error: problem.body }, askedFor: 0, cardSession: undefined });
  }, [show]);

  const askNow = useCallback(async () => {
    if (sale?.phase !== 'over' || sale.outcome.outcome !== 'not_yet_known') return;
    const asked = sale.ofPurse ? await askPurse(sale.key, sale.outcome, lookAtPurse) : await ask(sale.key, sale.outcome);
    if (shown.current?.key !== sale.key) return; // the cashier serves the next customer: this one's end stands in the list of what is in doubt
    if (asked.outcome === 'not_yet_known') show({ ...sale, outcome: asked, askedFor: sale.askedFor + 1 });
    else over(sale.key, asked, sale.cardSession, sale.ofPurse);
  }, [sale, over, show, lookAtPurse]);

  useEffect(() => {
    if (sale?.phase !== 'over' || sale.outcome.outcome !== 'not_yet_known' || waitsForItsCard(sale) || sale.askedFor >= ASK_AT_MOST) return;
    const timer = setTimeout(() => void askNow(), ASK_EVERY_MS);
    return () => clearTimeout(timer);
  }, [sale, askNow]);

  const clear = useCallback(() => show(null), [show]);
  return { sale, steps, run, fail, askNow, clear };
}

/** By its own key; a booked one is also held against the card that lies there. */
async function ask(key: string, before: SaleOutcome): Promise<SaleOutcome> {
  try {
    const number = before.sale?.number;
    return number ? await post<SaleOutcome>(`/sales/${encodeURIComponent(number)}/settle`) : await get<SaleOutcome>(`/sales/by-key/${key}`);
  } catch (reason) {
    return notAnswered(before, asProblem(reason));
  }
}

/** The card itself says what became of it, when it lies there; else only the books are asked, and why it is not known stays. */
async function askPurse(key: string, before: SaleOutcome, lookAtPurse: () => Promise<unknown>): Promise<SaleOutcome> {
  try {
    await lookAtPurse().catch(() => undefined); // the counter shows by itself what is wrong with a card
    const now = await get<SaleOutcome>(`/sales/by-key/${key}`);
    return now.outcome === 'not_yet_known' ? { error: before.error, ...now } : now;
  } catch (reason) {
    return notAnswered(before, asProblem(reason));
  }
}

function notAnswered(before: SaleOutcome, problem: Problem): SaleOutcome {
  if (problem.code === 'not_found') return { outcome: 'not_done', error: { title: problem.body.title, status: 404, code: 'sale_never_arrived' } };
  return { ...before, outcome: 'not_yet_known', error: problem.body };
}

function stepsAt(step: string | undefined): Steps {
  const reached = ['booked', 'sealed', 'writing', 'written'].indexOf(step ?? '');
  return { booked: reached >= 0, sealed: reached >= 1, written: reached >= 3 };
}
