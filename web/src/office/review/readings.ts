import type { Answers } from '../../api/described';

// Reading days as the server tells them, and what may be done with each reading.

export const STATES = ['missing', 'suspicious', 'plausible', 'estimated', 'rejected', 'released'] as const;
type ReadingState = (typeof STATES)[number];

export type ReadingDay = Answers['getReadingDays']['rows'][number];

export type Work = Answers['getReadingDaysRouteDay'];
export type WorkItem = Work['rows'][number];

export type ReadingHistory = Answers['getReviewedReadingsMeterDay'];

export type Deed = 'release' | 'reject' | 'estimate' | 'look_again';
export const BECOMES: Record<Deed, string> = { release: 'released', reject: 'rejected', estimate: 'estimated', look_again: 'suspicious' };

/** What its reviewer may do with a reading as it stands. */
export function deedsOf(state: ReadingState): Deed[] {
  switch (state) {
    case 'missing': return ['estimate'];
    case 'plausible': return ['release', 'reject', 'estimate', 'look_again'];
    case 'suspicious': return ['release', 'reject', 'estimate'];
    case 'estimated': return ['release', 'reject', 'look_again'];
    case 'rejected': return ['estimate'];
    case 'released': return ['look_again', 'reject'];
  }
}

/** Whoever rejects, or releases what a rule found something in, says why. */
export const asksWhy = (deed: Deed, state: ReadingState): boolean => deed === 'reject' || deed === 'look_again' || (deed === 'release' && state === 'suspicious');

/** Letters by the physical key; they work while the focus is in the list and nowhere else. */
export const DEED_KEYS: Record<string, Deed> = { KeyL: 'release', KeyR: 'reject', KeyE: 'estimate' };
