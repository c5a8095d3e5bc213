import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { get } from '../../api/client';
import { Failed, Loading, nothingToShow } from '../../shell/states';
import { useWords } from '../../words/words';
import type { Declared } from './made';
import { ReportPage } from './report';
import './reports.css';

export function ReportsPage() {
  return <ChosenReport of={(one) => !one.insight} />;
}

/** Lists of what somebody should look at: reports that say by which rule, and no verdict. */
export function InsightPage() {
  return <ChosenReport of={(one) => one.insight} />;
}

function ChosenReport({ of }: { of: (one: Declared) => boolean }) {
  const { t } = useWords();
  const [query, setQuery] = useSearchParams();
  const list = useQuery({ queryKey: ['reports'], queryFn: ({ signal }) => get<{ rows: Declared[]; today: string }>('/reports', signal) });
  if (nothingToShow(list)) return <Failed problem={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  const offered = list.data.rows.filter(of);
  const number = query.get('report');
  const report = offered.find((one) => one.number === number);
  return (
    <>
      <div className="report-choice">
        <label>{t('report.which')}
          <select data-testid="report" value={number ?? ''} onChange={(event) => setQuery({ report: event.target.value })}>
            {!number && <option value="">{t('form.choose')}</option>}
            {number && !report && <option value={number}>{number}</option>}
            {offered.map((one) => <option key={one.number} value={one.number}>{one.number} · {one.name}</option>)}
          </select>
        </label>
      </div>
      {!number && <Catalogue reports={offered} />}
      {number && !report && <p className="panel-quiet" role="status" data-testid="no-such-report">{t('report.no_such', { number })}</p>}
      {report && <p className="quiet" data-testid="report-about">{report.about}</p>}
      {report && !report.has_data && <p className="panel-quiet" data-testid="no-data">{t('error.no_data_yet', { report: report.number })}</p>}
      {report?.has_data && <ReportPage key={report.number} report={report} today={list.data.today} />}
    </>
  );
}

/** All that may be asked for, to choose from at a glance. */
function Catalogue({ reports }: { reports: Declared[] }) {
  const { t } = useWords();
  return (
    <ul className="report-catalogue" data-testid="report-catalogue">
      {reports.map((one) => (
        <li key={one.number}>
          <Link to={`?report=${one.number}`} data-testid={`report-${one.number}`}><span className="quiet">{one.number}</span> {one.name}</Link>
          <p className="quiet">{one.has_data ? one.about : t('error.no_data_yet', { report: one.number })}</p>
        </li>
      ))}
    </ul>
  );
}
