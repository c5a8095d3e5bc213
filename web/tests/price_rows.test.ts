import { describe, expect, it } from 'vitest';
import { priceRows } from '../src/office/price_rows';

const read = (energy: unknown): string[] => priceRows({ energy }).map((row) => [row.season, row.upto, row.step, row.to || '∞', row.period, row.add ? `${row.price}+${row.add}` : row.price].filter((part) => part !== '').join(' '));

describe('prices that somebody approves', () => {
  it('one price, and steps with prices of their own', () => {
    expect(read({ price: '0.52' })).toEqual(['1 ∞ 0.52']);
    expect(read({ steps: [{ to: '180', price: '0.52' }, { price: '0.82' }] })).toEqual(['1 180 0.52', '2 ∞ 0.82']);
  });

  it('steps that add to a base price', () => {
    expect(read({ price: '0.538', steps: [{ to: '2760', add: '0' }, { add: '0.30' }] })).toEqual(['1 2760 0.538+0', '2 ∞ 0.538+0.30']);
  });

  it('periods of the day, seasons, sets', () => {
    expect(read({ price: { peak: '0.9', off_peak: '0.3' } })).toEqual(['1 ∞ peak 0.9', '1 ∞ off_peak 0.3']);
    expect(read({ by_season: { summer: { price: '1' }, winter: { price: '2' } } })).toEqual(['summer 1 ∞ 1', 'winter 1 ∞ 2']);
    expect(read({ sets: [{ upto: '500', steps: [{ price: '1' }] }, { steps: [{ price: '2' }] }] })).toEqual(['500 1 ∞ 1', '1 ∞ 2']);
  });

  it('what is no plan has none', () => {
    for (const nothing of [null, 'text', {}, { energy: [] }]) expect(priceRows(nothing)).toEqual([]);
  });
});
