import { useState } from 'react';
import { useSession } from '../api/hooks';
import { AsJob } from '../shell/as_job';
import { may } from '../shell/permissions';
import { useWords } from '../words/words';
import { RegisterPage } from './register_page';
import './reports.css';

// Closed months: what was paid for in advance, and how much of it meters used. A month is closed by a job.

export function MonthEndsPage() {
  const { t } = useWords();
  const session = useSession().data;
  const [month, setMonth] = useState('');
  return (
    <>
      {may(session, 'month_close') && (
        <div className="report-choice no-print">
          <label>{t('month.which')}<input type="month" data-testid="month" value={month} onChange={(event) => setMonth(event.target.value)} /></label>
          {month !== '' && <div className="drawer-tools"><AsJob key={month} kind="month_end" asked={{ month }} label={t('month.close', { month })} /></div>}
        </div>
      )}
      <RegisterPage def={{
        id: 'month-ends', path: '/month-ends', key: ['month', 'station', 'commodity'], untold: true, defaultSort: '-month',
        columns: [
          { id: 'month', kind: 'month' }, { id: 'station' }, { id: 'commodity', prefix: 'report.commodity' }, { id: 'opening', kind: 'money' }, { id: 'income', kind: 'money' }, { id: 'expense', kind: 'money' }, { id: 'consumption', kind: 'money' }, { id: 'closing', kind: 'money' },
          { id: 'meters', kind: 'count' }, { id: 'unread', kind: 'count' }, { id: 'operator' }, { id: 'time', kind: 'time' },
        ],
      }} />
    </>
  );
}
