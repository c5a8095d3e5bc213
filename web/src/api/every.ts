import { get } from './client';
import type { Page } from './types';

/** All rows of a small register – a code table, the stations –, page after page. Whatever grows with the utility is looked up (form/lookup_field.tsx). */
export async function every<Row>(path: string, signal?: AbortSignal): Promise<{ rows: Row[] }> {
  const rows: Row[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Page<Row> = await get<Page<Row>>(`${path}${path.includes('?') ? '&' : '?'}page_size=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`, signal);
    rows.push(...page.rows);
    cursor = page.next ?? null;
  }
  return { rows };
}
