import type { PumpBasis } from '../api/types';

/** What a watering may be charged by, in the order in which it is offered. */
export const BASES: readonly PumpBasis[] = ['energy', 'time', 'volume', 'energy_and_volume'];

/** A card's number as a pump's display names it. */
export function lastFour(card: string): string {
  return `…${card.slice(-4)}`;
}

/** Seconds as h:mm:ss. */
export function asDuration(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
