import { useCallback, useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { Title } from '../shell/title';
import { searchField } from '../shell/search_box';
import { toUnread } from '../form/unread';
import { useWords } from '../words/words';
import './counter.css';
import { CustomerPanel } from './customer_panel';
import { HistoryDialog } from './history_dialog';
import { LastSalesPanel } from './last_sales_panel';
import { ReceiptDialog } from './receipt_dialog';
import { SalePanel } from './sale_panel';
import { StatusLine } from './status_line';
import { useCounter } from './use_counter';
import { useKeys } from './use_keys';
import { VaultBand } from './vault_band';

/** States in which no field draws the screen to it. */
const UNFOCUSED: ReadonlySet<string> = new Set(['done', 'not_done', 'not_yet_known', 'unread_on_card', 'in_doubt_found', 'foreign_change', 'unknown_card']);

/** The counter: who stands there (A), what is sold (B), what was sold (C), and one line that says what to do next. */
export default function CounterPage() {
  const { t } = useWords();
  const [query, setQuery] = useSearchParams();
  const choose = useCallback((account: string | null) => {
    setQuery((old) => {
      const fresh = new URLSearchParams(old);
      if (account) fresh.set('account', account);
      else fresh.delete('account');
      return fresh;
    }, { replace: true });
  }, [setQuery]);
  const counter = useCounter(query.get('account'), choose);
  const [receipt, setReceipt] = useState<string | null>(null);
  const [byItself, setByItself] = useState(false);
  const [history, setHistory] = useState(false);
  const amount = useRef<HTMLInputElement>(null);
  const received = useRef<HTMLInputElement>(null);

  const printHere = useCallback((number: string) => {
    setByItself(true);
    setReceipt(number);
  }, []);
  const closeReceipt = useCallback(() => {
    setReceipt(null);
    setByItself(false);
  }, []);
  const enter = useCallback(() => act(counter), [counter]);
  const escape = useCallback(() => {
    const paying = counter.tenders.length > 0;
    back(counter);
    if (paying) amount.current?.focus();
  }, [counter]);
  useKeys(counter, enter, escape, {
    amount: () => amount.current,
    received: () => received.current,
    search: searchField,
    history: () => { if (counter.account) setHistory(true); },
    receipt: setReceipt,
  });

  // The focus comes home by itself: to the amount when a customer is there, else to the page.
  const home = counter.task === null && receipt === null && !history;
  useEffect(() => {
    if (home && ['recognised', 'quoted'].includes(counter.state)) amount.current?.focus();
    else if (home && counter.state === 'unknown_card' && counter.account && document.activeElement === searchField()) searchField()?.blur(); // the blank card's own keys
  }, [home, counter.state, counter.account?.number, counter.purse?.account?.account]);

  // In one column, magnified or on a phone, what became of a sale or waits for an answer begins beneath the customer.
  useEffect(() => {
    const panel = UNFOCUSED.has(counter.state) ? document.querySelector('.panel-b') : null;
    if (panel && panel.getBoundingClientRect().top > window.innerHeight / 3) panel.scrollIntoView({ block: 'start' });
  }, [counter.state, counter.account?.number]); // who stands there is known a moment later, and pushes it down

  useEffect(() => {
    if (counter.sale?.phase !== 'writing') return;
    const hold = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', hold);
    return () => window.removeEventListener('beforeunload', hold);
  }, [counter.sale?.phase]);

  return (
    <div className="counter" data-state={counter.state} data-task={counter.task ?? undefined}>
      <Title>{t('counter.title')}</Title>
      <h1 className="visually-hidden">{t('counter.title')}</h1>
      <VaultBand />
      <div className="counter-panels">
        <CustomerPanel counter={counter} />
        <SalePanel counter={counter} amount={amount} received={received} enter={enter} showReceipt={setReceipt} printHere={printHere} />
        <LastSalesPanel counter={counter} showReceipt={setReceipt} />
      </div>
      <StatusLine counter={counter} />
      {receipt && <ReceiptDialog number={receipt} byItself={byItself} close={closeReceipt} />}
      {history && counter.account && <HistoryDialog account={counter.account} close={() => setHistory(false)} showReceipt={setReceipt} />}
    </div>
  );
}

/** Enter: the one next step of each state. */
function act(counter: ReturnType<typeof useCounter>): void {
  if (['recognised', 'quoted'].includes(counter.state) && toUnread(document)) return;
  const gap = document.querySelector<HTMLInputElement>('[data-tenders] input:invalid'); // a number that is still to be typed
  if (gap && ['recognised', 'quoted'].includes(counter.state)) return gap.focus();
  switch (counter.state) {
    case 'recognised':
    case 'quoted': return counter.way.enter();
    case 'confirm': return counter.sayNo(); // the focus stands on No
    case 'done': return counter.next();
    case 'not_done': return retry(counter);
    case 'unread_on_card':
      if (counter.card?.unread?.choices.includes('sum')) counter.pass();
      return;
    case 'in_doubt_found':
      if (!counter.purse && counter.card?.in_doubt?.outcome === 'still_unknown') void counter.settle(counter.card.in_doubt.sale);
      else counter.pass();
      return;
    case 'foreign_change': return counter.forget();
    default:
  }
}

/** Nothing booked: the same quote with the same key. Booked and reversed: a new quote. */
function retry(counter: ReturnType<typeof useCounter>): void {
  const booked = counter.sale?.phase === 'over' && counter.sale.outcome.sale;
  if (booked) counter.next();
  else {
    counter.clearOutcome();
    counter.refreshQuote();
  }
}

function back(counter: ReturnType<typeof useCounter>): void {
  if (counter.task) return counter.setTask(counter.task === 'menu' ? null : 'menu');
  if (counter.state === 'writing') return;
  if (counter.confirming) return counter.sayNo();
  if (counter.sale) return counter.next();
  if (counter.tenders.length > 0) return counter.setTenders([]); // cash again, the amount stays
  if (counter.amount !== '') return counter.forget();
  counter.choose(null);
}
