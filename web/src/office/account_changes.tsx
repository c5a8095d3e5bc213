import type { AccountChangeStatus, AccountStatus } from '../api/row_words';
import { says } from '../words/says';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post } from '../api/client';
import { useSession } from '../api/hooks';
import type { Page } from '../api/types';
import { listed } from '../api/lists';
import { HousePaper } from '../counter/house_paper';
import { SelectField, TextField } from '../form/fields';
import { Form } from '../form/form';
import { ReasonField } from '../form/reason_field';
import { ProblemNote } from '../form/problem_note';
import { useFourEyes } from '../form/use_four_eyes';
import { Dialog } from '../shell/dialog';
import { TagOf } from '../shell/marks';
import { may } from '../shell/permissions';
import { calledIn } from '../table/called';
import { useNamed } from '../table/named';
import type { Row } from '../table/register_table';
import { codeName } from '../words/code_name';
import { useWords } from '../words/words';
import { CUSTOMERS } from './columns/customers';
import { RegisterPage } from './register_page';
import { useChoices } from './use_choices';

// What changes of an open account from a day on: by which price plan it is sold to, as what class, for how many people, under which address.

export function AccountChangesPage() {
  return <RegisterPage def={{
    id: 'account-changes', path: '/account-changes', key: ['account', 'number'], defaultSort: '-begins',
    columns: CUSTOMERS['account-changes'],
    more: (row) => <ChangeSlip key={`${String(row['account'])}/${String(row['number'])}`} account={String(row['account'])} number={String(row['number'])} />,
  }} />;
}

/** One change, one slip; as it was opened is no change. */
function ChangeSlip({ account, number }: { account: string; number: string }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  if (number === '1') return null;
  return (
    <>
      <button type="button" className="plain-button" data-testid={`change-slip-${number}`} aria-label={`${t('account.slip')} ${account}/${number}`} onClick={() => setOpen(true)}>{t('account.slip')}</button>
      {open && <Dialog title={t('slip_kind.account_change')} testid="change-slip-dialog" close={() => setOpen(false)}><HousePaper path={`/accounts/${account}/changes/${number}/slip`} testid="change-slip" /></Dialog>}
    </>
  );
}

