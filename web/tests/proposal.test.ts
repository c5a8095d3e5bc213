import { describe, expect, it } from 'vitest';
import { valueSaid } from '../src/form/proposal';
import * as format from '../src/words/format';

const russian = {
  money: (value: string | null | undefined) => format.money(value, 'CNY', 'ru'), decimal: (value: string | number | null | undefined) => format.decimal(value, 'ru'),
  quantity: (value: string | null | undefined, unit: string) => format.quantity(value, unit, 'ru'), day: (value: string | null | undefined) => format.day(value, 'ru'),
  localTime: (value: string) => format.time(`${value.replace(' ', 'T')}Z`, 'UTC', 'ru'), first: (keys: string[], fallback: string) => (keys[0] === 'outlet_state.blocked' ? 'Остановлен' : fallback),
};

describe('what a second person is asked', () => {
  it('stands in the form of the reader', () => {
    expect(valueSaid({ part: 'sum', kind: 'money', value: '1200.50' }, russian)).toBe('1\u00a0200,50\u00a0CNY');
    expect(valueSaid({ part: 'units', kind: 'energy', value: '50.5' }, russian)).toBe('50,5\u00a0кВт·ч');
    expect(valueSaid({ part: 'from', kind: 'day', value: '2026-12-01' }, russian)).toBe('01.12.2026');
    expect(valueSaid({ part: 'outlet_state', kind: 'word', value: 'outlet_state.blocked' }, russian)).toBe('Остановлен');
  });

  it('leaves numbers of things as they are written', () => {
    expect(valueSaid({ part: 'account', kind: 'number', value: '100023' }, russian)).toBe('100023');
    expect(valueSaid({ part: 'sale', kind: 'text', value: 'E01T1-0000012' }, russian)).toBe('E01T1-0000012');
  });
});
