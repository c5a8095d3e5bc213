import type { CounterState } from './names';
import type { AccountView, CardView, OfficeFigures, StatementView } from '../api/types';
import { isZero } from '../form/amount';
import { CommodityTag, Figure, Tag, TagOf } from '../shell/marks';
import { Number4 } from '../shell/number4';
import { useWords, type Words } from '../words/words';
import { debtRule } from './debt_words';
import { PurseCustomer } from './purse/purse_customer';
import type { Counter } from './use_counter';

/** Panel A: who stands there, and what the meter said last. */
export function CustomerPanel({ counter }: { counter: Counter }) {
  const { t } = useWords();
  const { card, account, purse } = counter;
  return (
    <section className="panel panel-a" aria-labelledby="panel-a" data-testid="panel-customer">
      <h2 id="panel-a"><kbd>A</kbd>{t('counter.customer')}</h2>
      {purse?.account ? <PurseCustomer purse={purse} card={card} /> : account ? <Customer account={account} card={card} choose={counter.choose} /> : <Nobody card={card} state={counter.state} />}
    </section>
  );
}

function Nobody({ card, state }: { card: CardView | null; state: CounterState }) {
  const { t, first } = useWords();
  if (state === 'reading') return <p className="panel-quiet">{t('counter.reading')}</p>;
  if (!card?.serial) return <p className="panel-quiet">{t('counter.nobody')}</p>;
  return (
    <dl className="facts" data-testid="card-facts">
      <dt>{t('word.card')}</dt><dd><Number4 of={card.serial} /></dd>
      {card.product && <><dt>{t('word.product')}</dt><dd>{first([`product.${card.product}`], card.product)}</dd></>}
    </dl>
  );
}

/** He may have electricity, gas and water: each is an account of its own, and one of them is served. */
function Supplies({ account, choose }: { account: AccountView; choose: (account: string) => void }) {
  const { t } = useWords();
  if (account.supplies.length < 2) return null;
  return (
    <div className="supplies" role="group" aria-label={t('counter.supplies')} data-testid="supplies">
      {account.supplies.map((one) => (
        <button key={one.account} type="button" className={String(one.account) === String(account.number) ? 'plain-button chosen' : 'plain-button'} aria-pressed={String(one.account) === String(account.number)}
          data-testid={`supply-${one.account}`} title={`${one.meter} · ${one.address}`} onClick={() => choose(String(one.account))}>
          <CommodityTag of={one.commodity} /> {one.account}
        </button>
      ))}
    </div>
  );
}

function Customer({ account, card, choose }: { account: AccountView; card: CardView | null; choose: (account: string) => void }) {
  const words = useWords();
  const { t } = words;
  const { customer, service_point: point, meter } = account;
  return (
    <>
      <div className="customer-head">
        <p className="customer-name" data-testid="customer-name">{customer.name}</p>
        <p className="customer-number"><span data-testid="account-number">{account.number}</span> <TagOf kind="account" value={account.state} />
          {customer.state !== 'active' && <TagOf kind="customer" value={customer.state} />}</p>
      </div>
      <p className="customer-place"><CommodityTag of={account.commodity} /> {point.address || customer.address}</p>
      <Supplies account={account} choose={choose} />
      <dl className="facts">
        <dt>{t('word.meter')}</dt><dd><Number4 of={meter.number} testid="meter-number" /> <span className="quiet">{meter.model}</span></dd>
        {card?.account && card.serial && <><dt>{t('word.card')}</dt><dd><Number4 of={card.serial} testid="card-serial" /></dd></>}
        <dt>{t('word.plan')}</dt><dd>{account.plan.name} <span className="quiet">{words.day(account.plan.version)}</span>
          {account.plan.next && <p className="quiet" data-testid="next-plan">{t('account.next_plan', { from: account.plan.next.from, plan: account.plan.next.name })}</p>}</dd>
      </dl>
      <hr />
      <Balance account={account} card={card} />
      <hr />
      <Kept account={account} card={card} />
    </>
  );
}

