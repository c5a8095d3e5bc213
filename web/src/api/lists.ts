import { get } from './client';
import type { Listed } from './described';
import type { Page } from './types';

// The lists by their names: what a row of each holds its columns declare, on the server and here (Listed, made of src/serve/api/rows.json). Who asks one writes no shape down.

export type ListName = keyof Listed;

/** Where it is asked: those of the key office stand beneath /keys. */
function addressOf(name: ListName, query: string): string {
  const address = name.startsWith('key-') ? `/keys/${name.slice('key-'.length)}` : `/${name}`;
  return query === '' ? address : `${address}?${query}`;
}

/** A page of a list. `query`: what is asked of it, as in its address: "sort=-time&page_size=20". */
export function listed<Name extends ListName>(name: Name, query: string, signal?: AbortSignal): Promise<Page<Listed[Name]>> {
  return get<Page<Listed[Name]>>(addressOf(name, query), signal);
}

/** All rows of a small register – a code table, the stations –, page after page. Whatever grows with the utility is looked up (form/lookup_field.tsx). */
export function every<Name extends ListName>(name: Name, query: string, signal?: AbortSignal): Promise<{ rows: Listed[Name][] }> {
  return everyAt<Listed[Name]>(addressOf(name, query), signal);
}

/** The same where the address is known to a declaration alone. */
export async function everyAt<Row>(path: string, signal?: AbortSignal): Promise<{ rows: Row[] }> {
  const rows: Row[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Page<Row> = await get<Page<Row>>(`${path}${path.includes('?') ? '&' : '?'}page_size=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`, signal);
    rows.push(...page.rows);
    cursor = page.next ?? null;
  }
  return { rows };
}
