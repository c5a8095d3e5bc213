import { describe, expect, it } from 'vitest';
import { piecesOf, sumOf } from '../src/counter/tasks/piece_count';

describe('a drawer counted by notes and coins', () => {
  it('adds up exactly, whatever the values', () => {
    expect(sumOf({ '100.00': '3', '0.50': '7', '0.10': '' })).toBe('303.50');
    expect(sumOf({ '0.10': '3' })).toBe('0.30');
    expect(sumOf({ '5000': '2', '10': '1' })).toBe('10010');
  });
  it('says nothing while nothing, or no number, is typed', () => {
    expect(sumOf({})).toBe('');
    expect(sumOf({ '100.00': '' })).toBe('');
    expect(sumOf({ '100.00': '1x' })).toBe('');
  });
  it('sends what there is', () => {
    expect(piecesOf({ '100.00': '3', '50.00': '0', '20.00': '' })).toEqual([{ value: '100.00', count: 3 }]);
  });
});