/** In an account's drawer: its segments, and the next one. */
export function AccountChanges({ row, refresh }: { row: Row; refresh: () => void }) {
  const words = useWords();
  const { t } = words;
  const session = useSession().data;
  const number = String(row['number']);
  const list = useQuery({ queryKey: ['list', 'account-changes', 'of', number], queryFn: ({ signal }) => get<Page<Row>>(`/account-changes?page_size=50&sort=-begins&filter.account=${number}`, signal) });
  const rows = list.data?.rows ?? [];
  const plan = useNamed('plan'), usage = useNamed('usage_class');
  const called = calledIn(list.data);
  const by = (one: Row): string => ['changed_by', 'approved_by'].filter((column) => one[column]).map((column) => called[column]?.[String(one[column])] ?? String(one[column])).join(', ');
  const writes = may(session, 'change_account') && says<AccountStatus>(row['state'], 'open');
  return (
    <section className="drawer-section" data-testid="account-changes" data-rows={rows.length}>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t('account.segments')}>
        <table className="simple-table">
          <caption>{t('account.segments')}</caption>
          <thead><tr><th scope="col">{t('column.from_date')}</th><th scope="col">{t('column.plan')}</th><th scope="col">{t('column.usage_class')}</th><th scope="col" className="number">{t('column.heads')}</th><th scope="col">{t('column.address')}</th><th scope="col">{t('column.state')}</th><th scope="col">{t('account.decided_by')}</th><th scope="col">{t('account.slip')}</th></tr></thead>
          <tbody>
            {rows.map((one) => (
              <tr key={String(one['number'])} data-testid={`change-${String(one['number'])}`}>
                <th scope="row">{words.day(String(one['from_date']))}</th><td>{plan(String(one['plan']))}</td><td>{usage(String(one['usage_class'])) || '—'}</td><td className="number">{words.decimal(one['heads'] as number | null)}</td><td title={String(one['address_before'] ?? '')}>{String(one['address'] ?? '')}</td>
                <td><TagOf kind="account_change" value={String(one['state'])} /></td>
                <td title={String(one['reason'])}>{by(one)}</td>
                <td><ChangeSlip account={number} number={String(one['number'])} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {list.isSuccess && rows.length === 0 && <p className="quiet">{t('account.as_opened')}</p>}
      {writes && rows.filter(isComing).map((one) => <Withdraw key={String(one['number'])} row={one} done={refresh} />)}
      {writes && <NextSegment number={number} row={row} done={refresh} />}
    </section>
  );
}

/** Whether it lies ahead by this machine's clock; the server has the last word. */
function isComing(row: Row): boolean {
  return says<AccountChangeStatus>(row['state'], 'agreed') && String(row['begins']) > new Date().toISOString();
}

function Withdraw({ row, done }: { row: Row; done: () => void }) {
  const { t, day } = useWords();
  const from = day(String(row['from_date']));
  const eyes = useFourEyes((approval) => post<unknown>(`/accounts/${String(row['account'])}/changes/${String(row['number'])}/withdraw`, approval ? { approval } : {}), done);
  if (eyes.second) return eyes.second;
  return (
    <>
      <ProblemNote problem={eyes.problem} />
      <div className="drawer-tools"><button type="button" className="plain-button" data-testid={`withdraw-change-${String(row['number'])}`} onClick={eyes.go}>{t('account.withdraw_change', { from })}</button></div>
    </>
  );
}

const NOTHING = { plan: '', usage_class: '', heads: '', address: '', reason: '' };

function NextSegment({ number, row, done }: { number: string; row: Row; done: () => void }) {
  const { t, language } = useWords();
  const plans = useChoices('/plans?filter.published=true', 'id', (one) => one['commodity'] === row['commodity']); // water is not sold by a price of electricity
  const plan = useNamed('plan'), usage = useNamed('usage_class');
  const codes = useQuery({ queryKey: ['codes', 'usage_class'], queryFn: ({ signal }) => listed('codes', 'filter.kind=usage_class&filter.active=true&page_size=100', signal) });
  const [from, setFrom] = useState('');
  const [to, setTo] = useState(NOTHING);
  const change = (more: Partial<typeof to>): void => setTo((old) => ({ ...old, ...more }));
  const eyes = useFourEyes(
    (approval) => post<unknown>(`/accounts/${number}/changes`, {
      reason: to.reason.trim(),
      ...(from ? { from } : {}),
      ...(to.plan ? { plan: to.plan } : {}),
      ...(to.usage_class ? { usage_class: to.usage_class } : {}),
      ...(to.heads.trim() ? { heads: Number(to.heads) } : {}),
      ...(to.address.trim() ? { address: to.address.trim() } : {}),
      ...(approval ? { approval } : {}),
    }),
    () => { setFrom(''); setTo(NOTHING); done(); },
  );
  if (eyes.second) return eyes.second;
  const classes = (codes.data?.rows ?? []).map((code) => ({ value: code.code, label: codeName(code, language) }));
  return (
    <Form send={eyes.go} busy={eyes.running} problem={eyes.problem}>
      <h3>{t('account.change')}</h3>
      <p className="quiet">{t('account.change_how')}</p>
      <TextField id="change-from" type="date" label={t('column.from_date')} note={t('account.today_when_empty')} value={from} change={setFrom} testid="change-from" />
      <SelectField id="change-plan" label={t('column.plan')} value={to.plan} change={(value) => change({ plan: value })} testid="change-plan" choices={plans} empty={t('account.stays', { what: plan(String(row['plan'])) })} />
      <SelectField id="change-class" label={t('column.usage_class')} value={to.usage_class} change={(value) => change({ usage_class: value })} testid="change-class" choices={classes} empty={t('account.stays', { what: usage(String(row['usage_class'])) || '—' })} />
      <TextField id="change-heads" label={t('column.heads')} note={t('account.stays', { what: String(row['heads'] ?? '—') })} value={to.heads} change={(value) => change({ heads: value.replace(/\D/g, '') })} testid="change-heads" />
      <TextField id="change-address" label={t('column.address')} note={t('account.stays', { what: String(row['address'] ?? '') || '—' })} value={to.address} change={(value) => change({ address: value })} testid="change-address" />
      <ReasonField id="change-reason" label={t('word.reason')} value={to.reason} change={(value) => change({ reason: value })} testid="change-reason" must />
      <div className="drawer-tools"><button type="submit" className="plain-button" data-testid="change-account">{t('account.change')}</button></div>
    </Form>
  );
}
