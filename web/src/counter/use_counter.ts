import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { get, post } from '../api/client';
import { useLink, useReader, useSession, useShift } from '../api/hooks';
import { Keyring } from '../api/key';
import { asProblem, Problem } from '../api/problem';
import type { AccountView, CardView, OfficeBalance, Page, QuoteView, SaleOutcome, SchemeView } from '../api/types';
import { listed } from '../api/lists';
import { parseAmount } from '../form/amount';
import { toUnread } from '../form/unread';
import { may, uses } from '../shell/permissions';
import type { CounterState, Task } from './names';
import { canBecomePurse } from './purse/purse';
import { usePurseLoad } from './purse/use_load';
import { usePurse, usePurseQuote } from './purse/use_purse';
import { counterState, isBlank, isOver, noticeOf, sellable } from './state';
import { payingBody, withOneMore, type TenderLine } from './tenders';
import { useQuote, type Ask } from './use_quote';
import { useSale } from './use_sale';

export type Counter = ReturnType<typeof useCounter>;
/** How credit travels: on a card (here or where it is put down next), or over the meter's line. */
export type Carrier = 'card' | 'link';

/** There is none, or it is another station's: nobody is told which. */
const NOBODYS = new Set(['unknown_account', 'not_found']);

/** Everything the counter page knows and can do. The page shows it; nothing is decided in the panels. */
export function useCounter(chosen: string | null, choose: (account: string | null) => void) {
  const session = useSession().data;
  const shift = useShift(Boolean(session?.till)).data;
  const reader = useReader().data;
  const linkUp = useLink().up;
  const cache = useQueryClient();

  const [amount, setAmount] = useState('');
  const [unit, setUnit] = useState<'money' | 'energy'>('money');
  const [received, setReceived] = useState('');
  const [tenders, setTenders] = useState<TenderLine[]>([]); // none: cash
  const [draftOf, setDraftOf] = useState<string | null>(null);
  const [passed, setPassed] = useState<ReadonlySet<string>>(new Set());
  const [confirming, setConfirming] = useState(false);
  const [carrier, setCarrier] = useState<Carrier>('card');
  const [task, setTask] = useState<Task | null>(null);
  const keys = useRef(new Keyring());
  /** Where somebody was among the tasks, and with whom. */
  const menuAt = useRef<{ task: Task; name: string } | null>(null);

  const card = reader?.card ?? null;
  const found = useQuery({
    queryKey: ['account', chosen],
    queryFn: ({ signal }) => accountOf(chosen!, uses(session, ['purse']), cache, signal),
    enabled: chosen !== null && !card?.account,
  });
  // A card that tells of nobody takes nobody's place: a blank one is for whoever was found, and one that is still being read leaves work where it is.
  const ofNobody = card === null || isBlank(card) || (task !== null && card.state === 'reading');
  const account = card?.account ?? (ofNobody && chosen ? found.data : undefined);
  // A found account without a meter may have its money on a card; a blank card may become that one.
  const nobody = chosen !== null && found.isError && NOBODYS.has(asProblem(found.error).code);
  const purse = usePurse(card, found.isError && !nobody && (card === null || canBecomePurse(card)) ? chosen : null);

  const digits = session?.utility?.minor_digits ?? 2;
  const parsed = useMemo(() => parseAmount(amount, digits), [amount, digits]);
  const ask = useMemo<Ask | null>(() => askFor(account, card, passed, parsed, unit), [account, card, passed, parsed, unit]);
  const { quote, problem: quoteProblem, before, replace: replaceQuote, refresh: refreshQuote } = useQuote(ask);

  const purseQuote = usePurseQuote(purse.account?.account, card?.session, parsed);

  const payment = usePayment(account, parsed);
  const unusual = (account?.at_office ? payment.data?.after?.confirm : purse.there ? purseQuote.quote?.confirm : quote?.confirm) ?? [];

  const forget = useCallback(() => {
    setAmount('');
    setReceived('');
    setTenders([]);
    setUnit('money');
    setDraftOf(null);
    setConfirming(false);
    setCarrier('card');
  }, []);

  const { told } = purse;
  const { drop: dropQuote } = purseQuote;
  const afterSale = useCallback((outcome: SaleOutcome) => {
    setConfirming(false);
    setTask(null);
    if (outcome.outcome === 'done') forget();
    told(outcome.sale?.number ?? '-'); // the outcome says it
    dropQuote();
    for (const queryKey of [['reader'], ['shift'], ['account'], ['list'], ['purse']]) void cache.invalidateQueries({ queryKey });
  }, [cache, forget, told, dropQuote]);
  const { sale, steps, run, fail, askNow, clear } = useSale(afterSale, purse.lookNow);

  const state: CounterState = counterState({
    linkUp,
    hasTill: Boolean(session?.till),
    hasShift: Boolean(shift?.shift), opensShift: may(session, 'shift_own'),
    reader,
    hasFoundAccount: Boolean(account && !card?.account),
    accountClosed: account?.state === 'closed',
    atServer: Boolean(account?.at_office),
    purse: purse.standing,
    sale,
    quote: purse.there ? purseQuote.quote : ask ? quote : undefined,
    confirming,
    passed,
    draftOf: amount === '' ? null : draftOf,
  });

  const serial = (account?.at_office ? null : card?.serial) ?? null;
  const type = useCallback((text: string) => {
    setAmount(text);
    dropQuote(); // another amount is another question
    setConfirming(false);
    setDraftOf((first) => (text === '' ? null : first ?? serial)); // the card for which typing began
  }, [serial, dropQuote]);

  const next = useCallback(() => {
    clear();
    forget();
    setPassed(new Set());
    choose(null);
    refreshQuote();
    dropQuote();
  }, [clear, forget, choose, refreshQuote, dropQuote]);

  /** Onto the card that lies there, or over the line; without either it is booked now and written when the card is put down next. */
  const sell = useCallback(async (by: Carrier = carrier, confirmed: string[] = []) => {
    if (!quote || !account) return;
    setConfirming(false);
    const key = keys.current.keyFor(session?.till?.station, session?.till?.code, wayKey(by), quote.id, confirmed.join());
    const problem = await run(key, by === 'card' ? card?.session : undefined, () => post<SaleOutcome>('/sales', {
      quote: quote.id,
      client_key: key,
      account: account.number,
      ...(by === 'link' ? { carrier: 'link' } : card ? { carrier: 'card', card_session: card.session } : { carrier: 'later' }),
      ...payingBody(tenders, received, digits),
      confirmed,
      // Over the line the meter is asked first what it has: a sale that still lies on a card at home is no hindrance.
      ...(by === 'link' || card?.unread ? { on_pending: 'sum' } : {}),
    }, { key }));
    if (problem) refused(problem, key);

    function wayKey(way: Carrier): string {
      return way === 'link' ? 'link' : card?.session ?? 'later';
    }
    function refused(reason: Problem, saleKey: string): void {
      const fresh = staleQuote(reason);
      if (fresh) replaceQuote(fresh);
      else if (reason.code === 'confirmation_needed') refreshQuote(); // it became unusual since the quote: the new one says why
      else fail(saleKey, reason);
    }
  }, [quote, account, card, carrier, session?.till, tenders, received, digits, run, fail, replaceQuote, refreshQuote]);

  /** The other way than Enter: over the line, or onto a card that is not here. What has to be confirmed is confirmed first. */
  const sellBy = useCallback((by: Carrier) => {
    if (toUnread(document)) return;
    setCarrier(by);
    if (quote?.confirm?.length) setConfirming(true);
    else void sell(by);
  }, [quote, sell]);

  /** Asks the card that lies there what became of a sale. */
  const settle = useCallback(async (number: string) => {
    const key = `settle/${number}`;
    const problem = await run(key, card?.session, () => post<SaleOutcome>(`/sales/${encodeURIComponent(number)}/settle`));
    if (problem) fail(key, problem);
  }, [card?.session, run, fail]);

  /** Money for a balance at the server: the same amount once more is another payment, so the newest sale stands in its key. */
  const payNow = useCallback(async (confirmed: string[]) => {
    if (!account?.at_office || !parsed.ok) return;
    setConfirming(false);
    const key = keys.current.keyFor(session?.till?.station, session?.till?.code, 'payment', account.number, parsed.value, account.last_sales[0]?.number, confirmed.join());
    const problem = await run(key, undefined, () => post<SaleOutcome>('/payments', {
      client_key: key, account: account.number, amount: parsed.value, ...payingBody(tenders, received, digits), confirmed,
    }, { key }));
    if (problem?.code === 'confirmation_needed') void payment.refetch();
    else if (problem) fail(key, problem);
  }, [account, parsed, session?.till, tenders, received, digits, run, fail, payment]);

  /** A payment, once the server has said what is unusual about it. */
  const pay = useCallback(async () => {
    if (!account?.at_office || !parsed.ok) return;
    const told = payment.data ?? (await payment.refetch()).data;
    if (told?.after?.confirm.length) setConfirming(true);
    else await payNow([]);
  }, [account, parsed, payment, payNow]);

  const standing = purse.account?.name ?? account?.customer.name ?? '';
  /** For whom the work was begun: he is named until it ends, though his card has been taken away. */
  const [begunFor, setBegunFor] = useState('');
  /** Other work closes what is over; what is being written, or not known yet, is not left by it. */
  const openTask = useCallback((other: Task | null) => {
    if (other !== null && sale) {
      if (!isOver(sale)) return;
      clear();
      if (sale.phase === 'over' && sale.outcome.outcome === 'not_done') refreshQuote();
    }
    setTask(other);
    setBegunFor(standing);
  }, [sale, clear, refreshQuote, standing]);

  const paying = useCallback(() => payingBody(tenders, received, digits), [tenders, received, digits]);
  const load = usePurseLoad({ account: purse.account?.account, card, quote: purseQuote, till: session?.till, keys: keys.current, paying, setConfirming, run, fail });
  /** Onto a farmer's card: the first Enter says what it will hold, the next one loads it. */
  const loadOrAsk = useCallback(() => {
    if (!purseQuote.quote) void purseQuote.ask();
    else if (purseQuote.quote.confirm.length) setConfirming(true);
    else void load([]);
  }, [purseQuote, load]);

  /** Somebody read what is unusual, and said yes to each of it. */
  const sayYes = useCallback(() => {
    const codes = unusual.map((each) => each.code);
    if (purse.there) void load(codes);
    else void (account?.at_office ? payNow(codes) : sell(carrier, codes));
  }, [unusual, purse.there, load, account, payNow, sell, carrier]);

  useNextWhenLifted(sale, card, next);

  return {
    session, shift: shift?.shift ?? null, reader, card, account, state, digits, linkUp,
    amount, type, parsed, unit, setUnit, received, setReceived, tenders, setTenders,
    addTender: () => { if (parsed.ok) setTenders(withOneMore(tenders)); },
    quote: ask ? quote : undefined, quoteProblem: purse.there ? purseQuote.problem : ask ? quoteProblem : undefined, before,
    purse: purse.there ? { ...purse, quote: purseQuote.quote, asking: purseQuote.asking, loadOrAsk } : undefined,
    /** A number under which there is no account that this station serves. */
    noSuch: nobody ? chosen : null,
    /** Somebody was looked for, and another one's card lies there: whoever put it down comes first, and the hand is told so. */
    lookedFor: chosen !== null && card?.account && !sale && !task && String(card.account.number) !== chosen ? chosen : null,
    /** Of whoever stands there. */
    name: standing || (task ? begunFor : ''),
    sale, steps, run, fail, askNow,
    task, setTask: openTask, menuAt, confirming, setConfirming,
    pass: () => {
      if (purse.there) return purse.told();
      const notice = card && noticeOf(card, passed);
      if (notice) setPassed(new Set([...passed, notice.name]));
    },
    payment, unusual,
    forget, next, sellBy, pay, sayYes, settle, choose, clearOutcome: clear,
    refreshQuote: () => { refreshQuote(); dropQuote(); },
  };
}

