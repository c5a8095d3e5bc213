import type { ApplicationStatus } from '../api/row_words';
import { says } from '../words/says';
import { useState } from 'react';
import { post } from '../api/client';
import { useSession } from '../api/hooks';
import { TextField } from '../form/fields';
import { Form } from '../form/form';
import { may } from '../shell/permissions';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';
import { account, customer, meter, point } from './leads';
import { RegisterPage } from './register_page';
import { useChoices } from './use_choices';

// Who wants a supply with a meter: entered, granted with a meter or refused, opened at the counter.

export function AccountApplicationsPage() {
  return <RegisterPage def={{
    id: 'account-applications', path: '/account-applications', key: ['number'], defaultSort: '-number', write: 'open_account', madeOnce: true,
    columns: [
      { id: 'number', kind: 'running' }, { id: 'entered', kind: 'time' }, { id: 'customer', link: customer }, { id: 'service_point', link: point }, { id: 'plan', named: 'plan' },
      { id: 'state', kind: 'state', of: 'purse_application', choices: ['waiting', 'granted', 'refused'] }, { id: 'meter', kind: 'number4', link: meter }, { id: 'account', kind: 'account', link: account },
      { id: 'entered_by' }, { id: 'decided', kind: 'time', hidden: true }, { id: 'decided_by', hidden: true }, { id: 'reason', hidden: true }, { id: 'remark', hidden: true },
      { id: 'usage_class', named: 'usage_class', hidden: true }, { id: 'heads', kind: 'count', hidden: true }, { id: 'station', hidden: true },
    ],
    fields: [
      { name: 'customer', required: true }, { name: 'service_point', required: true }, { name: 'plan', kind: 'lookup' },
      { name: 'usage_class', kind: 'select', choices: useChoices('/codes?filter.kind=usage_class&filter.active=true', 'code') }, { name: 'heads', start: '0', note: 'field_note.unknown_is_0' }, { name: 'remark', kind: 'long' },
    ],
    more: (row, refresh) => <Decide key={String(row['state'])} row={row} decided={refresh} />,
  }} />;
}

/** Whoever has entered it does not decide it: the server says so. */
function Decide({ row, decided }: { row: Row; decided: () => void }) {
  const { t } = useWords();
  const session = useSession().data;
  const [number, setNumber] = useState('');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<{ of: 'grant' | 'refuse'; why: unknown } | null>(null);
  if (!says<ApplicationStatus>(row['state'], 'waiting') || !may(session, 'customers_write')) return null;
  const send = (what: 'grant' | 'refuse'): void => {
    post(`/account-applications/${String(row['number'])}/${what}`, what === 'grant' ? { meter: number.trim() } : { reason }).then(() => { setProblem(null); decided(); }, (why: unknown) => setProblem({ of: what, why }));
  };
  return (
    <section className="drawer-section">
      <h3>{t('application.decide')}</h3>
      <p className="quiet">{t('application.account_note')}</p>
      <Form send={() => send('grant')} problem={problem?.of === 'grant' ? problem.why : null}>
        <TextField id="application-meter" label={t('column.meter')} value={number} change={setNumber} testid="application-meter" must />
        <div className="drawer-tools"><button type="submit" className="primary-button" data-testid="application-grant">{t('application.grant')}</button></div>
      </Form>
      <Form send={() => send('refuse')} problem={problem?.of === 'refuse' ? problem.why : null}>
        <TextField id="application-reason" label={t('column.reason')} value={reason} change={setReason} testid="application-reason" must />
        <div className="drawer-tools"><button type="submit" className="plain-button" data-testid="application-refuse">{t('application.refuse')}</button></div>
      </Form>
    </section>
  );
}
