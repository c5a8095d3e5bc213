import type { Row } from '../table/register_table';
import { RegisterPage } from './register_page';
import { useChoices } from './register_pages';
import { ToldByWell } from './well_told';

// Where farmers water: area numbers, wells, the meters at them.

const areaNumber = (row: Row): string | null => (row['area_number'] ? `/office/area-numbers?open=${String(row['area_number'])}` : null);
const well = (row: Row): string | null => (row['well'] ? `/office/wells?open=${encodeURIComponent(String(row['well']))}` : null);
const meter = (row: Row): string | null => (row['meter'] ? `/office/meters?open=${String(row['meter'])}` : null);

export function AreaNumbersPage() {
  return <RegisterPage def={{
    id: 'area-numbers', path: '/area-numbers', key: ['number'], defaultSort: 'number', write: 'customers_write',
    columns: [{ id: 'number' }, { id: 'name' }, { id: 'village' }, { id: 'station' }, { id: 'active', kind: 'yes' }],
    fields: [
      { name: 'number', required: true, fixed: true, note: 'field_note.area_number' }, { name: 'name', required: true },
      { name: 'village', kind: 'lookup', required: true }, { name: 'station', kind: 'select', required: true, choices: useChoices('/stations', 'code') },
      { name: 'active', kind: 'yes', note: 'field_note.out_of_use' },
    ],
  }} />;
}

export function WellsPage() {
  return <RegisterPage def={{
    id: 'wells', path: '/wells', key: ['number'], defaultSort: 'number', write: 'customers_write',
    columns: [
      { id: 'number' }, { id: 'name' }, { id: 'village' }, { id: 'area' }, { id: 'area_number', link: areaNumber }, { id: 'usage_class', named: 'usage_class' }, { id: 'put_in', kind: 'date' },
      { id: 'depth_m', kind: 'count' }, { id: 'pump_w', kind: 'count' }, { id: 'active', kind: 'yes' },
    ],
    fields: [
      { name: 'number', required: true, fixed: true }, { name: 'name', required: true }, { name: 'village', kind: 'lookup', required: true },
      { name: 'area', kind: 'lookup' }, { name: 'area_number', required: true, note: 'field_note.area_number' },
      { name: 'usage_class', kind: 'select', choices: useChoices('/codes?filter.kind=usage_class', 'code') }, { name: 'put_in', kind: 'date', required: true },
      { name: 'depth_m', start: '0', note: 'field_note.unknown_is_0' }, { name: 'pump_w', start: '0', note: 'field_note.unknown_is_0' }, { name: 'active', kind: 'yes', note: 'field_note.out_of_use' },
    ],
    more: (row) => <ToldByWell number={String(row['number'])} />,
  }} />;
}

export function WellMetersPage() {
  return <RegisterPage def={{
    id: 'well-meters', path: '/well-meters', key: ['well', 'meter', 'first_day'], defaultSort: 'well', write: 'meters_write',
    columns: [{ id: 'well', link: well }, { id: 'meter', kind: 'number4', link: meter }, { id: 'first_day', kind: 'date' }, { id: 'last_day', kind: 'date' }, { id: 'multiplier', kind: 'count' }, { id: 'terminal' }],
    fields: [
      { name: 'well', required: true, fixed: true, note: 'field_note.well' }, { name: 'meter', required: true, fixed: true, note: 'field_note.meter_number' },
      { name: 'first_day', kind: 'date', required: true, fixed: true }, { name: 'last_day', kind: 'date', note: 'field_note.last_day' }, { name: 'multiplier', required: true, start: '1', note: 'field_note.multiplier' }, { name: 'terminal', note: 'field_note.terminal' },
    ],
  }} />;
}
