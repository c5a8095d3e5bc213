import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { post } from '../api/client';
import { useLink, useReader, useSession, useShift } from '../api/hooks';
import { Keyring } from '../api/key';
import type { Carrier } from '../api/row_words';
import type { CardView, SaleOutcome } from '../api/types';
import { parseAmount } from '../form/amount';
import { may } from '../shell/permissions';
import { useEntered } from './entered';
import type { CounterState, Task } from './names';
import { usePurseLoad } from './purse/use_load';
import { usePurseQuote } from './purse/use_purse';
import { counterState, isOver, noticeOf } from './state';
import { payingBody, withOneMore, type TenderLine } from './tenders';
import { useCredit, useCreditQuote } from './use_credit';
import { usePayment } from './use_payment';
import { useSale } from './use_sale';
import { useWho } from './use_who';
import type { Booking, Way } from './way';

export type Counter = ReturnType<typeof useCounter>;

/** Everything the counter page knows and can do: who stands there (`use_who`), what was typed for him (`entered`), how money is taken of him (`way`), what
 *  became of it (`use_sale`), and which of the counter's states that makes (`state`). The page shows it; nothing is decided in the panels. */
export function useCounter(chosen: string | null, choose: (account: string | null) => void) {
  const session = useSession().data;
  const shift = useShift(Boolean(session?.till)).data;
  const reader = useReader().data;
  const linkUp = useLink().up;
  const cache = useQueryClient();
  const [task, setTask] = useState<Task | null>(null);
  /** Where somebody was among the tasks, and with whom. */
  const menuAt = useRef<{ task: Task; name: string } | null>(null);
  /** Notices of this contact that were read. */
  const [passed, setPassed] = useState<ReadonlySet<string>>(new Set());

  const card = reader?.card ?? null;
  const { account, purse, name, noSuch } = useWho(chosen, card, session, task !== null);
  const { entered, put, type: typeFor, forget } = useEntered();
  const { amount, unit, received, tenders, confirming, carrier } = entered;
  const digits = session?.utility?.minor_digits ?? 2;
  const parsed = useMemo(() => parseAmount(amount, digits), [amount, digits]);

  const credited = useCreditQuote({ account, card, passed, parsed, unit });
  const loaded = usePurseQuote(purse.account?.account, card?.session, parsed);
  const { refresh: refreshCredit } = credited;
  const { drop: dropLoad } = loaded;

  const { told } = purse;
  const afterSale = useCallback((outcome: SaleOutcome) => {
    put({ confirming: false });
    setTask(null);
    if (outcome.outcome === 'done') forget();
    told(outcome.sale?.number ?? '-'); // the outcome says it
    dropLoad();
    for (const queryKey of [['reader'], ['shift'], ['account'], ['list'], ['purse']]) void cache.invalidateQueries({ queryKey });
  }, [cache, forget, told, put, dropLoad]);
  const { sale, steps, run, fail, askNow, clear } = useSale(afterSale, purse.lookNow);
  const setCarrier = useCallback((by: Carrier) => put({ carrier: by }), [put]);
  const booking = useBooking({ till: session?.till, tenders, received, digits, put, run, fail });
  const credit = useCredit({ account, card, quoted: credited, carrier, setCarrier, booking });
  const payment = usePayment(account, parsed, booking);
  const load = usePurseLoad({ account: purse.account?.account, card, quoted: loaded, booking });
  const way: Way = purse.there ? load : account?.at_office ? payment.way : credit.way;

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
    quote: way.quote,
    confirming,
    passed,
    draftOf: amount === '' ? null : entered.draftOf,
  });

  const serial = (account?.at_office ? null : card?.serial) ?? null;
  const type = useCallback((text: string) => {
    typeFor(text, serial);
    dropLoad(); // another amount is another question
  }, [typeFor, serial, dropLoad]);

  const refreshQuote = useCallback(() => {
    refreshCredit();
    dropLoad();
  }, [refreshCredit, dropLoad]);

  const next = useCallback(() => {
    clear();
    forget();
    setPassed(new Set());
    choose(null);
    refreshQuote();
  }, [clear, forget, choose, refreshQuote]);
  useNextWhenLifted(sale, card, next);

  /** For whom the work was begun: he is named until it ends, though his card has been taken away. */
  const [begunFor, setBegunFor] = useState('');
  /** Other work closes what is over; what is being written, or not known yet, is not left by it. */
  const openTask = useCallback((other: Task | null) => {
    if (other !== null && sale) {
      if (!isOver(sale)) return;
      clear();
      if (sale.phase === 'over' && sale.outcome.outcome === 'not_done') refreshCredit();
    }
    setTask(other);
    setBegunFor(name);
  }, [sale, clear, refreshCredit, name]);

  return {
    session, shift: shift?.shift ?? null, reader, card, account, state, digits, linkUp,
    amount, type, parsed, unit, received, tenders, confirming, forget,
    setUnit: (of: typeof unit) => put({ unit: of }),
    setReceived: (text: string) => put({ received: text }),
    setTenders: (lines: TenderLine[]) => put({ tenders: lines }),
    addTender: () => { if (parsed.ok) put({ tenders: withOneMore(tenders) }); },
    way, sayNo: () => put({ confirming: false }),
    /** Somebody read what is unusual, and said yes to each of it. */
    sayYes: () => void way.book(way.unusual.map((each) => each.code)),
    quote: credited.quote, before: credited.before, sellBy: credit.sellBy, payment: payment.said, refreshQuote,
    purse: purse.there ? { ...purse, quote: loaded.quote, asking: loaded.asking } : undefined,
    noSuch,
    /** Somebody was looked for, and another one's card lies there: whoever put it down comes first, and the hand is told so. */
    lookedFor: chosen !== null && card?.account && !sale && !task && String(card.account.number) !== chosen ? chosen : null,
    /** Of whoever stands there. */
    name: name || (task ? begunFor : ''),
    sale, steps, run, fail, askNow, clearOutcome: clear,
    /** Asks the card that lies there what became of a sale. */
    settle: async (number: string) => {
      const key = `settle/${number}`;
      const problem = await run(key, card?.session, () => post<SaleOutcome>(`/sales/${encodeURIComponent(number)}/settle`));
      if (problem) fail(key, problem);
    },
    task, setTask: openTask, menuAt,
    pass: () => {
      if (purse.there) return purse.told();
      const notice = card && noticeOf(card, passed);
      if (notice) setPassed(new Set([...passed, notice.name]));
    },
    next, choose,
  };
}

type Put = ReturnType<typeof useEntered>['put'];

interface BookingParts extends Pick<Booking, 'run' | 'fail'> {
  till: { station: string; code: string } | null | undefined;
  tenders: TenderLine[];
  received: string;
  digits: number;
  put: Put;
}

function useBooking({ till, tenders, received, digits, put, run, fail }: BookingParts): Booking {
  const keys = useRef(new Keyring());
  const station = till?.station;
  const code = till?.code;
  return useMemo(() => ({
    keyFor: (...meaning) => keys.current.keyFor(station, code, ...meaning),
    paying: () => payingBody(tenders, received, digits),
    confirm: (on) => put({ confirming: on }),
    run, fail,
  }), [station, code, tenders, received, digits, put, run, fail]);
}

/** Lifting the card after a finished sale calls the next customer; what went wrong beside it stays until somebody has read it. */
function useNextWhenLifted(sale: ReturnType<typeof useSale>['sale'], card: CardView | null, next: () => void): void {
  const there = sale?.phase === 'over' && sale.outcome.outcome === 'done' && !sale.outcome.error ? sale.cardSession : undefined;
  useEffect(() => {
    if (there !== undefined && card === null) next();
  }, [there, card, next]);
}
