import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '../api/hooks';
import { listed } from '../api/lists';
import { DayInput } from '../form/day_input';
import { readDayText } from '../form/day_text';
import { AsJob } from '../shell/as_job';
import { may } from '../shell/permissions';
import { useWords } from '../words/words';
import { dayOf } from '../words/zone';
import { nextMonth } from './next_month';
import { MONEY } from './columns/money';
import { RegisterPage } from './register_page';
import './reports/reports.css';

// Closed months: what was paid for in advance, and how much of it meters used. A month is closed by a job.

export function MonthEndsPage() {
  const words = useWords();
  const { t } = words;
  const session = useSession().data;
  const closed = useQuery({ queryKey: ['list', 'month-ends', 'newest'], queryFn: ({ signal }) => listed('month-ends', 'page_size=20&sort=-month', signal), enabled: may(session, 'month_close') });
  const [typed, setTyped] = useState<string | null>(null);
  const next = closed.data && nextMonth(closed.data.rows[0]?.month, dayOf(new Date(), words.zone));
  const month = typed ?? next ?? '';
  return (
    <>
      {may(session, 'month_close') && next && <p className="quiet no-print" data-testid="month-next">{t('month.what')} {t('month.next', { month: words.day(next) })}</p>}
      {may(session, 'month_close') && (
        <div className="report-choice no-print">
          <label>{t('month.which')}<DayInput alone kind="month" testid="month" aria-label={t('month.which')} value={month} change={setTyped} /></label>
          {readDayText(month, 'month') !== null && <div className="drawer-tools"><AsJob key={month} kind="month_end" asked={{ month }} label={t('month.close', { month: words.day(month) })} /></div>}
        </div>
      )}
      <RegisterPage def={{
        id: 'month-ends', path: '/month-ends', key: ['month', 'station', 'commodity'], untold: true, defaultSort: '-month',
        columns: MONEY['month-ends'],
      }} />
    </>
  );
}
