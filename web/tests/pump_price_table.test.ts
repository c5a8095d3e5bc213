import { describe, expect, it } from 'vitest';
import { emptyTable, priceE4, tableBody, wrongIn, type PriceTable } from '../src/counter/pump_tool/price_table';

const table: PriceTable = {
  set: '7', basis: '4', day: '2026-12-01', time: '06:30', rates: ['0,6', '0.3000'], other: '1.25', periods: [{ from: '07:00', rate: '1' }, { from: '22:00', rate: '2' }],
};

describe('the price table of a tool card', () => {
  it('counts prices in ten thousandths, whichever separator was typed', () => {
    expect([priceE4('0.6'), priceE4('0,6000'), priceE4('12'), priceE4('1,500'), priceE4('1.500'), priceE4('0.12345'), priceE4('x'), priceE4('')]).toEqual([6000, 6000, 120_000, null, 15_000, null, null, null]);
  });

  it('becomes a request when nothing is wrong', () => {
    expect(wrongIn(table)).toEqual({});
    expect(tableBody(table)).toEqual({
      set: 7, basis: 4, at: '2026-12-01 06:30:00', prices: [{ rate: 1, price_e4: 6000 }, { rate: 2, price_e4: 3000 }, { rate: 5, price_e4: 12_500 }],
      periods: [{ hour: 7, minute: 0, rate: 1 }, { hour: 22, minute: 0, rate: 2 }],
    });
  });

  it('of time or volume has one price and no periods', () => {
    expect(wrongIn({ ...table, basis: '2', rates: [''] })).toEqual({});
    expect(tableBody({ ...table, basis: '2' })).toMatchObject({ prices: [{ rate: 5, price_e4: 12_500 }], periods: [] });
  });

  it('says at each field what it lacks', () => {
    expect(wrongIn(emptyTable)).toEqual({ set: 'missing', day: 'missing', 'rate-1': 'missing' });
    expect(wrongIn({ ...table, set: '256', rates: ['0.6', '1.23456'] })).toEqual({ set: 'number', 'rate-2': 'price' });
    expect(wrongIn({ ...table, periods: [{ from: '22:00', rate: '1' }, { from: '07:00', rate: '2' }, { from: '23:00', rate: '3' }] })).toEqual({ 'period-2': 'order', 'period-3': 'rate' });
  });
});
