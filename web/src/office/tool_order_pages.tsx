import { useQuery } from '@tanstack/react-query';
import { get } from '../api/client';
import type { Page } from '../api/types';
import { Cell } from '../table/cell';
import type { Column } from '../table/columns';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';
import { meter, well } from './leads';
import { CARDS } from './columns/cards';
import { RegisterPage } from './register_page';

// What pump crews were given on tool cards, and what pumps said to it.

export function ToolOrdersPage() {
  return <RegisterPage def={{
    id: 'tool-orders', path: '/tool-orders', key: ['number'], defaultSort: '-number',
    columns: CARDS['tool-orders'],
    more: (row) => <Answers order={String(row['number'])} />,
  }} />;
}

const ANSWERS: Column[] = [{ id: 'well', link: well }, { id: 'meter', kind: 'number4', link: meter }, { id: 'told', kind: 'local' }, { id: 'answer', prefix: 'pump_tool.answer' }];

/** Each pump's, as a collect card or a handheld brought it. */
function Answers({ order }: { order: string }) {
  const { t } = useWords();
  const list = useQuery({ queryKey: ['list', 'tool-answers', order], queryFn: ({ signal }) => get<Page<Row>>(`/tool-answers?sort=-told&page_size=100&filter.tool_order=${encodeURIComponent(order)}`, signal) });
  const rows = list.data?.rows ?? [];
  return (
    <section className="drawer-section" data-testid="tool-answers" data-rows={rows.length}>
      <table className="simple-table">
        <caption>{t('page.tool-answers')}</caption>
        <thead><tr>{ANSWERS.map((column) => <th key={column.id} scope="col">{t(`column.${column.id}`)}</th>)}</tr></thead>
        <tbody>{rows.map((row, place) => <tr key={place}>{ANSWERS.map((column) => <td key={column.id}><Cell column={column} row={row} /></td>)}</tr>)}</tbody>
      </table>
      {list.isSuccess && rows.length === 0 && <p className="quiet">{t('empty.tool-answers')}</p>}
    </section>
  );
}
