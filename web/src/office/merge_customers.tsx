import type * as D from '../api/described';
import type { CustomerStatus } from '../api/row_words';
import { says } from '../words/says';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { get, post } from '../api/client';
import { useSession } from '../api/hooks';
import { Form } from '../form/form';
import { LookupField } from '../form/lookup_field';
import { ProblemNote } from '../form/problem_note';
import { ReasonField } from '../form/reason_field';
import { useFourEyes } from '../form/use_four_eyes';
import { TagOf } from '../shell/marks';
import { may } from '../shell/permissions';
import type { Row } from '../table/register_table';
import { nothingToShow } from '../shell/states';
import { useWords } from '../words/words';

// Somebody was registered twice: what is his under this number goes on under another one. By two persons, who see the same list.

type Merge = D.CustomerMerge;

export function MergeCustomers({ row, refresh }: { row: Row; refresh: () => void }) {
  const { t } = useWords();
  const session = useSession().data;
  const [into, setInto] = useState('');
  if (says<CustomerStatus>(row['state'], 'merged')) return <MergedInto number={String(row['merged_into'] ?? '')} />;
  if (!says<CustomerStatus>(row['state'], 'active') || !may(session, 'merge_customers')) return null;
  return (
    <section className="drawer-section no-print" data-testid="merge-customers">
      <h3>{t('merge.title')}</h3>
      <p className="quiet">{t('merge.how')}</p>
      <LookupField id="merge-into" label={t('merge.into')} testid="merge-into" register="customer" value={into} change={setInto} />
      {into !== '' && <Preview key={into} number={String(row['number'])} into={into} done={refresh} />}
    </section>
  );
}

function MergedInto({ number }: { number: string }) {
  const { t } = useWords();
  return <p className="note" data-testid="merged-into">{t('merge.leads')} <Link to={`/office/customers?open=${number}`}>{number}</Link></p>;
}

function Preview({ number, into, done }: { number: string; into: string; done: () => void }) {
  const { t } = useWords();
  const path = `/customers/${number}/merge`;
  const preview = useQuery({ queryKey: ['list', path, into], queryFn: ({ signal }) => get<Merge>(`${path}?into_customer=${encodeURIComponent(into)}`, signal), retry: false });
  const [reason, setReason] = useState('');
  const eyes = useFourEyes((approval) => post<Merge>(path, { into_customer: into, reason: reason.trim(), ...(approval ? { approval } : {}) }), done);
  if (nothingToShow(preview)) return <ProblemNote problem={preview.error} />;
  if (!preview.data) return null;
  const both = preview.data;
  return (
    <>
      <Form testid="merge-preview" send={eyes.go} busy={eyes.running} problem={eyes.problem}>
        <p>{both.merged.number} {both.merged.name} → <strong>{both.into.number} {both.into.name}</strong></p>
        <Moving title={t('merge.accounts')} none={t('merge.no_accounts')} lines={both.accounts.map((one) => ({ key: one.number, text: <>{one.number} · {one.service_point} <TagOf kind="account" value={one.state} /></> }))} />
        {both.debts.length > 0 && <Moving title={t('page.debts')} none="" lines={both.debts.map((one) => ({ key: one.number, text: <>{one.number} · {one.document}</> }))} />}
        {both.filled.length > 0 && <p>{t('merge.filled', { columns: both.filled.map((column) => t(`column.${column}`)).join(', ') })}</p>}
        <p className="quiet">{t('merge.stays')}</p>
        <ReasonField id="merge-reason" label={t('word.reason')} value={reason} change={setReason} testid="merge-reason" must />
        <div className="drawer-tools"><button type="submit" className="primary-button" data-testid="merge-go" disabled={eyes.running}>{t('merge.title')}</button></div>
      </Form>
      {eyes.second}
    </>
  );
}

function Moving({ title, none, lines }: { title: string; none: string; lines: { key: number; text: ReactNode }[] }) {
  if (lines.length === 0) return <p className="quiet">{none}</p>;
  return <><h4>{title}</h4><ul>{lines.map((line) => <li key={line.key}>{line.text}</li>)}</ul></>;
}
