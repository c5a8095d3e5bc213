import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { get } from '../../api/client';
import { Failed, Loading, nothingToShow } from '../../shell/states';
import { capital } from '../../words/format';
import { useWords } from '../../words/words';
import { STATES, type ReadingDay } from './readings';
import { WorkList } from './work_list';
import './review.css';

/** Reading days of all routes, and the work of one: the address says which. */
export function ReadingDaysPage() {
  const [query] = useSearchParams();
  const route = query.get('route');
  const day = query.get('day');
  return route && day ? <WorkList key={`${route}/${day}`} route={route} day={day} /> : <Days />;
}

function Days() {
  const { t, decimal, day, language } = useWords();
  const list = useQuery({ queryKey: ['reading-days'], queryFn: ({ signal }) => get<{ rows: ReadingDay[] }>('/reading-days?months=12', signal), refetchInterval: 30_000 });
  if (nothingToShow(list)) return <Failed problem={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  if (list.data.rows.length === 0)
    return <section data-testid="reading-days" data-rows="0"><p className="panel-quiet">{t('reading_days.nothing')} <Link to="/office/reading-routes">{t('page.reading-routes')}</Link></p></section>;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t('page.reading-days')} data-testid="reading-days" data-rows={list.data.rows.length}>
      <table className="simple-table">
        <caption className="visually-hidden">{t('page.reading-days')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('column.day')}</th><th scope="col">{t('column.route')}</th><th scope="col" className="number">{t('reading_days.meters')}</th>
            {STATES.map((state) => <th key={state} scope="col" className="number">{capital(t(`state.reviewed_reading.${state}`), language)}</th>)}
          </tr>
        </thead>
        <tbody>
          {list.data.rows.map((row) => (
            <tr key={`${row.route}/${row.day}`} data-testid={`reading-day-${row.route}-${row.day}`}>
              <th scope="row"><Link to={addressOf(row)}>{day(row.day)}</Link></th><td>{row.name}</td><td className="number">{decimal(row.meters)}</td>
              {STATES.map((state) => (
                <td key={state} className="number">{row[state] === 0 ? decimal(0) : <Link to={addressOf(row, state)}>{decimal(row[state])}</Link>}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const addressOf = (row: ReadingDay, state = ''): string =>
  `/office/reading-days?${new URLSearchParams({ route: row.route, day: row.day, ...(state ? { state } : {}) }).toString()}`;
