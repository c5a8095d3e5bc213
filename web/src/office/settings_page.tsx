import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { get } from '../api/client';
import { isZero } from '../form/amount';
import { Failed, Loading, nothingToShow } from '../shell/states';
import { useWords } from '../words/words';
import { settingText, type Setting } from './setting';
import { SettingDrawer } from './setting_drawer';
import './settings.css';

/** What the utility sets for itself: what counts now, what is coming; the drawer changes one and tells its history. */
export function SettingsPage() {
  const words = useWords();
  const { t } = words;
  const [query, setQuery] = useSearchParams();
  const open = query.get('open');
  const all = useQuery({ queryKey: ['settings'], queryFn: ({ signal }) => get<{ settings: Setting[] }>('/settings', signal) });
  if (nothingToShow(all)) return <Failed problem={all.error} retry={() => void all.refetch()} />;
  if (!all.data) return <Loading />;
  return (
    <>
      <div className="settings-scroll">
        <table className="simple-table" data-testid="settings-table" aria-label={t('page.settings')}>
          <thead><tr>{['name', 'value', 'since', 'coming', 'narrower'].map((column) => <th key={column} scope="col" className={column === 'value' ? 'number' : undefined}>{t(`setting.column.${column}`)}</th>)}</tr></thead>
          <tbody>
            {all.data.settings.map((row) => (
              <tr key={row.name} data-testid={`setting-${row.name}`}>
                <th scope="row">
                  <button type="button" className="row-link" data-testid={`open-${row.name}`} aria-label={t('setting.open', { name: t(`setting.name.${row.name}`) })} onClick={() => setQuery({ open: row.name })}>{t(`setting.name.${row.name}`)}</button>
                </th>
                <td className="number" data-testid={`value-${row.name}`}>{settingText(words, row.kind, row.value)}{isZero(row.value) && <small className="quiet">{t(`setting.zero.${row.zero}`)}</small>}</td>
                <td>{row.since ? words.time(row.since, 'minute') : <span className="quiet">{t('setting.usual')}</span>}</td>
                <td>{row.coming.filter((one) => one.scope === 'utility').map((one) => <div key={one.number}>{t('setting.coming_at', { value: settingText(words, row.kind, one.value), time: words.time(one.in_force, 'minute') })}</div>)}</td>
                <td>{row.narrower.length > 0 && t('setting.narrower_count', { count: row.narrower.length })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {open !== null && <SettingDrawer key={open} name={open} close={() => setQuery({})} />}
    </>
  );
}
