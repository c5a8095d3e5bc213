/** Whose keys a meter has, as it said itself; the last version it still takes beside its present one, or 0. */
export interface MeterKeys { own: boolean; version: number; previous: number }

/** What can be done with the keys of a meter. */
export type Work = 'download' | 'update' | 'forget' | 'restore';

/** What may be done to a meter: give it its first keys, newer ones, take the old version away, or put those of the factory back. Of a
 *  meter that was not asked yet nothing is known: it refuses what does not fit. */
export function worksFor(meter: MeterKeys | null): Work[] {
  if (meter === null) return ['download', 'update', 'forget', 'restore'];
  if (!meter.own) return ['download'];
  return meter.previous ? ['update', 'forget', 'restore'] : ['update', 'restore'];
}

/** A meter's number as it stands on its plate, in groups or not; null: it is none. */
export function meterNumber(typed: string): string | null {
  const digits = typed.normalize('NFKC').replace(/\s/g, '');
  return /^\d{1,12}$/.test(digits) && /[1-9]/.test(digits) ? digits.padStart(12, '0') : null;
}
