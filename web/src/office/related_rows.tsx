import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { get } from '../api/client';
import type { Page } from '../api/types';
import { Cell } from '../table/cell';
import { columnTitle, RIGHT, type Column } from '../table/columns';
import { CalledContext, calledIn } from '../table/called';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';
import { useDeclared } from './declared';
import { columnOf } from './declared_columns';
import { keyOf } from './row_key';

const MOST = 20;
const SHORT = new Set(['time', 'date', 'local', 'number4']);

/** Figures stand at the right; days and numbers are read in one line. */
const classOf = ({ kind = 'text' }: Column): string | undefined => (RIGHT.has(kind) ? 'number' : SHORT.has(kind) ? 'one-line' : undefined);

/** Rows of another register that name this row: what happened to a meter, what a delivery brought. */
export function RelatedRows({ list, by, of }: { list: string; by: string; of: string }) {
  const words = useWords();
  const declared = useDeclared().data?.find((one) => one.register === list);
  const filter = `filter.${by}=${encodeURIComponent(of)}`;
  const rows = useQuery({ queryKey: ['list', list, 'related', by, of], queryFn: ({ signal }) => get<Page<Row>>(`/${list}?page_size=${MOST}&${filter}`, signal) });
  if (!declared || !rows.data || rows.data.rows.length === 0) return null;
  const columns = declared.columns.filter((field) => !field.hidden && field.name !== by).map((field) => columnOf(declared, field));
  return (
    <section className="drawer-section scroll-x" tabIndex={0} role="region" aria-label={words.t(`page.${list}`)} data-testid={`related-${list}`}>
      <CalledContext.Provider value={calledIn(rows.data)}>
        <table className="simple-table">
          <caption>{words.t(`page.${list}`)}</caption>
          <thead><tr>{columns.map((column) => <th key={column.id} scope="col" className={classOf(column)}>{columnTitle(list, column, words)}</th>)}</tr></thead>
          <tbody>
            {rows.data.rows.map((row) => (
              <tr key={keyOf(declared, row)}>{columns.map((column) => <td key={column.id} className={classOf(column)}><Cell column={column} row={row} /></td>)}</tr>
            ))}
          </tbody>
        </table>
      </CalledContext.Provider>
      <p><Link to={`/office/${list}?f.${by}=${encodeURIComponent(of)}`} data-testid={`to-${list}`}>{words.t('table.all_rows', { count: words.decimal(rows.data.total) })}</Link></p>
    </section>
  );
}