/** An account with its meter. One whose money is on a card has none: where there are such, the register says it before the desk is asked, which would refuse. */
async function accountOf(number: string, maybePurse: boolean, cache: QueryClient, signal: AbortSignal): Promise<AccountView> {
  if (maybePurse && /^\d+$/.test(number)) {
    const schemes = await cache.fetchQuery({ queryKey: ['schemes'], queryFn: () => get<Page<SchemeView>>('/schemes'), staleTime: Infinity });
    const { rows } = await listed('accounts', `filter.number=${number}&page_size=1`, signal);
    if (schemes.rows.find((each) => each.name === rows[0]?.scheme)?.holder === 'purse') throw new Problem({ title: '', status: 409, code: 'balance_on_card', details: { account: number } });
  }
  return get<AccountView>(`/accounts/${encodeURIComponent(number)}`, signal);
}

/** What a payment makes of a balance at the server, and what is unusual about it: said by the server with every keystroke. */
function usePayment(account: AccountView | undefined, parsed: ReturnType<typeof parseAmount>) {
  const number = account?.number;
  const asked = account?.at_office && parsed.ok ? parsed.value : '';
  return useQuery({
    queryKey: ['account', 'payment', number, asked, account?.at_office?.balance],
    queryFn: ({ signal }) => get<OfficeBalance>(`/remote-accounts/${number}?pay=${encodeURIComponent(asked)}`, signal),
    enabled: number !== undefined && asked !== '',
  });
}

function askFor(
  account: AccountView | undefined, card: CardView | null, passed: ReadonlySet<string>,
  parsed: ReturnType<typeof parseAmount>, unit: 'money' | 'energy',
): Ask | null {
  if (!account || account.at_office || !parsed.ok) return null;
  return !card || sellable(card, passed) ? { account: account.number, by: unit === 'money' ? 'pay' : 'units', value: parsed.value } : null;
}

function staleQuote(problem: Problem): QuoteView | null {
  if (problem.code !== 'quote_stale') return null;
  const fresh = ((problem.body as { quote?: unknown }).quote ?? problem.details['quote'] ?? {}) as Partial<QuoteView>;
  return fresh.id && fresh.lines ? (fresh as QuoteView) : null;
}

/** Lifting the card after a finished sale calls the next customer; what went wrong beside it stays until somebody has read it. */
function useNextWhenLifted(sale: ReturnType<typeof useSale>['sale'], card: CardView | null, next: () => void): void {
  const there = sale?.phase === 'over' && sale.outcome.outcome === 'done' && !sale.outcome.error ? sale.cardSession : undefined;
  useEffect(() => {
    if (there !== undefined && card === null) next();
  }, [there, card, next]);
}
