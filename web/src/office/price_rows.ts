// A version's prices as lines of a table: by season, by set (what households of a size have), step by step and by the periods of the day. A price
// that a step adds to stands as it is agreed: base + step.

export interface PriceRow {
  season: string;
  /** Up to which use in the period this set of steps counts; empty: one set for all. */
  upto: string;
  step: number;
  to: string;
  period: string;
  price: string;
  add: string;
}

type Named = Record<string, unknown>;

const named = (value: unknown): Named | null => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Named) : null);
const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

export function priceRows(version: unknown): PriceRow[] {
  const energy = named(named(version)?.['energy']);
  if (!energy) return [];
  const seasons = named(energy['by_season']);
  return seasons ? Object.entries(seasons).flatMap(([season, one]) => ofSeason(season, named(one) ?? {})) : ofSeason('', energy);
}

function ofSeason(season: string, energy: Named): PriceRow[] {
  const sets = Array.isArray(energy['sets']) ? energy['sets'].map((one) => named(one) ?? {}) : [energy];
  return sets.flatMap((set) => {
    const upto = text(set['upto']);
    const steps = Array.isArray(set['steps']) ? set['steps'].map((one) => named(one) ?? {}) : [{}];
    return steps.flatMap((step, at) => byPeriod(step['price'] ?? energy['price']).map(([period, price]) => ({ season, upto, step: at + 1, to: text(step['to']), period, price, add: text(step['add']) })));
  });
}

function byPeriod(price: unknown): [string, string][] {
  const periods = named(price);
  return periods ? Object.entries(periods).map(([period, one]) => [period, text(one)]) : [['', text(price)]];
}
