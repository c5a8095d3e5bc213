import { get } from '../api/client';
import { listed, type ListName } from '../api/lists';
import type { Listed } from '../api/described';

/** Rows that match what is typed. */
export type Find<Row> = (typed: string, signal: AbortSignal) => Promise<Row[]>;

const query = (typed: string, extra: string): string => `page_size=9&q=${encodeURIComponent(typed)}${extra}`;

/** Asks one of the server's lists. */
export function finder<Name extends ListName>(name: Name, extra = ''): Find<Listed[Name]> {
  return async (typed, signal) => (await listed(name, query(typed, extra), signal)).rows;
}

/** The same where the address is known to a declaration alone. */
export function finderAt<Row>(path: string, extra = ''): Find<Row> {
  return async (typed, signal) => (await get<{ rows: Row[] }>(`${path}?${query(typed, extra)}`, signal)).rows;
}
