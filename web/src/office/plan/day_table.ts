// A day as people paint it: half hours with a period each. The document keeps the moments at which the period changes, to the minute; a day that
// changes inside of a half hour stays as it is until that half hour is painted.
import type { DayTable } from './document';

export const CELLS = 48;
const MINUTES = 30;
const DAY = 24 * 60;

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const timeOf = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

function periodAt(table: DayTable, minute: number): string {
  let period = '';
  for (const [time, name] of table) if (minuteOf(time) <= minute) period = name;
  return period;
}

export interface Cell { period: string; mixed: boolean; from: string; to: string }

export function cellsOf(table: DayTable): Cell[] {
  return Array.from({ length: CELLS }, (_, at) => {
    const begin = at * MINUTES;
    const mixed = table.some(([time]) => minuteOf(time) > begin && minuteOf(time) < begin + MINUTES);
    return { period: periodAt(table, begin), mixed, from: timeOf(begin), to: timeOf(begin + MINUTES) };
  });
}

/** The cells from one to another, both included, get a period; changes that change nothing fall away. */
export function paint(table: DayTable, one: number, other: number, period: string): DayTable {
  const begin = Math.min(one, other) * MINUTES;
  const end = (Math.max(one, other) + 1) * MINUTES;
  const kept = table.filter(([time]) => minuteOf(time) < begin || minuteOf(time) > end);
  const painted: DayTable = [...kept, [timeOf(begin), period]];
  if (end < DAY) painted.push([timeOf(end), periodAt(table, end)]);
  painted.sort((a, b) => minuteOf(a[0]) - minuteOf(b[0]));
  return painted.filter(([, name], at) => at === 0 || painted[at - 1]![1] !== name);
}

interface Stretch { from: string; to: string; period: string }

/** As it is read: "00:00–08:00 valley". */
export function stretchesOf(table: DayTable): Stretch[] {
  const merged = table.filter(([, name], at) => at === 0 || table[at - 1]![1] !== name);
  return merged.map(([from, period], at) => ({ from, to: merged[at + 1]?.[0] ?? '24:00', period }));
}
