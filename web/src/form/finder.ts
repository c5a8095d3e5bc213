import { get } from '../api/client';

/** Rows that match what is typed. */
export type Find<Row> = (typed: string, signal: AbortSignal) => Promise<Row[]>;

/** Asks one of the server's lists. */
export function finder<Row>(path: string, extra = ''): Find<Row> {
  return async (typed, signal) => (await get<{ rows: Row[] }>(`${path}?page_size=8&q=${encodeURIComponent(typed)}${extra}`, signal)).rows;
}
