import { Button, Checkbox, Popover } from 'antd';
import { address } from '../api/client';
import { AsJob, jobOf } from '../shell/as_job';
import { useWords } from '../words/words';
import { columnSaid, type Column } from './columns';

/** Which columns are seen. A hidden column never filters. */
export function ColumnChoice({ list: of, columns, hidden, change }: { list: string; columns: Column[]; hidden: string[]; change: (hidden: string[]) => void }) {
  const words = useWords();
  const list = (
    <ul className="column-choice">
      {columns.map((column, index) => (
        <li key={column.id}>
          <Checkbox checked={!hidden.includes(column.id)} disabled={index === 0} data-testid={`column-${column.id}`}
            onChange={(event) => change(event.target.checked ? hidden.filter((id) => id !== column.id) : [...hidden, column.id])}>{columnSaid(of, column.id, words)}</Checkbox>
        </li>
      ))}
    </ul>
  );
  return <Popover trigger="click" placement="bottomRight" content={list}><Button data-testid="columns">{words.t('table.columns')}</Button></Popover>;
}

/** All rows that match on A4, with the columns that are seen where a list knows its columns. */
export function paperOf(path: string, query: Record<string, string>, columns: string[], named: boolean): string {
  return address(path, { ...query, format: 'pdf', ...(named ? { columns: columns.join() } : {}) });
}

/** Export takes all rows that match, and says first how many those are; paper has the columns that are seen. The file speaks the language of whoever is signed in. */
export function Export({ path, query, columns, total, asJob, print }: { path: string; query: Record<string, string>; columns: string[]; total?: number; asJob: boolean; print: () => void }) {
  const { t, decimal } = useWords();
  const paper = paperOf(path, query, columns, asJob);
  return (
    <Popover trigger="click" placement="bottomRight" content={
      <div className="export" role="region" aria-label={t('table.export')}>
        <p>{total === undefined ? t('table.export_all') : t('table.export_rows', { count: decimal(total) })}</p>
        <a className="plain-button" data-testid="export-csv" href={address(path, { ...query, format: 'csv' })} download>CSV</a>
        <a className="plain-button" data-testid="export-xlsx" href={address(path, { ...query, format: 'xlsx' })} download>XLSX</a>
        <a className="plain-button" data-testid="export-pdf" href={paper} download>PDF</a>
        <button type="button" className="plain-button" data-testid="export-print" onClick={print}>{t('table.print')}</button>
        {asJob && ['csv', 'xlsx'].map((format) => <AsJob key={format} kind="list" asked={jobOf(path.slice(1), query, format)} label={t('job.as_job', { format: format.toUpperCase() })} />)}
      </div>
    }>
      <Button data-testid="export">{t('table.export')}</Button>
    </Popover>
  );
}
