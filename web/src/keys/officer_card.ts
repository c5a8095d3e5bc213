import { isPin } from './card_kinds';
import type { Ceremony, LyingCard } from './types';

// An officer's card in a ceremony: how a component is brought, which cards on the readers fit, and what is still wrong.

/** Rolled by the vault; typed; typed and kept on the card; made by the vault for the card; brought by the card. */
export const WAYS = ['roll', 'type', 'keep', 'make', 'bring'] as const;
export type Way = (typeof WAYS)[number];

/** The supplier's key comes in letters: there is nothing to roll. */
export const waysOf = (purpose: Ceremony['purpose']): readonly Way[] => (purpose === 'card_transport' ? WAYS.filter((way) => way !== 'roll' && way !== 'make') : WAYS);
export const takesCard = (way: Way): boolean => way === 'keep' || way === 'make' || way === 'bring';

export const isTyped = (way: Way): boolean => way === 'type' || way === 'keep';
export const writesCard = (way: Way): boolean => way === 'keep' || way === 'make';

/** To write: blank ones and half-written ones; to read: officer cards that were written to their end. */
export function fitting(lying: LyingCard[], writes: boolean): string[] {
  return lying.filter((each) => (writes ? each.next !== 'nothing' : each.kind === 'officer' && each.standing === 'whole')).map((each) => each.serial);
}

export type CardFlaw = 'card' | 'pin' | 'again';

/** A PIN that is written is typed twice: nobody can give the card another one. */
export function cardFlaw(card: string, pin: string, again: string, writes: boolean): CardFlaw | null {
  if (card === '') return 'card';
  if (!isPin(pin)) return 'pin';
  return writes && again !== pin ? 'again' : null;
}
