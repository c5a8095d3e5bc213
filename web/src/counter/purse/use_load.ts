import { useCallback } from 'react';
import { post } from '../../api/client';
import type { Keyring } from '../../api/key';
import type { Problem } from '../../api/problem';
import type { CardView, SaleOutcome } from '../../api/types';
import type { usePurseQuote } from './use_purse';

interface LoadParts {
  account: string | undefined;
  card: CardView | null;
  quote: ReturnType<typeof usePurseQuote>;
  till: { station: string; code: string } | null | undefined;
  keys: Keyring;
  paying: () => object;
  setConfirming: (on: boolean) => void;
  run: (key: string, session: string | undefined, call: () => Promise<SaleOutcome>, ofPurse: boolean) => Promise<Problem | null>;
  fail: (key: string, problem: Problem) => void;
}

/** Money onto the farmer's card that lies there; of a blank one his card is made with it. */
export function usePurseLoad({ account, card, quote: { quote, ask }, till, keys, paying, setConfirming, run, fail }: LoadParts) {
  return useCallback(async (confirmed: string[]) => {
    if (!quote || !account || !card) return;
    setConfirming(false);
    const key = keys.keyFor(till?.station, till?.code, 'load', card.session, quote.quote, confirmed.join());
    const problem = await run(key, card.session, () => post<SaleOutcome>(`/accounts/${account}/purse/loads`, {
      quote: quote.quote, client_key: key, card_session: card.session, ...paying(), confirmed,
    }, { key }), true);
    // The card or the limits have changed since: the new quote says what.
    if (problem && ['quote_stale', 'confirmation_needed'].includes(problem.code)) await ask();
    else if (problem) fail(key, problem);
  }, [account, card, quote, ask, till, keys, paying, setConfirming, run, fail]);
}
