import type { Answers } from '../../api/described';
import type { Decimal, Instant } from '../../api/types';
import type { Called } from '../../table/called';

// Reading days as the server tells them, and what may be done with each reading.

export const STATES = ['missing', 'suspicious', 'plausible', 'estimated', 'rejected', 'released'] as const;
export type ReadingState = (typeof STATES)[number];

export type Counts = Record<ReadingState, number> & { meters: number };
export interface ReadingDay extends Counts { route: string; name: string; day: string }

export interface Reading {
  meter: string; day: string; route: string; state: ReadingState; changes: number;
  before_day: string | null; before: Decimal | null;
  source?: string; taken?: Instant; energy?: Decimal; at_day?: Decimal; used?: Decimal | null; usual?: Decimal | null;
  finding?: string; figures?: Record<string, string>; also?: string[]; reason?: string; decided_by?: string; people?: Called; changed?: Instant;
}
export interface WorkItem extends Reading { commodity?: string; account: number; area: string; total_of: string; customer_name: string; address: string }
export type Work = Answers['getReadingDaysRouteDay'];

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
