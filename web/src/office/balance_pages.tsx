import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post } from '../api/client';
import { useSession } from '../api/hooks';
import type { OfficeBalance, SchemeView } from '../api/types';
import { figureText } from '../form/amount';
import { AmountInput } from '../form/amount_input';
import { Form } from '../form/form';
import { toUnread } from '../form/unread';
import { TagOf } from '../shell/marks';
import { may } from '../shell/permissions';
import { Failed, Loading, nothingToShow } from '../shell/states';
import { peopleOf } from '../table/called';
import { unitOf, useWords } from '../words/words';
import { CUSTOMERS } from './columns/customers';
import { RegisterPage } from './register_page';

// Balances at the server: who has one, on what terms, what days cost, and what the meter was ordered for it.

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

/** Monday and its fellows in the reader's language; 2024-01-01 was a Monday. */
function weekday(day: number, language: string): string {
  return new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, day)));
}


export function RemoteAccountsPage() {
  const { language, t } = useWords();
  const schemes = useQuery({ queryKey: ['schemes'], queryFn: ({ signal }) => get<{ rows: SchemeView[] }>('/schemes', signal) });
  const offered = (schemes.data?.rows ?? []).filter((each) => each.holder === 'server').map((each) => ({ value: each.name, label: t(`scheme.${each.name}`) }));
  return <RegisterPage def={{
    id: 'remote-accounts', path: '/remote-accounts', key: ['account'], defaultSort: 'account', write: 'balances_write', columns: CUSTOMERS['remote-accounts'],
    fields: [
      { name: 'account', required: true, fixed: true }, { name: 'scheme', kind: 'select', once: true, choices: offered, note: 'field_note.read_account' }, { name: 'register', kind: 'figure', once: true, note: 'field_note.opening_register' }, { name: 'alarm', kind: 'money', required: true, start: '20' },
      { name: 'overdraft', kind: 'money', required: true, start: '0', note: 'field_note.overdraft' }, { name: 'close_above', kind: 'money', required: true, start: '0', note: 'field_note.close_above' }, { name: 'close_directly', kind: 'yes', required: true, start: 'false' },
      { name: 'friendly_from', start: '22:00', note: 'field_note.friendly_hour' }, { name: 'friendly_until', start: '07:00', note: 'field_note.friendly_hour' },
      { name: 'friendly_weekdays', kind: 'many', choices: WEEKDAYS.map((day) => ({ value: String(day), label: weekday(day, language) })) }, { name: 'friendly_days', note: 'field_note.friendly_days' },
    ],
    more: (row, refresh) => <BalanceDrawer number={String(row['account'])} refresh={refresh} />,
  }} />;
}

function BalanceDrawer({ number, refresh }: { number: string; refresh: () => void }) {
  const { t, first } = useWords();
  const session = useSession().data;
  const one = useQuery({ queryKey: ['list', 'remote-accounts', 'whole', number], queryFn: ({ signal }) => get<OfficeBalance>(`/remote-accounts/${number}`, signal) });
  if (nothingToShow(one)) return <Failed problem={one.error} retry={() => void one.refetch()} />;
  if (!one.data) return <Loading />;
  const balance = one.data;
  const writes = may(session, 'balances_write') && balance.state === 'active';
  return (
    <>
      {balance.state === 'active' && balance.charged_to === '' && <p className="note" data-testid="balance-awaits">{t('balance.awaits')}</p>}
      {balance.trouble !== '' && (
        <section className="drawer-section" data-testid="balance-trouble">
          <p className="note warning" role="alert">{t('balance.trouble', { why: first([`balance_trouble.${balance.trouble}`], balance.trouble) })}</p>
          {writes && <Lift number={number} done={refresh} />}
        </section>
      )}
      <Days balance={balance} />
      <Orders balance={balance} />
      {writes && <End number={number} closes={may(session, 'close_account')} done={refresh} />}
    </>
  );
}

/** One deed with the registers that somebody read off the meter. */
function useDeed(path: string, done: () => void) {
  const [register, setRegister] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const go = (more: Record<string, unknown> = {}): void => {
    if (more['register'] === undefined && toUnread(document)) return;
    post(path, { register: figureText(register), ...more }).then(() => { setProblem(null); setRegister(''); done(); }, setProblem);
  };
  return { register, setRegister, problem, go };
}

