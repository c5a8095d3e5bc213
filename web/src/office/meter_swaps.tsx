import { useQuery } from '@tanstack/react-query';
import { get } from '../api/client';
import type { Page } from '../api/types';
import { Number4 } from '../shell/number4';
import { peopleOf } from '../table/called';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';
import { CUSTOMERS } from './columns/customers';
import { RegisterPage } from './register_page';

// Meters that left their accounts, others in their place or none: what each held, how that is known, and what was made good when its own word turned up.

export function MeterSwapsPage() {
  return <RegisterPage def={{
    id: 'meter-swaps', path: '/meter-swaps', key: ['account', 'number'], defaultSort: '-time',
    columns: CUSTOMERS['meter-swaps'],
  }} />;
}

/** In an account's drawer: the meters that it had before, each with its document. */
export function FormerMeters({ row }: { row: Row }) {
  const words = useWords();
  const { t } = words;
  const number = String(row['number']);
  const list = useQuery({ queryKey: ['list', 'meter-swaps', 'of', number], queryFn: ({ signal }) => get<Page<Row>>(`/meter-swaps?page_size=50&sort=-time&filter.account=${number}`, signal) });
  const rows = list.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <section className="drawer-section" data-testid="former-meters" data-rows={rows.length}>
      <table className="simple-table">
        <caption>{t('account.swaps')}</caption>
        <thead><tr><th scope="col">{t('column.old_meter')}</th><th scope="col">{t('column.new_meter')}</th><th scope="col">{t('column.balance_source')}</th><th scope="col" className="number">{t('column.compensation')}</th><th scope="col" className="number">{t('column.correction')}</th><th scope="col">{t('account.decided_by')}</th></tr></thead>
        <tbody>
          {rows.map((one) => (
            <tr key={String(one['number'])} data-testid={`swap-${String(one['number'])}`}>
              <th scope="row"><Number4 of={String(one['old_meter'])} /></th><td>{/^0+$/.test(String(one['new_meter'])) ? t('account.supply_ended') : <Number4 of={String(one['new_meter'])} />}</td><td title={String(one['reason'])}>{t(`balance_source.${String(one['balance_source'])}`)}</td>
              <td className="number">{words.money(String(one['compensation']))}</td><td className="number">{words.money(String(one['correction']))}</td>
              <td>{peopleOf({ ...one, people: list.data?.people }, 'swapped_by', 'approved_by')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
