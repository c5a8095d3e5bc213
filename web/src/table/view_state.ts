import { dayStart, nextDay } from '../words/zone';

// What a table shows – search, filters, sort, page, open row – lives in the address, so that reload, Back and a copied link
// give the same view. Pure functions on the query part of the address.

export interface ViewState {
  q: string;
  sort: string;           // "-time": descending
  size: number;
  cursor: string;
  /** Reckoned from the last page: the server goes the other way, and what it gives is turned round. */
  end: boolean;
  open: string;           // key of the row in the drawer
  filters: Record<string, string>;
  /** Which columns are seen, and in which order; none: as this person likes it. */
  columns?: string[];
}

export const SIZES = [20, 50, 100, 200];
const FILTER = 'f.';

export function readView(query: URLSearchParams, defaultSort = '', ownSize = 50): ViewState {
  const filters: Record<string, string> = {};
  for (const [name, value] of query) if (name.startsWith(FILTER) && value !== '') filters[name.slice(FILTER.length)] = value;
  const size = Number(query.get('size'));
  return {
    q: query.get('q') ?? '',
    sort: query.get('sort') ?? defaultSort,
    size: SIZES.includes(size) ? size : ownSize,
    cursor: query.get('cursor') ?? '',
    end: query.has('end'),
    open: query.get('open') ?? '',
    filters,
    ...(query.get('cols') ? { columns: query.get('cols')!.split(',') } : {}),
  };
}

/** A change of what is looked for begins again at the first page. */
export function writeView(query: URLSearchParams, change: Partial<ViewState>): URLSearchParams {
  const fresh = new URLSearchParams(query);
  const put = (name: string, value: string): void => {
    if (value === '') fresh.delete(name);
    else fresh.set(name, value);
  };
  if (change.q !== undefined) put('q', change.q);
  if (change.sort !== undefined) put('sort', change.sort);
  if (change.size !== undefined) put('size', String(change.size));
  if (change.columns !== undefined) put('cols', change.columns.join(','));
  if (change.open !== undefined) put('open', change.open);
  if (change.filters !== undefined) {
    for (const name of [...fresh.keys()]) if (name.startsWith(FILTER)) fresh.delete(name);
    for (const [name, value] of Object.entries(change.filters)) put(FILTER + name, value);
  }
  const lookedFor = change.q !== undefined || change.sort !== undefined || change.size !== undefined || change.filters !== undefined;
  if (change.cursor !== undefined) put('cursor', change.cursor);
  else if (lookedFor) fresh.delete('cursor');
  if (change.end !== undefined) put('end', change.end ? '1' : '');
  else if (lookedFor) fresh.delete('end');
  return fresh;
}

/** A range of local days as instants: from the begin of the first to the last millisecond of the last. */
export function instantRange(days: string, zone: string): string {
  const [from = '', to = ''] = days.split('..');
  const end = to === '' ? '' : new Date(Date.parse(dayStart(nextDay(to), zone)) - 1).toISOString();
  return `${from === '' ? '' : dayStart(from, zone)}..${end}`;
}

/** The request for a page; without page and cursor it stands for all rows that match (export). A list's own sort is not asked for: beside a filter
 *  it may have another. */
export function listQuery(view: ViewState, zone: string, timeColumns: ReadonlySet<string>, { all = false, defaultSort = '' } = {}): URLSearchParams {
  const query = new URLSearchParams();
  if (view.q) query.set('q', view.q);
  if (!all && view.end) query.set('sort', turned(view.sort || defaultSort));
  else if (view.sort && view.sort !== defaultSort) query.set('sort', view.sort);
  for (const [name, value] of Object.entries(view.filters)) query.set(`filter.${name}`, timeColumns.has(name) ? instantRange(value, zone) : value);
  if (!all) {
    query.set('page_size', String(view.size));
    if (view.cursor) query.set('cursor', view.cursor);
  }
  return query;
}

/** The same rows from the other end. */
export function turned(sort: string): string {
  return sort.startsWith('-') ? sort.slice(1) : `-${sort}`;
}

/** How many pages there are, and which of them this is – null: after a reload nobody knows how far it was. `steps`: pages that were turned since the first one, or since the last. */
export function pageOf(view: ViewState, total: number, steps: number | null): { page: number | null; pages: number } {
  const pages = Math.max(1, Math.ceil(total / view.size));
  if (view.cursor === '') return { page: view.end ? pages : 1, pages };
  if (steps === null) return { page: null, pages };
  return { page: view.end ? Math.max(1, pages - steps) : steps + 1, pages };
}

/** The next order of a column: down, up, as it comes. Of the column by which the list comes by itself, `own`: down, up. */
export function nextSort(sort: string, column: string, own = ''): string {
  if (sort === column) return `-${column}`;
  if (sort === `-${column}`) return own === sort ? column : '';
  return column;
}
