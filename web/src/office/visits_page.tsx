import type { VisitOutcome, VisitStatus } from '../api/row_words';
import { says } from '../words/says';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/client';
import { useSession } from '../api/hooks';
import { SelectField, TextArea, TextField } from '../form/fields';
import { Form } from '../form/form';
import { may } from '../shell/permissions';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';
import { CUSTOMERS, MADE } from './columns/customers';
import { RegisterPage } from './register_page';

// Who went to which supply, why, and what he found there. What was found says how good the list was that sent him.

export function VisitsPage() {
  return <RegisterPage def={{
    id: 'visits', path: '/visits', key: ['number'], defaultSort: '-number', write: 'visits_write', madeOnce: true,
    columns: CUSTOMERS.visits,
    fields: [{ name: 'account', required: true }, { name: 'reason', required: true }, { name: 'day', kind: 'date', note: 'account.today_when_empty' }, { name: 'visitor' }],
    more: (row, refresh) => <TellVisit key={String(row['number'])} row={row} done={refresh} />,
  }} />;
}

/** What came of it is said once. */
function TellVisit({ row, done }: { row: Row; done: () => void }) {
  const { t } = useWords();
  const session = useSession().data;
  const [outcome, setOutcome] = useState<Exclude<VisitOutcome, 'none'> | 'dropped'>('confirmed');
  const [found, setFound] = useState('');
  const [visitor, setVisitor] = useState(String(row['visitor'] ?? ''));
  const [day, setDay] = useState('');
  const tell = useMutation({ mutationFn: () => post(`/visits/${String(row['number'])}/outcome`, { outcome, found: found.trim(), visitor: visitor.trim(), ...(day ? { day } : {}) }), onSuccess: done });
  if (!says<VisitStatus>(row['state'], 'planned') || !may(session, 'visits_write')) return null;
  const goes = outcome !== 'dropped';
  return (
    <Form className="form drawer-section" testid="visit-outcome-form" send={() => tell.mutate()} busy={tell.isPending} problem={tell.error}>
      <h3>{t('visits.tell')}</h3>
      <SelectField id="visit-outcome" label={t('column.outcome')} value={outcome} change={setOutcome} testid="visit-outcome" choices={([...MADE, 'dropped'] as const).map((value) => ({ value, label: t(`visit_outcome.${value}`) }))} />
      <TextArea id="visit-found" label={t('visits.found_or_why')} value={found} change={setFound} testid="visit-found" />
      {goes && <TextField id="visit-visitor" label={t('column.visitor')} value={visitor} change={setVisitor} testid="visit-visitor" />}
      {goes && <TextField id="visit-day" type="date" label={t('column.visit_day')} note={t('account.today_when_empty')} value={day} change={setDay} testid="visit-day" />}
      <div className="drawer-tools"><button type="submit" className="primary-button" data-testid="visit-tell" disabled={tell.isPending}>{t('visits.tell')}</button></div>
    </Form>
  );
}
