import { useCallback, useMemo } from 'react';
import { post } from '../api/client';
import type { Problem } from '../api/problem';
import type { Carrier } from '../api/row_words';
import type { AccountView, CardView, QuoteView, SaleOutcome } from '../api/types';
import type { ParsedAmount } from '../form/amount';
import { toUnread } from '../form/unread';
import type { Entered } from './entered';
import { onTheLine, sellable } from './state';
import { useQuote, type Ask } from './use_quote';
import type { Booking, Way } from './way';

interface Asked {
  account: AccountView | undefined;
  card: CardView | null;
  /** Notices of this contact that were read. */
  passed: ReadonlySet<string>;
  parsed: ParsedAmount;
  unit: Entered['unit'];
}

/** The quote of credit for a meter; none where nothing can be sold now. */
export function useCreditQuote({ account, card, passed, parsed, unit }: Asked) {
  const ask = useMemo(() => askFor({ account, card, passed, parsed, unit }), [account, card, passed, parsed, unit]);
  const { quote, problem, ...rest } = useQuote(ask);
  return { ...rest, quote: ask ? quote : undefined, problem: ask ? problem : undefined };
}

function askFor({ account, card, passed, parsed, unit }: Asked): Ask | null {
  if (!account || account.at_office || !parsed.ok) return null;
  return !card || sellable(card, passed) ? { account: account.number, by: unit === 'money' ? 'pay' : 'units', value: parsed.value } : null;
}

interface Parts {
  account: AccountView | undefined;
  card: CardView | null;
  quoted: ReturnType<typeof useCreditQuote>;
  carrier: Carrier;
  setCarrier: (carrier: Carrier) => void;
  booking: Booking;
}

/** Credit for a meter: onto the card that lies there, or over the line; without either it is booked now and written when the card is put down next. */
export function useCredit({ account, card, quoted, carrier, setCarrier, booking }: Parts) {
  const { quote, problem, replace, refresh } = quoted;
  const { keyFor, paying, confirm, run, fail } = booking;

  const sell = useCallback(async (by: Carrier, confirmed: string[]) => {
    if (!quote || !account) return;
    confirm(false);
    const key = keyFor(by === 'link' ? 'link' : card?.session ?? 'later', quote.id, confirmed.join());
    const reason = await run(key, by === 'card' ? card?.session : undefined, () => post<SaleOutcome>('/sales', {
      quote: quote.id,
      client_key: key,
      account: account.number,
      ...(by === 'link' ? { carrier: 'link' } : card ? { carrier: 'card', card_session: card.session } : { carrier: 'later' }),
      ...paying(),
      confirmed,
      // Over the line the meter is asked first what it has: a sale that still lies on a card at home is no hindrance.
      ...(by === 'link' || card?.unread ? { on_pending: 'sum' } : {}),
    }, { key }));
    if (!reason) return;
    const fresh = staleQuote(reason);
    if (fresh) replace(fresh);
    else if (reason.code === 'confirmation_needed') refresh(); // it became unusual since the quote: the new one says why
    else fail(key, reason);
  }, [quote, account, card, keyFor, paying, confirm, run, fail, replace, refresh]);

  /** What has to be confirmed is confirmed first. */
  const sellBy = useCallback((by: Carrier) => {
    if (toUnread(document)) return;
    setCarrier(by);
    if (quote?.confirm?.length) confirm(true);
    else void sell(by, []);
  }, [quote, sell, setCarrier, confirm]);

  const enter = useCallback(() => {
    if (!quote) return;
    if (card) sellBy('card');
    else if (onTheLine(account)) sellBy('link');
  }, [quote, card, account, sellBy]);

  const way: Way = {
    kind: 'credit', quote, problem, due: quote?.tendered, unusual: quote?.confirm ?? [], enter,
    book: useCallback((confirmed: string[]) => sell(carrier, confirmed), [sell, carrier]),
  };
  return { way, sellBy };
}

function staleQuote(problem: Problem): QuoteView | null {
  if (problem.code !== 'quote_stale') return null;
  const fresh = ((problem.body as { quote?: unknown }).quote ?? problem.details['quote'] ?? {}) as Partial<QuoteView>;
  return fresh.id && fresh.lines ? (fresh as QuoteView) : null;
}
