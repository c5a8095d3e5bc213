import type { MeterView } from '../api/types';

/** What can be done with the keys of a meter. */
export type Work = 'download' | 'update' | 'forget' | 'restore';

/** What a technician may do: give it its first keys, newer ones, take the old version away, or put those of the factory back. */
export function worksFor(meter: Pick<MeterView, 'key_state' | 'previous_key_version'>): Work[] {
  if (meter.key_state === 'public') return ['download'];
  return meter.previous_key_version ? ['update', 'forget', 'restore'] : ['update', 'restore'];
}
