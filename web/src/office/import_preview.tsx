import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { address, get, post } from '../api/client';
import { Form } from '../form/form';
import { ProblemNote } from '../form/problem_note';
import { Loading, nothingToShow } from '../shell/states';
import { columnKeys } from '../table/columns';
import { useWords } from '../words/words';
import { firstTab, TABS, type ImportDraft, type ImportRow, type ImportRows, type Tab } from './import_types';

const PAGE = 50;

/** What the file would do, by kind; a wrong cell is mended where it stands. */
export function ImportPreview({ draft, change }: { draft: ImportDraft; change: (draft: ImportDraft) => void }) {
  const { t, decimal } = useWords();
  const [chosen, setChosen] = useState<{ of: string; tab: Tab } | null>(null);
  const [pages, setPages] = useState(1);
  const tab = chosen?.of === draft.id && draft[chosen.tab] > 0 ? chosen.tab : firstTab(draft);
  return (
    <section data-testid="import-preview">
      <div className="import-tabs" role="tablist" aria-label={t('import.what')}>
        {TABS.map((one) => (
          <button key={one} type="button" role="tab" aria-selected={one === tab} id={`import-tab-${one}`} aria-controls="import-rows" className={one === tab ? 'tab chosen' : 'tab'} data-testid={`import-tab-${one}`}
            onClick={() => { setChosen({ of: draft.id, tab: one }); setPages(1); }}>
            {t(`import.tab_${one}`)} <span data-testid={`import-${one}`}>{decimal(draft[one])}</span>
          </button>
        ))}
      </div>
      {tab === 'errors' && <Kinds draft={draft} />}
      <div id="import-rows" role="tabpanel" aria-labelledby={`import-tab-${tab}`} className="import-rows" tabIndex={0}>
        <Rows draft={draft} tab={tab} pages={pages} more={() => setPages(pages + 1)} change={change} />
      </div>
    </section>
  );
}

function Kinds({ draft }: { draft: ImportDraft }) {
  const { t, decimal } = useWords();
  if (draft.kinds.length === 0) return null;
  return (
    <>
      <table className="simple-table" data-testid="import-kinds">
        <caption>{t('import.kinds')}</caption>
        <thead><tr><th scope="col" className="number">{t('import.count')}</th><th scope="col">{t('import.why')}</th></tr></thead>
        <tbody>{draft.kinds.map((kind) => <tr key={kind.code}><td className="number">{decimal(kind.count)}</td><td>{kind.detail}</td></tr>)}</tbody>
      </table>
      <p className="import-links">
        <a href={address(`/imports/drafts/${draft.id}/errors`, { format: 'xlsx' })}>{t('import.errors_xlsx')}</a>
        <a href={address(`/imports/drafts/${draft.id}/errors`, { format: 'csv' })} data-testid="import-errors-csv">{t('import.errors_csv')}</a>
      </p>
    </>
  );
}

interface RowsProps { draft: ImportDraft; tab: Tab; pages: number; more: () => void; change: (draft: ImportDraft) => void }

function Rows({ draft, tab, pages, more, change }: RowsProps) {
  const { t, first } = useWords();
  const mapping = draft.columns.map(({ column }) => column).join();
  const rows = useQuery({
    queryKey: ['import-rows', draft.id, draft.fixes, draft.errors, mapping, tab, pages],
    queryFn: ({ signal }) => get<ImportRows>(`/imports/drafts/${draft.id}/rows?tab=${tab}&page_size=${Math.min(pages * PAGE, 200)}`, signal),
  });
  if (nothingToShow(rows)) return <ProblemNote problem={rows.error} />;
  if (!rows.data) return <Loading />;
  const { columns, total } = rows.data;
  const left = total - rows.data.rows.length;
  return (
    <>
      {total === 0 && <p className="quiet">{t('import.nothing_here')}</p>}
      {total > 0 && (
        <table className="simple-table">
          <caption>{t('import.rows_of', { tab: t(`import.tab_${tab}`) })}</caption>
          <thead>
            <tr>
              <th scope="col" className="number">{t('import.line')}</th>
              {(tab === 'errors' || tab === 'warnings') && <th scope="col">{t('import.why')}</th>}
              {columns.map((name) => <th key={name} scope="col">{first(columnKeys(draft.register, name), name)}</th>)}
            </tr>
          </thead>
          <tbody>{rows.data.rows.map((row) => <Line key={row.row} row={row} columns={columns} tab={tab} draft={draft} change={change} />)}</tbody>
        </table>
      )}
      {left > 0 && pages * PAGE < 200 && <button type="button" className="plain-button" onClick={more}>{t('import.more', { count: left })}</button>}
      {left > 0 && pages * PAGE >= 200 && <p className="quiet">{t('import.more', { count: left })}</p>}
    </>
  );
}

interface LineProps { row: ImportRow; columns: string[]; tab: Tab; draft: ImportDraft; change: (draft: ImportDraft) => void }

function Line({ row, columns, tab, draft, change }: LineProps) {
  const { t, first } = useWords();
  const told = tab === 'errors' || tab === 'warnings';
  return (
    <tr data-testid={`import-row-${row.row}`}>
      <td className="number">{row.row}</td>
      {told && <td>{row.notes.map((note) => <p key={note.column} className="import-note"><b>{first(columnKeys(draft.register, note.column), note.column)}</b>: {note.detail}</p>)}</td>}
      {columns.map((name) => {
        const before = row.changes.find((one) => one.column === name);
        const wrong = tab === 'errors' && row.notes.some((note) => note.column === name);
        if (wrong) return <td key={name} className="import-wrong"><Mend row={row} column={name} draft={draft} change={change} /></td>;
        return (
          <td key={name} className={before ? 'import-changed' : undefined}>
            {row.cells[name] || (before ? t('import.empty_cell') : '')}
            {before && <span className="small quiet"> ({t('import.was', { before: before.before || t('import.empty_cell') })})</span>}
          </td>
        );
      })}
    </tr>
  );
}

/** The cell is asked for again; all rows are checked anew, for one may follow from another. */
function Mend({ row, column, draft, change }: { row: ImportRow; column: string; draft: ImportDraft; change: (draft: ImportDraft) => void }) {
  const { t, first } = useWords();
  const [text, setText] = useState(row.cells[column] ?? '');
  const [problem, setProblem] = useState<unknown>(null);
  const save = async (): Promise<void> => {
    try {
      change(await post<ImportDraft>(`/imports/drafts/${draft.id}/cells`, { row: row.row, column, text }));
    } catch (why) {
      setProblem(why);
    }
  };
  return (
    <Form className="import-mend" send={() => void save()} problem={problem}>
      <input className="text-input" aria-label={t('import.mend_cell', { column: first(columnKeys(draft.register, column), column), row: row.row })} value={text} maxLength={200} data-testid={`mend-${row.row}-${column}`} onChange={(event) => setText(event.target.value)} />
      <button type="submit" className="plain-button">{t('import.check_again')}</button>
    </Form>
  );
}
