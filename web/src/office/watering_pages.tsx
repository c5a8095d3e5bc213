import type { WateringStatus } from '../api/row_words';
import { says } from '../words/says';
import type { Row } from '../table/register_table';
import { ExplainRow, type Exception } from './explain';
import { EXPLAINED, METERS } from './columns/meters';
import { RegisterPage } from './register_page';

// What wells have told: waterings with how each was paid.

/** Whose money did not move by itself. */
function exceptionOf(row: Row): Exception | null {
  if (says<WateringStatus>(row['state'], 'proven', 'released', 'useless')) return null;
  return { kind: 'watering', meter: String(row['meter']), code: String(row['series']), object: Number(row['number']), as_seen: String(row['state']) };
}

export function WateringsPage() {
  return <RegisterPage def={{
    id: 'waterings', path: '/waterings', key: ['meter', 'series', 'number'], defaultSort: '-start', columns: [...METERS.waterings, ...EXPLAINED],
    more: (row, refresh) => <ExplainRow of={exceptionOf(row)} row={row} refresh={refresh} /> }} />;
}
