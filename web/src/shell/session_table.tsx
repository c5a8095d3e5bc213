import type * as D from '../api/described';
import { useWords } from '../words/words';
import { browserName } from './browser_name';

/** Where somebody is signed in, the newest first. */
export function SessionTable({ rows }: { rows: D.OwnSession[] }) {
  const { t, time } = useWords();
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t('own_sessions.title')}>
      <table className="simple-table">
        <caption className="visually-hidden">{t('own_sessions.title')}</caption>
        <thead><tr>{['own_sessions.browser', 'own_sessions.from', 'own_sessions.opened', 'own_sessions.last_used', 'column.till'].map((key) => <th key={key} scope="col">{t(key)}</th>)}</tr></thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={place}>
              <th scope="row"><span title={row.browser}>{browserName(row.browser) || '—'}</span>{row.here && <> · <strong>{t('own_sessions.here')}</strong></>}</th>
              <td>{row.from || '—'}</td><td>{time(row.opened, 'minute')}</td><td>{time(row.last_used, 'minute')}</td><td>{row.till ? `${row.station} · ${row.till}` : '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
