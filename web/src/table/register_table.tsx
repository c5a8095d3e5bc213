import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Segmented, Select, Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import { useEffect, useMemo, useState, type ComponentProps, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { get } from '../api/client';
import type { Page } from '../api/types';
import { Failed, Loading, nothingToShow } from '../shell/states';
import { useWords } from '../words/words';
import { Cell } from './cell';
import { columnTitle, RIGHT, type Column } from './columns';
import { AddFilter, FilterChips } from './filters';
import { useChosen } from './chosen';
import { CalledContext, calledIn } from './called';
import { SavedViews } from './saved_views';
import './table.css';
import { PRINT_MOST, PrintNote, usePrintAll } from './print_all';
import { ColumnChoice, Export, paperOf } from './tools';
import { listQuery, nextSort, pageOf, SIZES, type ViewState } from './view_state';
import { useView } from './use_view';

export type Row = Record<string, unknown>;

interface Props {
  id: string;                        // names the remembered choices and the test ids
  caption: string;
  path: string;
  columns: Column[];
  rowKey: (row: Row) => string;
  defaultSort?: string;
  tools?: ReactNode;
  empty?: string;
  /** The server has all of its rows at hand: none is counted after the page. */
  whole?: boolean;
  /** Rows can be opened in a drawer. */
  opens?: boolean;
}

const PAUSE_MS = 250;
/** So far the server counts beside a page, and so far unasked. */
const FEW = 1_000, COUNTED = 100_000;

/** The one table of the house: search, filters, sort, pages by key, columns, density, export of all rows that match, total row. */
export function RegisterTable(props: Props) {
  const { id, path, rowKey, defaultSort = '' } = props;
  const words = useWords();
  const [ownSize, setOwnSize] = useChosen('page_size', 50);
  const { view, change, further: on, back, first, last, begins, steps } = useView(defaultSort, SIZES.includes(ownSize) ? ownSize : 50);
  const [usuallyHidden, setUsuallyHidden] = useChosen<string[]>(`columns.${id}`, props.columns.filter((column) => column.hidden).map((column) => column.id));
  const [dense, setDense] = useChosen('dense', true);
  const asked = view.columns?.filter((name) => props.columns.some((column) => column.id === name)) ?? [];
  const hidden = asked.length > 0 ? props.columns.filter((column) => !asked.includes(column.id)).map((column) => column.id) : usuallyHidden;
  // Columns that stand in the address are changed there; else they are this person's own.
  const setHidden = (names: string[]): void => (asked.length > 0 ? change({ columns: props.columns.map((column) => column.id).filter((name) => !names.includes(name)) }, true) : setUsuallyHidden(names));
  const { pathname } = useLocation();
  const times = useMemo(() => new Set(props.columns.filter((column) => column.kind === 'time').map((column) => column.id)), [props.columns]);
  const query = listQuery(view, words.zone, times, { defaultSort }).toString();
  const [counting, setCounting] = useState('');  // the view of which all rows are counted
  const list = useQuery({
    queryKey: ['list', path, query],
    queryFn: ({ signal }) => get<Page<Row>>(`${path}?${query}${props.whole ? '' : '&count=few'}`, signal),
    placeholderData: keepPreviousData,
  });
  const every = listQuery(view, words.zone, times, { all: true, defaultSort });
  const all = counting === query;
  // Rows are there before somebody has counted how many match.
  const counted = useQuery({
    queryKey: ['list', path, every.toString(), 'count', all],
    queryFn: ({ signal }) => get<Page<Row>>(`${path}?${new URLSearchParams([...every, ['page_size', '1'], ...(all ? [['count', 'all']] : [])]).toString()}`, signal),
    enabled: list.data?.total_is_exact === false && !list.isPlaceholderData,
    placeholderData: all ? keepPreviousData : undefined,
  });
  const [printed, setPrinted] = useState<{ of: string; rows: Row[] } | null>(null);
  const printing = usePrintAll(async () => {
    const rows = await rowsUpTo(`${path}?${every.toString()}`, PRINT_MOST);
    setPrinted(rows && { of: query, rows });
    return rows !== null;
  });
  const shown = asked.length > 0 ? asked.map((name) => props.columns.find((column) => column.id === name)!) : props.columns.filter((column) => !hidden.includes(column.id));
  const sorts = list.data?.sorts;
  const sort = (view.end ? view.sort : list.data?.sort) ?? view.sort;
  const columns = useMemo(() => antColumns(id, shown, sort, sorts, props.opens === true, words),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [shown.map((column) => column.id).join(), sort, sorts?.join(), words, props.columns]);
  const components = useMemo(() => ({ table: (own: ComponentProps<'table'>) => <table {...own} aria-label={props.caption} /> }), [props.caption]);

  if (nothingToShow(list)) return <Failed problem={list.error} retry={() => void list.refetch()} anew={() => change({ q: '', filters: {}, sort: '', columns: [], cursor: '', end: false }, true)} />;
  if (!list.data) return <Loading />;
  const { further = false, filters: offered } = list.data;
  const { total, totals, total_is_exact } = knowsMore(counted.data, list.data) ? counted.data : list.data;
  const rows = printing.state === 'ready' && printed?.of === query ? printed.rows : view.end ? list.data.rows.toReversed() : list.data.rows;
  const exact = total_is_exact !== false;
  const filtered = offered === undefined ? props.columns : props.columns.filter((column) => offered.includes(column.id));
  const taken = Object.fromEntries(listQuery(view, words.zone, times, { all: true }));
  const inFiles = shown.filter((column) => column.file !== false).map((column) => column.id);
  const looking = view.q !== '' || Object.keys(view.filters).length > 0;
  return (
    <div className="register" data-testid={`table-${id}`} aria-busy={list.isFetching}>
      {sorts !== undefined && pathname === `/office${path}` && <SavedViews subject={path.slice(1)} state={view} columns={shown.map((column) => column.id)} />}
      <div className="register-tools no-print">
        <QuickSearch value={view.q} change={(q) => change({ q }, true)} />
        <AddFilter list={id} columns={filtered} filters={view.filters} change={(filters) => change({ filters })} />
        <span className="spring" />
        {props.tools}
        <ColumnChoice list={id} columns={props.columns} hidden={hidden} change={setHidden} />
        <Segmented size="middle" aria-label={words.t('table.density')} value={dense ? 'small' : 'middle'} onChange={(value) => setDense(value === 'small')}
          options={[{ value: 'small', label: words.t('table.dense') }, { value: 'middle', label: words.t('table.wide') }]} />
        <Button onClick={() => void Promise.all([list.refetch(), counted.isEnabled && counted.refetch()])} data-testid="refresh">{words.t('table.refresh')}</Button>
        <Export path={path} query={taken} columns={inFiles} total={exact ? total : undefined} asJob={sorts !== undefined} print={printing.print} />
      </div>
      <PrintNote printing={printing} shown={rows.length} total={total} exact={exact || rows !== list.data.rows} paper={paperOf(path, taken, inFiles, sorts !== undefined)} />
      <FilterChips list={id} columns={props.columns} filters={view.filters} change={(filters) => change({ filters })} />
      <CalledContext.Provider value={calledIn(list.data)}>
      <Table<Row>
        className={list.isPlaceholderData ? 'is-old' : ''} rowKey={rowKey} dataSource={rows} columns={columns} components={components} size={dense ? 'small' : 'middle'} pagination={false}
        scroll={{ x: 'max-content' }} showSorterTooltip={false}
        onRow={(row) => (props.opens ? openable(rowKey(row), (open) => change({ open })) : {})}
        onChange={(_, __, sorter) => { const one = Array.isArray(sorter) ? sorter[0] : sorter; if (one?.columnKey) change({ sort: nextSort(sort, String(one.columnKey), view.sort === '' ? sort : defaultSort) }); }}
        locale={{ emptyText: <Nothing looking={looking} further={further} empty={props.empty} clear={() => change({ q: '', filters: {} })} /> }}
        summary={() => (totals && exact && rows.length > 0 ? <TotalRow columns={shown} totals={totals} total={total} /> : null)}
      />
      </CalledContext.Provider>
      <div className="register-foot no-print">
        <p data-testid="row-count" data-total={total}>{words.t(exact ? 'table.rows' : total < FEW || (total > FEW && total < COUNTED) ? 'table.found_so_far' : 'table.more_than', { count: total, shown: words.decimal(total) })}</p>
        {!exact && <Button onClick={() => setCounting(query)} loading={all && counted.isFetching} data-testid="count-all">{words.t('table.count')}</Button>}
        <span className="spring" />
        <Select aria-label={words.t('table.page_size')} value={view.size} options={SIZES.map((value) => ({ value, label: String(value) }))} onChange={(size: number) => { setOwnSize(size); change({ size }); }} />
        <Pages view={view} list={list.data} total={exact ? total : null} steps={steps} sort={sort} turn={{ on, back, first, last }} begins={begins} />
      </div>
    </div>
  );
}

interface PagesProps {
  view: ViewState;
  list: Page<Row>;
  /** null: not counted yet, and nobody knows where the last page is. */
  total: number | null;
  steps: number | null;
  sort: string;
  turn: { on: (cursor: string) => void; back: () => void; first: () => void; last: (sort: string) => void };
  begins: boolean;
}

/** From page to page. From the last one the server goes backwards: what is on for it is back for whoever reads. */
function Pages({ view, list, total, steps, sort, turn, begins }: PagesProps) {
  const { t, decimal } = useWords();
  const { next, further = false } = list;
  const on = next ? () => turn.on(next) : undefined;
  const back = begins ? undefined : turn.back;
  const [previous, following] = view.end ? [on, back] : [back, on];
  const { page, pages } = pageOf(view, total ?? 0, steps);
  return (
    <>
      {total !== null && <span className="quiet" data-testid="page-of" data-page={page ?? ''} data-pages={pages}>{page === null ? t('table.pages', { pages }) : t('table.page_of', { page: decimal(page), pages: decimal(pages) })}</span>}
      <Button disabled={!view.end && begins} onClick={turn.first} data-testid="page-first">{t('table.first')}</Button>
      <Button disabled={!previous} onClick={previous} data-testid="page-previous">{t('table.previous')}</Button>
      <Button disabled={!following} onClick={following} data-testid="page-next">{t(further ? 'table.look_further' : 'table.next')}</Button>
      {total !== null && sort !== '' && <Button disabled={view.end ? begins : !next} onClick={() => turn.last(sort)} data-testid="page-last">{t('table.last')}</Button>}
    </>
  );
}

/** Where no index holds what is asked the page may have found more than was counted. */
function knowsMore(counted: Page<Row> | undefined, list: Page<Row>): counted is Page<Row> {
  return list.total_is_exact === false && counted !== undefined && (counted.total_is_exact !== false || counted.total > list.total);
}

/** All rows of a list, page after page; null: there are more than so many. */
async function rowsUpTo(path: string, most: number): Promise<Row[] | null> {
  const rows: Row[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Page<Row> = await get<Page<Row>>(`${path}${path.endsWith('?') ? '' : '&'}page_size=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
    rows.push(...page.rows);
    if (rows.length > most || (page.total_is_exact !== false && page.total > most)) return null;
    cursor = page.next ?? null;
  }
  return rows;
}

function antColumns(list: string, columns: Column[], sort: string, sorts: string[] | undefined, opens: boolean, words: ReturnType<typeof useWords>): ColumnType<Row>[] {
  return columns.map((column, index) => ({
    key: column.id,
    title: columnTitle(list, column, words),
    align: RIGHT.has(column.kind ?? '') ? 'right' : 'left',
    width: column.width,
    sorter: column.sort !== false && (sorts === undefined || sorts.includes(column.id)),
    sortOrder: sort === column.id ? 'ascend' : sort === `-${column.id}` ? 'descend' : null,
    render: (_: unknown, row: Row) => (index === 0 && opens ? <span className="row-link"><Cell column={column} row={row} /></span> : <Cell column={column} row={row} />),
    className: RIGHT.has(column.kind ?? '') ? 'number' : undefined,
  }));
}

function openable(key: string, open: (key: string) => void) {
  return {
    tabIndex: 0,
    'data-testid': `row-${key}`,
    className: 'openable',
    onClick: () => open(key),
    onKeyDown: (event: React.KeyboardEvent<HTMLElement>) => {
      const row = event.currentTarget;
      if (event.key === 'Enter' && event.target === row) open(key);
      if (event.key === 'ArrowDown') (row.nextElementSibling as HTMLElement | null)?.focus();
      if (event.key === 'ArrowUp') (row.previousElementSibling as HTMLElement | null)?.focus();
    },
  };
}

function QuickSearch({ value, change }: { value: string; change: (value: string) => void }) {
  const { t } = useWords();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => change(typed), PAUSE_MS);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [typed]);
  return <input type="search" className="text-input quick-search" aria-label={t('table.search')} placeholder={t('table.search')} data-testid="table-search" value={typed} onChange={(event) => setTyped(event.target.value)} />;
}

/** Computed by the server over all rows that match, not over the page. */
function TotalRow({ columns, totals, total }: { columns: Column[]; totals: Record<string, string>; total: number }) {
  const words = useWords();
  return (
    <Table.Summary.Row className="total-row" data-testid="total-row">
      {columns.map((column, index) => (
        <Table.Summary.Cell key={column.id} index={index} align={RIGHT.has(column.kind ?? '') ? 'right' : 'left'}>
          {index === 0 ? words.t('table.all_rows', { count: words.decimal(total) }) : totals[column.id] !== undefined ? words.decimal(totals[column.id]) : ''}
        </Table.Summary.Cell>
      ))}
    </Table.Summary.Row>
  );
}

function Nothing({ looking, further, empty, clear }: { looking: boolean; further: boolean; empty?: string; clear: () => void }) {
  const { t } = useWords();
  if (!looking) return <p className="nothing" data-testid="state-empty">{empty ?? t('table.empty')}</p>;
  return (
    <div className="nothing" data-testid="state-no-match">
      <p>{t(further ? 'table.no_match_so_far' : 'table.no_match')}</p><Button onClick={clear} data-testid="no-match-clear">{t('table.clear_all')}</Button>
    </div>
  );
}
