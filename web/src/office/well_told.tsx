import { useQuery } from '@tanstack/react-query';
import { get } from '../api/client';
import type { Page } from '../api/types';
import { Cell } from '../table/cell';
import { columnTitle, RIGHT, type Column } from '../table/columns';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';
import { METERS } from './columns/meters';

// What pumps tell beside their waterings: months, what was set, cards that were not served. And what of a farmer's purse has not been told.

export interface Told { id: string; sort: string; key: string[]; columns: Column[] }
export const TOLD: Told[] = [
  {
    id: 'well-months', sort: '-month', key: ['meter', 'month'],
    columns: METERS['well-months'],
  },
  {
    id: 'well-changes', sort: '-changed', key: ['meter', 'image'],
    columns: METERS['well-changes'],
  },
  {
    id: 'card-faults', sort: '-seen', key: ['meter', 'image'],
    columns: METERS['card-faults'],
  },
];

/** The newest of a list, in somebody's drawer. */
function Newest({ title, path, columns, testid }: { title: string; path: string; columns: Column[]; testid: string }) {
  const words = useWords();
  const list = useQuery({ queryKey: ['list', 'newest', path], queryFn: ({ signal }) => get<Page<Row>>(path, signal) });
  if (!list.data || list.data.rows.length === 0) return null;
  return (
    <section className="drawer-section" data-testid={testid}>
      <table className="simple-table">
        <caption>{title}</caption>
        <thead><tr>{columns.map((column) => <th key={column.id} scope="col" className={RIGHT.has(column.kind ?? '') ? 'number' : ''}>{columnTitle(path.slice(1).split('?')[0], column, words)}</th>)}</tr></thead>
        <tbody>
          {list.data.rows.map((row, place) => (
            <tr key={place}>{columns.map((column) => <td key={column.id} className={RIGHT.has(column.kind ?? '') ? 'number' : ''}><Cell column={column} row={row} /></td>)}</tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Of one well: what its pump has told, newest first. */
export function ToldByWell({ number }: { number: string }) {
  const { t } = useWords();
  return (
    <>
      {TOLD.map((one) => (
        <Newest key={one.id} title={t(`page.${one.id}`)} testid={one.id} path={`/${one.id}?sort=${one.sort}&page_size=12&filter.well=${encodeURIComponent(number)}`}
          columns={one.columns.filter((column) => !column.hidden && column.id !== 'well' && column.id !== 'meter')} />
      ))}
    </>
  );
}

const PURSE: Column[] = [
  { id: 'card', kind: 'number4' }, { id: 'state', kind: 'state', of: 'purse' }, { id: 'balance', kind: 'money' }, { id: 'spent', kind: 'money' }, { id: 'not_known', kind: 'money' }, { id: 'missing', kind: 'count' }, { id: 'seen', kind: 'time' },
];

/** Of one account: its cards, what wells have told of them, and what is missing. */
export function PursesOfAccount({ number }: { number: string }) {
  const { t } = useWords();
  return <Newest title={t('page.purses')} testid="purses-of-account" path={`/purses?page_size=20&filter.account=${encodeURIComponent(number)}`} columns={PURSE} />;
}
