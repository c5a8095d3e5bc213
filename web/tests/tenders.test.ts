import { describe, expect, it } from 'vitest';
import { leftToPay, parseSlips, payingBody, withOneMore, type TenderLine } from '../src/counter/tenders';

const card: TenderLine = { tender: 'card', amount: '', reference: 'A41F77' };

describe('by what is paid', () => {
  it('is cash unless somebody says otherwise', () => {
    expect(payingBody([], '', 2)).toEqual({ tender: 'cash' });
    expect(payingBody([], '100', 2)).toEqual({ tender: 'cash', received: '100.00' });
  });

  it('names each tender, and leaves open what the others leave', () => {
    expect(payingBody([card, { tender: 'cash', amount: '13', reference: '' }], '', 2)).toEqual({
      tenders: [{ tender: 'card', reference: 'A41F77' }, { tender: 'cash', amount: '13.00' }],
    });
  });

  it('never sends what is no amount as one', () => {
    expect(payingBody([{ ...card, amount: '5.005' }], '', 2)).toEqual({ tenders: [{ tender: 'card', amount: '?', reference: 'A41F77' }] });
    expect(payingBody([], '1,500', 2)).toEqual({ tender: 'cash', received: '?' });
  });

  it('begins with the bank card, then offers cash, and ends at five', () => {
    let lines = withOneMore([]);
    expect(lines.map((line) => line.tender)).toEqual(['card']);
    lines = withOneMore(lines);
    expect(lines.map((line) => line.tender)).toEqual(['card', 'cash']);
    for (let i = 0; i < 9; ++i) lines = withOneMore(lines);
    expect(lines).toHaveLength(5);
  });

  it('says exactly what is left', () => {
    expect(leftToPay([card, { ...card, amount: '13' }], '30.00', 2)).toBe('17.00');
    expect(leftToPay([{ ...card, amount: '30.05' }], '30.00', 2)).toBe('-0.05');
    expect(leftToPay([{ ...card, amount: '1.005' }], '30.00', 2)).toBeNull();
    expect(leftToPay([{ ...card, amount: '7' }], '30', 0)).toBe('23');
  });

  it('adds slips up below zero where more was handed back', () => {
    expect(parseSlips('70', 2)).toBe('70.00');
    expect(parseSlips('-30', 2)).toBe('-30.00');
    expect(parseSlips('−0,50', 2)).toBe('-0.50');
    expect(parseSlips('', 2)).toBeNull();
    expect(parseSlips('many', 2)).toBeNull();
  });
});
