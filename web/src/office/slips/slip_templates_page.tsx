import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import type * as D from '../../api/described';
import { get } from '../../api/client';
import { Failed, Loading, nothingToShow } from '../../shell/states';
import { useWords } from '../../words/words';
import { SlipTemplate } from './slip_template';
import './slips.css';

/** Every kind of slip with what counts for it; one of them opens as an editor beside its previews. */
export function SlipTemplatesPage() {
  const words = useWords();
  const { t } = words;
  const [query, setQuery] = useSearchParams();
  const kind = query.get('kind');
  const all = useQuery({ queryKey: ['slip-templates'], queryFn: ({ signal }) => get<{ kinds: D.SlipLayout[] }>('/slip-templates', signal) });
  if (kind !== null) return <SlipTemplate key={kind} kind={kind} back={() => setQuery({})} />;
  if (nothingToShow(all)) return <Failed problem={all.error} retry={() => void all.refetch()} />;
  if (!all.data) return <Loading />;
  return (
    <div className="settings-scroll">
      <table className="simple-table" data-testid="slip-templates" aria-label={t('page.slip-templates')}>
        <thead><tr>{['kind', 'lines', 'since', 'coming'].map((column) => <th key={column} scope="col" className={column === 'lines' ? 'number' : undefined}>{t(`slips.column.${column}`)}</th>)}</tr></thead>
        <tbody>
          {all.data.kinds.map((row) => (
            <tr key={row.kind} data-testid={`kind-${row.kind}`}>
              <th scope="row"><button type="button" className="row-link" data-testid={`open-${row.kind}`} onClick={() => setQuery({ kind: row.kind })}>{t(`slip_kind.${row.kind}`)}</button></th>
              <td className="number">{row.lines.length}</td>
              <td>{row.since ? words.time(row.since, 'minute') : <span className="quiet">{t('setting.usual')}</span>}</td>
              <td>{row.coming.map((one) => <div key={one.number}>{words.time(one.in_force, 'minute')}</div>)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
