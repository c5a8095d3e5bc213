import { useCallback } from 'react';
import { post } from '../../api/client';
import type { CardView, SaleOutcome } from '../../api/types';
import type { Booking, Way } from '../way';
import type { usePurseQuote } from './use_purse';

interface LoadParts {
  account: string | undefined;
  card: CardView | null;
  quoted: ReturnType<typeof usePurseQuote>;
  booking: Booking;
}

/** Money onto the farmer's card that lies there; of a blank one his card is made with it. The first Enter says what it will hold, the next one loads it. */
export function usePurseLoad({ account, card, quoted: { quote, problem, ask }, booking }: LoadParts): Way {
  const { keyFor, paying, confirm, run, fail } = booking;
  const book = useCallback(async (confirmed: string[]) => {
    if (!quote || !account || !card) return;
    confirm(false);
    const key = keyFor('load', card.session, quote.quote, confirmed.join());
    const reason = await run(key, card.session, () => post<SaleOutcome>(`/accounts/${account}/purse/loads`, {
      quote: quote.quote, client_key: key, card_session: card.session, ...paying(), confirmed,
    }, { key }), true);
    // The card or the limits have changed since: the new quote says what.
    if (reason && ['quote_stale', 'confirmation_needed'].includes(reason.code)) await ask();
    else if (reason) fail(key, reason);
  }, [account, card, quote, ask, keyFor, paying, confirm, run, fail]);

  const enter = useCallback(() => {
    if (!quote) void ask();
    else if (quote.confirm.length) confirm(true);
    else void book([]);
  }, [quote, ask, confirm, book]);

  return { kind: 'load', quote, problem, due: quote?.amount, unusual: quote?.confirm ?? [], enter, book };
}
