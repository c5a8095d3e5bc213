import { ExplainRow } from './explain';
import { METERS } from './columns/meters';
import { RegisterPage } from './register_page';

// Readings, the plans that bring them, and the meters that count whole areas.

export function ReadingsPage() {
  return <RegisterPage def={{
    id: 'readings', path: '/readings', key: ['meter', 'due', 'carrier'], untold: true, defaultSort: '-due',
    columns: METERS.readings,
  }} />;
}

export function DayFreezesPage() {
  return <RegisterPage def={{
    id: 'day-freezes', path: '/day-freezes', key: ['meter', 'day'], defaultSort: '-day',
    columns: METERS['day-freezes'],
  }} />;
}

export function MeterEventsPage() {
  return <RegisterPage def={{
    id: 'meter-events', path: '/meter-events', key: ['meter', 'kind', 'number'], defaultSort: '-began',
    columns: METERS['meter-events'],
    more: (row, refresh) => <ExplainRow of={{ kind: 'meter_event', meter: String(row['meter']), code: String(row['kind']), object: Number(row['number']), as_seen: '' }} row={row} refresh={refresh} />,
  }} />;
}

/** What somebody has said of an exception: once, and for what stood there then. */
export function ExplanationsPage() {
  return <RegisterPage def={{
    id: 'explanations', path: '/explanations', key: ['meter', 'kind', 'code', 'object', 'as_seen'], defaultSort: '-explained',
    columns: METERS.explanations,
  }} />;
}

export function ReviewedReadingsPage() {
  return <RegisterPage def={{
    id: 'reviewed-readings', path: '/reviewed-readings', key: ['meter', 'day'], defaultSort: '-day',
    columns: METERS['reviewed-readings'],
  }} />;
}
