import type { Instant } from '../api/types';

const DAY_MS = 86_400_000;

/** The instant at which a local day begins in a zone: "2026-11-20", "Asia/Shanghai" -> "2026-11-19T16:00:00.000Z". Where the clock is put forward at
 *  midnight it begins with that moment, where it is put back to midnight with the first of the two. */
export function dayStart(day: string, zone: string): Instant {
  const wanted = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(wanted)) return day;
  const before = wanted - offset(wanted - DAY_MS, zone);
  const after = wanted - offset(wanted + DAY_MS, zone);
  const shown = [before, after].filter((at) => at + offset(at, zone) === wanted);
  return new Date(shown.length > 0 ? Math.min(...shown) : before).toISOString();
}

/** The day that the calendar shows there. */
export function dayOf(at: Date, zone: string): string {
  return new Date(at.getTime() + offset(at.getTime(), zone)).toISOString().slice(0, 10);
}

/** So many days later. */
export function daysLater(day: string, days: number): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? day : new Date(at + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whether clocks of both places show the same now, as those of Shanghai and Chongqing do. */
export function sameClock(one: string, other: string, at: Date): boolean {
  return offset(at.getTime(), one) === offset(at.getTime(), other);
}

export function nextDay(day: string): string {
  return daysLater(day, 1);
}

function offset(at: number, zone: string): number {
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en-GB', {
    timeZone: zone || 'UTC', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  }).formatToParts(new Date(at)).map((part) => [part.type, Number(part.value)]));
  return Date.UTC(parts['year']!, parts['month']! - 1, parts['day'], parts['hour'], parts['minute'], parts['second']) - at;
}
