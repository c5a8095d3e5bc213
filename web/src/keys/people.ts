import type { Person } from './types';

/** Kept out: by wrong passwords for a while, or for good until somebody unlocks. What the server still calls locked is so, whatever this clock says. */
export function isLocked({ state, locked_until }: Pick<Person, 'state' | 'locked_until'>): boolean {
  return state === 'locked' || locked_until !== null;
}
