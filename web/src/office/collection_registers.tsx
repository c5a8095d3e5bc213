import type { Column } from '../table/columns';
import type { Row } from '../table/register_table';
import { ExplainRow } from './explain';
import { meter } from './leads';
import { RegisterPage } from './register_page';

// Readings, the plans that bring them, and the meters that count whole areas.

export function ReadingsPage() {
  return <RegisterPage def={{
    id: 'readings', path: '/readings', key: ['meter', 'due', 'carrier'], untold: true, defaultSort: '-due',
    columns: [
      { id: 'meter', kind: 'number4', link: meter }, { id: 'commodity', kind: 'commodity', sort: false, hidden: true }, { id: 'due', kind: 'time' }, { id: 'taken', kind: 'time' }, { id: 'carrier', prefix: 'carrier', choices: ['card', 'link'] }, { id: 'reading_plan', named: 'reading_plan' }, { id: 'energy', kind: 'energy' },
      { id: 'settlement_energy', kind: 'energy' }, { id: 'remaining', kind: 'money' }, { id: 'count', kind: 'count' }, { id: 'drift_seconds', kind: 'count' }, { id: 'meter_time', kind: 'local', hidden: true }, { id: 'rate1', kind: 'energy', hidden: true },
      { id: 'rate2', kind: 'energy', hidden: true }, { id: 'rate3', kind: 'energy', hidden: true }, { id: 'rate4', kind: 'energy', hidden: true }, { id: 'export_energy', kind: 'energy', hidden: true }, { id: 'overdraft', kind: 'money', hidden: true },
      { id: 'states', kind: 'list', prefix: 'meter_told', sort: false, filter: false, file: false }, { id: 'status', hidden: true }, { id: 'findings', hidden: true }, { id: 'events', hidden: true }, { id: 'absent', hidden: true }, { id: 'network', hidden: true }, { id: 'source', hidden: true },
    ],
  }} />;
}

export function DayFreezesPage() {
  return <RegisterPage def={{
    id: 'day-freezes', path: '/day-freezes', key: ['meter', 'day'], defaultSort: '-day',
    columns: [
      { id: 'meter', kind: 'number4', link: meter }, { id: 'commodity', kind: 'commodity', sort: false, hidden: true }, { id: 'day', kind: 'date' }, { id: 'energy', kind: 'energy' }, { id: 'rate1', kind: 'energy', hidden: true }, { id: 'rate2', kind: 'energy', hidden: true },
      { id: 'rate3', kind: 'energy', hidden: true }, { id: 'rate4', kind: 'energy', hidden: true }, { id: 'received', kind: 'time' },
    ],
  }} />;
}

/** Who has looked into a row, and what he says of it. */
export const EXPLAINED: Column[] = [{ id: 'explained', kind: 'yes', choices: ['true', 'false'], sort: false }, { id: 'explained_by', sort: false, hidden: true }, { id: 'explanation', sort: false }];

const EVENTS = ['trips', 'closings', 'cover_opened', 'terminal_cover_opened', 'meter_cleared', 'programmed', 'illegal_insertions', 'abnormal_insertions', 'power_off', 'magnetic_field', 'clock_set', 'load_trips'];

export function MeterEventsPage() {
  return <RegisterPage def={{
    id: 'meter-events', path: '/meter-events', key: ['meter', 'kind', 'number'], defaultSort: '-began',
    columns: [
      { id: 'meter', kind: 'number4', link: meter }, { id: 'kind', prefix: 'meter_event', choices: EVENTS }, { id: 'number', kind: 'running' }, { id: 'began', kind: 'local' }, { id: 'ended', kind: 'local' }, { id: 'snapshot', kind: 'details' }, { id: 'received', kind: 'time' },
      ...EXPLAINED,
    ],
    more: (row, refresh) => <ExplainRow of={{ kind: 'meter_event', meter: String(row['meter']), code: String(row['kind']), object: Number(row['number']), as_seen: '' }} row={row} refresh={refresh} />,
  }} />;
}

const KINDS = ['reconciliation', 'finding', 'watering', 'meter_event'];

/** What somebody has said of an exception: once, and for what stood there then. */
export function ExplanationsPage() {
  return <RegisterPage def={{
    id: 'explanations', path: '/explanations', key: ['meter', 'kind', 'code', 'object', 'as_seen'], defaultSort: '-explained',
    columns: [
      { id: 'meter', kind: 'number4', link: meter }, { id: 'kind', prefix: 'exception_kind', choices: KINDS }, { id: 'code', prefix: 'explained|reconcile|meter_event|finding' }, { id: 'object', kind: 'count' }, { id: 'as_seen', kind: 'seen' },
      { id: 'reason' }, { id: 'note' }, { id: 'explained_by' }, { id: 'explained', kind: 'time' },
    ],
  }} />;
}

const SOURCES = ['frozen', 'line', 'card', 'handheld', 'typed', 'estimate'];

export function ReviewedReadingsPage() {
  const work = (row: Row): string => `/office/reading-days?route=${encodeURIComponent(String(row['route']))}&day=${String(row['day'])}`;
  return <RegisterPage def={{
    id: 'reviewed-readings', path: '/reviewed-readings', key: ['meter', 'day'], defaultSort: '-day',
    columns: [
      { id: 'meter', kind: 'number4', link: meter }, { id: 'day', kind: 'date', link: work }, { id: 'route', named: 'reading_route' },
      { id: 'state', kind: 'state', of: 'reviewed_reading', choices: ['plausible', 'suspicious', 'rejected', 'estimated', 'released'] }, { id: 'source', prefix: 'reading_source', choices: SOURCES },
      { id: 'before', kind: 'energy' }, { id: 'at_day', kind: 'energy' }, { id: 'used', kind: 'energy' }, { id: 'usual', kind: 'energy' }, { id: 'finding', prefix: 'review_rule' },
      { id: 'reason' }, { id: 'decided_by' }, { id: 'changed', kind: 'time' }, { id: 'taken', kind: 'time', hidden: true }, { id: 'energy', kind: 'energy', hidden: true },
      { id: 'before_day', kind: 'date', hidden: true }, { id: 'remaining', kind: 'money', hidden: true }, { id: 'also', kind: 'list', prefix: 'review_rule', sort: false, filter: false, hidden: true }, { id: 'changes', kind: 'count', hidden: true },
    ],
  }} />;
}