function Balance({ account, card }: { account: AccountView; card: CardView | null }) {
  const words = useWords();
  const { t } = words;
  const statement = card?.statement;
  const last = account.last_sales.find((sale) => (sale.kind === 'open' || sale.kind === 'recharge') && sale.state !== 'reversed');
  return (
    <>
      <dl className="figures">
        {statement && (
          <Figure name={t('counter.credit_left')} testid="credit-left" note={statement.fresh ? t('counter.from_card_now') : words.time(statement.taken, 'short')}>
            {words.credit(statement.remaining, statement.unit)}
          </Figure>
        )}
        {account.days_left !== undefined && account.days_left !== null && (
          <Figure name={t('counter.lasts')}>{t('counter.days', { days: account.days_left })}</Figure>
        )}
        {last && <Figure name={t('counter.last_purchase')} note={words.time(last.time, 'date')}>{words.money(last.tendered)}</Figure>}
        {account.debt && <Figure name={t('word.debt')} testid="debt" note={account.debts?.map((debt) => debtRule(debt, words)).filter((text, at, all) => all.indexOf(text) === at).join(' · ')}>{words.money(account.debt.balance)}</Figure>}
        {account.at_office
          ? <Figure name={t('balance.title')} testid="office-balance" note={officeNote(account.at_office, account.days_left ?? null, words)}>{words.money(account.at_office.balance)}</Figure>
          : <Figure name={t('counter.balance')} testid="customer-balance">{words.money(account.balance)}</Figure>}
        {account.month && (
          <Figure name={t(periodWord(account.month.months))} note={t('counter.step_price', { step: account.month.step, price: words.decimal(account.month.price) })}>
            {words.quantity(account.month.used, account.unit)}
          </Figure>
        )}
      </dl>
      {statement && <Oddities statement={statement} />}
    </>
  );
}

/** The steps begin anew every so many months, or never. */
function periodWord(months: number | undefined): string {
  if (months === 1) return 'counter.this_month';
  if (months === 12) return 'counter.this_year';
  return months ? 'counter.this_period' : 'counter.used_so_far';
}

/** In arrears, how far it is charged, and how long it lasts where no figure beside it says so. */
function officeNote(office: OfficeFigures, said: number | null, { t, day }: Words): string {
  return [
    office.arrears && t('balance.arrears'),
    said === null && office.days_left !== null && t('balance.lasts', { days: office.days_left }),
    office.state === 'active' && (office.charged_to ? t('balance.charged_to', { day: day(office.charged_to) }) : t('balance.awaits')),
  ].filter(Boolean).join(' · ');
}

function Oddities({ statement }: { statement: StatementView }) {
  const words = useWords();
  const { t } = words;
  return (
    <div className="anomalies">
      {(statement.states ?? []).filter((state) => state !== 'account_open').map((state) => <Tag key={state} tone="warning">{words.first([`meter.flag.${state}`], state)}</Tag>)}
      {(statement.illegal_inserts ?? 0) > 0 && <Tag tone="warning">{t('counter.illegal_inserts', { count: statement.illegal_inserts ?? 0 })}</Tag>}
      {(statement.anomalies ?? []).map((odd) => <p key={`${odd.code}-${JSON.stringify(odd.details)}`} className="anomaly" data-testid={`anomaly-${odd.code}`}>⚠ {words.first([`anomaly.${odd.code}`], odd.code, odd.details)}</p>)}
    </div>
  );
}

const FIGURES = ['sold', 'applied', 'in_transit', 'taken_back', 'used', 'remaining', 'gap'] as const;

/** The books of this meter in one line of figures: sold = taken in + under way + taken back. */
function Kept({ account, card }: { account: AccountView; card: CardView | null }) {
  const words = useWords();
  const { t } = words;
  const sum = card?.reconciliation;
  if (!sum) {
    return <p className="quiet small">{t('counter.counts', { sold: String(account.meter.sold), applied: String(account.meter.applied) })}</p>;
  }
  return (
    <dl className="ledger-line" data-testid="counter-reconciliation">
      {FIGURES.filter((name) => sum[name] !== undefined).map((name) => (
        <div key={name} className={name === 'gap' && !isZero(sum[name]!) ? 'gap' : ''}>
          <dt>{t(`reconciliation.${name}`)}</dt><dd>{words.decimal(sum[name])}</dd>
        </div>
      ))}
    </dl>
  );
}