function Lift({ number, done }: { number: string; done: () => void }) {
  const { t } = useWords();
  const deed = useDeed(`/remote-accounts/${number}/lift`, done);
  return (
    <Form send={() => deed.go({ anew: true })} problem={deed.problem}>
      <AmountInput figure id="lift-register" label={t('column.register')} note={t('field_note.opening_register')} value={deed.register} change={deed.setRegister} testid="lift-register" />
      <div className="drawer-tools">
        <button type="button" className="plain-button" data-testid="balance-lift" onClick={() => deed.go({ anew: false, register: '' })}>{t('balance.lift')}</button>
        <button type="submit" className="plain-button" data-testid="balance-anew">{t('balance.anew')}</button>
      </div>
    </Form>
  );
}

function End({ number, closes, done }: { number: string; closes: boolean; done: () => void }) {
  const { t } = useWords();
  const deed = useDeed(`/remote-accounts/${number}/end`, done);
  return (
    <Form className="drawer-section" send={() => deed.go()} problem={deed.problem}>
      <h3>{t('balance.end')}</h3>
      <p className="quiet">{t('balance.end_how')}</p>
      <AmountInput figure id="end-register" label={t('column.register')} note={t('form.optional')} value={deed.register} change={deed.setRegister} testid="end-register" />
      <div className="drawer-tools">
        <button type="submit" className="plain-button" data-testid="balance-end">{t('balance.end')}</button>
        {closes && <button type="button" className="plain-button" data-testid="balance-end-close" onClick={() => deed.go({ close: true })}>{t('balance.end_close')}</button>}
      </div>
    </Form>
  );
}

function Days({ balance }: { balance: OfficeBalance }) {
  const words = useWords();
  const { t } = words;
  return (
    <section className="drawer-section">
      <table className="simple-table" data-testid="balance-days">
        <caption>{t('balance.days')}</caption>
        <thead><tr><th scope="col">{t('column.day')}</th><th scope="col" className="number">{t('column.used')}, {words.unit(unitOf(balance.commodity))}</th><th scope="col" className="number">{t('column.amount')}, {words.currency}</th><th scope="col">{t('column.estimated')}</th></tr></thead>
        <tbody>
          {balance.days.map((day) => (
            <tr key={day.day} data-testid={`charged-${day.day}`}><th scope="row">{words.day(day.day)}</th><td className="number">{words.decimal(day.used)}</td><td className="number">{words.decimal(day.amount)}</td><td>{[day.estimated && t('balance.estimated'), day.turned && t('review_rule.turned_over')].filter(Boolean).join(', ')}</td></tr>
          ))}
        </tbody>
      </table>
      {balance.days.length === 0 && <p className="quiet">{t('balance.no_days')}</p>}
    </section>
  );
}

function Orders({ balance }: { balance: OfficeBalance }) {
  const words = useWords();
  const { t } = words;
  return (
    <section className="drawer-section">
      <table className="simple-table" data-testid="balance-orders">
        <caption>{t('balance.orders')}</caption>
        <thead><tr><th scope="col">{t('column.created')}</th><th scope="col">{t('column.kind')}</th><th scope="col">{t('column.asked_by')}</th><th scope="col">{t('column.state')}</th></tr></thead>
        <tbody>
          {balance.orders.map((row) => (
            <tr key={row.number}><td>{words.time(row.created, 'minute')}</td><td>{t(`relay_order.${row.order}`)}</td><td>{words.first([`actor.${row.asked_by}`], peopleOf(row, 'asked_by'))}</td><td><TagOf kind="command" value={row.state} /></td></tr>
          ))}
        </tbody>
      </table>
      {balance.orders.length === 0 && <p className="quiet">{t('balance.no_orders')}</p>}
    </section>
  );
}

/** What days cost, account by account; as a file like every list. */
export function DayChargesPage() {
  return <RegisterPage def={{
    id: 'day-charges', path: '/day-charges', key: ['account', 'day'], defaultSort: '-day',
    columns: CUSTOMERS['day-charges'],
  }} />;
}
