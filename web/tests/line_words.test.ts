import { describe, expect, it } from 'vitest';
import { nameOf } from '../src/office/invoices/invoice';
import { deliveredKey, ofTheCommodity, twoDecimals } from '../src/words/line_words';

describe('what the lines of a price are called', () => {
  it('water and gas are no energy', () => {
    expect(deliveredKey(true, true)).toBe('slip.line.volume_step');
    expect(deliveredKey(true, false)).toBe('slip.line.volume');
    expect(deliveredKey(false, true)).toBe('slip.line.step');
    expect(deliveredKey(false, false)).toBe('slip.line.energy');
  });
  it('a charge for each cubic metre has its own name', () => {
    expect(['energy', 'step', 'free'].every(ofTheCommodity)).toBe(true);
    expect(ofTheCommodity('sewage')).toBe(false);
  });
  it('so on an invoice', () => {
    expect(nameOf({ kind: 'energy', step: 2, item: 'energy', unit: 'm3' })).toBe('slip.line.volume_step');
    expect(nameOf({ kind: 'energy', step: 0, item: 'energy', unit: 'kWh' })).toBe('slip.line.energy');
    expect(nameOf({ kind: 'charge', step: 0, item: 'sewage', unit: '' })).toBe('slip.line.sewage');
  });
  it('figures have two decimals, or all that they have', () => {
    expect(['5', '5.4', '5.40', '0.4883', '1234.567'].map(twoDecimals)).toEqual(['5.00', '5.40', '5.40', '0.4883', '1234.567']);
  });
});
