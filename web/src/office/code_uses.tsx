import { useQueries } from '@tanstack/react-query';
import { Link } from 'react-router';
import { get } from '../api/client';
import { useSession } from '../api/hooks';
import type { Page } from '../api/types';
import { may } from '../shell/permissions';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';

interface Use { list: string; column: string; right: string; page?: string }

const METERS: Use = { list: 'meters', column: '', right: 'meters_read' };
const LOTS: Use = { list: 'stock-lots', column: '', right: 'meters_read' };
const by = (column: string, ...uses: Use[]): Use[] => uses.map((use) => ({ ...use, column }));

/** Which registers bear the codes of a table. */
const USES: Record<string, Use[]> = {
  usage_class: by('usage_class', { list: 'accounts', column: '', right: 'customers_read' }, { list: 'wells', column: '', right: 'customers_read' }),
  capacity: by('capacity', METERS, LOTS),
  maker: by('maker', METERS, LOTS),
  model: by('model', METERS, LOTS),
  handheld_maker: by('maker', { list: 'handhelds', column: '', right: 'meters_read', page: 'handheld?tab=devices' }),
  debt_kind: by('kind', { list: 'debts', column: '', right: 'customers_read' }),
};

/** How many rows bear a code. It is never deleted: taken out of use, whoever has it keeps it. */
export function CodeUses({ table, code }: { table: string; code: string }) {
  const { t, decimal } = useWords();
  const session = useSession().data;
  const uses = (USES[table] ?? []).filter((use) => may(session, use.right));
  const counted = useQueries({ queries: uses.map((use) => ({
    queryKey: ['list', use.list, 'uses', table, code],
    queryFn: ({ signal }: { signal: AbortSignal }) => get<Page<Row>>(`/${use.list}?page_size=1&count=all&filter.${use.column}=${encodeURIComponent(code)}`, signal),
  })) });
  if (uses.length === 0) return null;
  return (
    <section className="drawer-section" data-testid="code-uses">
      <h3>{t('codes.used_by')}</h3>
      <ul>
        {uses.map((use, at) => {
          const total = counted[at]?.data?.total;
          return (
            <li key={use.list}>
              <Link to={`/office/${use.page ?? `${use.list}?f.${use.column}=${encodeURIComponent(code)}`}`} data-testid={`code-use-${use.list}`} data-total={total}>{t(`page.${use.list}`)}</Link>: {total === undefined ? '…' : decimal(total)}
            </li>
          );
        })}
      </ul>
      <p className="quiet">{t('codes.never_deleted')}</p>
    </section>
  );
}
