// Parameters of a meter as people read them, and back: kW and kWh for watts and watt-hours, days one by one. Texts in, texts
// out; a point is moved, nothing is calculated.

import { parseAmount, readFigure } from '../form/amount';

export interface Parameter {
  item: string;
  group: string;
  kind: 'number' | 'money' | 'time_of_day' | 'weekdays' | 'flag' | 'freeze_pattern';
  unit: string;
  least: string;
  most: string;
  worth_money: boolean;
  wanted: string;
  held: string;
  received: string | null;
  differs: boolean;
}

type Form = Pick<Parameter, 'kind' | 'unit'>;

const THOUSANDS: Record<string, string> = { W: 'kW', Wh: 'kWh' };

/** The unit that people use for it. */
export function humanUnit(form: Form): string {
  return THOUSANDS[form.unit] ?? form.unit;
}

/** "800" W is "0.8" (kW); everything else stays. */
export function toHuman(form: Form, text: string): string {
  if (text === '') return '';
  if (!(form.unit in THOUSANDS)) return text;
  const digits = text.padStart(4, '0');
  const behind = digits.slice(-3).replace(/0+$/, '');
  return behind === '' ? digits.slice(0, -3) : `${digits.slice(0, -3)}.${behind}`;
}

/** What a typed figure is: money has the currency's decimals. */
export const readParameter = (form: Form, text: string, minor: number) => (form.kind === 'money' ? parseAmount(text, minor) : readFigure(text));

/** The way back. What is no such text is given on as it is: the server says what is wrong with it. */
export function fromHuman(form: Form, text: string, minor = 2): string {
  const typed = text.trim();
  if (form.kind === 'freeze_pattern' || typed === '') return typed;
  const read = readParameter(form, typed, minor);
  if (!read.ok) return typed;
  if (!(form.unit in THOUSANDS)) return read.value;
  const parts = /^(\d+)(?:\.(\d{1,3}))?$/.exec(read.value);
  if (!parts) return typed;
  return `${parts[1]}${(parts[2] ?? '').padEnd(3, '0')}`.replace(/^0+(?=\d)/, '');
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Sunday first: "mon,tue", "daily"; "none" has no day. */
export function daysOf(text: string): boolean[] {
  const named = text.split(',');
  return DAYS.map((day) => text === 'daily' || named.includes(day));
}

/** The places of the days above as a week is read. */
export const FROM_MONDAY = [1, 2, 3, 4, 5, 6, 0];

export function textOfDays(days: boolean[]): string {
  if (days.every(Boolean)) return 'daily';
  return DAYS.filter((_, day) => days[day]).join(',') || 'none';
}

/** What was typed against what stood there: the texts that go to the server. */
export function changedTexts(rows: Parameter[], typed: Record<string, string>): Record<string, string> {
  const set: Record<string, string> = {};
  for (const row of rows) {
    const text = typed[row.item];
    if (text !== undefined && text !== row.wanted) set[row.item] = text;
  }
  return set;
}
