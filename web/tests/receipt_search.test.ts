import { describe, expect, it } from 'vitest';
import { ownReceipt } from '../src/counter/tasks/receipt_search';

describe('what is typed of a receipt\'s number', () => {
  it('last digits mean the till\'s own', () => {
    expect(ownReceipt('1756', 'R1-T1-00001760')).toBe('R1-T1-00001756');
    expect(ownReceipt(' 00001756', 'R1-T1-00001760')).toBe('R1-T1-00001756');
  });

  it('a name, a whole number and a longer one are taken as they are', () => {
    expect(ownReceipt('Zhao', 'R1-T1-00001760')).toBeNull();
    expect(ownReceipt('R1-T1-00001756', 'R1-T1-00001760')).toBeNull();
    expect(ownReceipt('412600000148', 'R1-T1-00001760')).toBeNull();
  });

  it('at a till without receipts nothing is guessed', () => expect(ownReceipt('1', undefined)).toBeNull());
});
