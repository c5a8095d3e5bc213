import { useCallback, useState } from 'react';
import type { Carrier } from '../api/row_words';
import type { TenderLine } from './tenders';

/** What was typed for whoever stands there, and how it is to be sold. What is forgotten is forgotten together. */
export interface Entered {
  amount: string;
  /** What the amount is of. */
  unit: 'money' | 'energy';
  /** Cash that the customer handed over. */
  received: string;
  /** None: cash. */
  tenders: TenderLine[];
  /** Serial of the card for which typing began. */
  draftOf: string | null;
  /** What is unusual about it stands on the screen and waits for a yes. */
  confirming: boolean;
  /** How credit is to travel: on a card, here or where it is put down next, or over the meter's line. */
  carrier: Carrier;
}

export const NOTHING: Entered = { amount: '', unit: 'money', received: '', tenders: [], draftOf: null, confirming: false, carrier: 'card' };

/** Another amount: what was asked about the former one is asked no more. It belongs to the card that lay there when typing began, until nothing stands there. */
export function typed(before: Entered, amount: string, serial: string | null): Entered {
  return { ...before, amount, confirming: false, draftOf: amount === '' ? null : before.draftOf ?? serial };
}

export function useEntered() {
  const [entered, setEntered] = useState(NOTHING);
  const put = useCallback((part: Partial<Entered>) => setEntered((before) => ({ ...before, ...part })), []);
  const type = useCallback((amount: string, serial: string | null) => setEntered((before) => typed(before, amount, serial)), []);
  const forget = useCallback(() => setEntered(NOTHING), []);
  return { entered, put, type, forget };
}
