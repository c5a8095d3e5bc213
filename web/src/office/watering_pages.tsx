import type { WateringStatus } from '../api/row_words';
import { says } from '../words/says';
import type { Column } from '../table/columns';
import type { Row } from '../table/register_table';
import { EXPLAINED } from './collection_registers';
import { ExplainRow, type Exception } from './explain';
import { account, meter, well } from './leads';
import { RegisterPage } from './register_page';

// What wells have told: waterings with how each was paid.

const STATES = ['proven', 'hung', 'unproven', 'contradicting', 'late', 'released', 'foreign', 'useless', 'unknown_well'];
const PAID = ['nowhere', 'at_well', 'elsewhere', 'at_counter', 'released', 'kept_back'];
const ENDS = ['none', 'swipe', 'exhausted', 'mains', 'order', 'black_list', 'idle', 'longest_run'];

export const WATERING_COLUMNS: Column[] = [
  { id: 'start', kind: 'local' }, { id: 'well', link: well }, { id: 'meter', kind: 'number4', link: meter }, { id: 'series', kind: 'running', hidden: true }, { id: 'number', kind: 'running' },
  { id: 'state', kind: 'state', of: 'watering', choices: STATES }, { id: 'account', kind: 'account', link: account }, { id: 'card', kind: 'number4' }, { id: 'seconds', kind: 'count', hidden: true },
  { id: 'used', kind: 'energy' }, { id: 'water', kind: 'count', hidden: true }, { id: 'amount', kind: 'money' }, { id: 'after', kind: 'money', hidden: true },
  { id: 'paid', prefix: 'watering_paid', choices: PAID }, { id: 'debited', kind: 'local', hidden: true }, { id: 'cause', prefix: 'watering_end', choices: ENDS, hidden: true },
  { id: 'others', kind: 'count', hidden: true }, { id: 'posted', kind: 'money', hidden: true }, { id: 'register_after', kind: 'energy', hidden: true }, { id: 'price_set', kind: 'count', hidden: true },
  { id: 'made_up', kind: 'yes', hidden: true }, { id: 'clock_invalid', kind: 'yes', hidden: true }, { id: 'hand_over', kind: 'running', hidden: true }, { id: 'tac', hidden: true }, { id: 'terminal', hidden: true },
  { id: 'station', hidden: true },
];

/** Whose money did not move by itself. */
function exceptionOf(row: Row): Exception | null {
  if (says<WateringStatus>(row['state'], 'proven', 'released', 'useless')) return null;
  return { kind: 'watering', meter: String(row['meter']), code: String(row['series']), object: Number(row['number']), as_seen: String(row['state']) };
}

export function WateringsPage() {
  return <RegisterPage def={{
    id: 'waterings', path: '/waterings', key: ['meter', 'series', 'number'], defaultSort: '-start', columns: [...WATERING_COLUMNS, ...EXPLAINED],
    more: (row, refresh) => <ExplainRow of={exceptionOf(row)} row={row} refresh={refresh} /> }} />;
}
