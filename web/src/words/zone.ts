import type { Instant } from '../api/types';

/** The instant at which a local day begins in a zone: "2026-11-20", "Asia/Shanghai" -> "2026-11-19T16:00:00.000Z". */
export function dayStart(day: string, zone: string): Instant {
  const wanted = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(wanted)) return day;
  // What the clock there shows when UTC shows midnight tells the offset; near a change of the clock the second look corrects it.
  const first = wanted - offset(wanted, zone);
  return new Date(wanted - offset(first, zone)).toISOString();
}

export function nextDay(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? day : new Date(at + 86_400_000).toISOString().slice(0, 10);
}

function offset(at: number, zone: string): number {
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en-GB', {
    timeZone: zone || 'UTC', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  }).formatToParts(new Date(at)).map((part) => [part.type, Number(part.value)]));
  return Date.UTC(parts['year']!, parts['month']! - 1, parts['day'], parts['hour'], parts['minute'], parts['second']) - at;
}
