import type { Row } from '../table/register_table';

const STROKE = '%2F';

/** A stroke inside of a part, as in the chain of a station, is none between two. */
export function keyOf(def: { key: string[] }, row: Row): string {
  return def.key.map((name) => String(row[name] ?? '').replaceAll('/', STROKE)).join('/');
}

export function partsOf(key: string): string[] {
  return key.split('/').map((part) => part.replaceAll(STROKE, '/'));
}
