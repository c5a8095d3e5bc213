import { describe, expect, it } from 'vitest';
import { changedTexts, daysOf, fromHuman, humanUnit, textOfDays, toHuman, type Parameter } from '../src/office/parameter_text';

const watts = { kind: 'number', unit: 'W' } as const;
const time = { kind: 'time_of_day', unit: '' } as const;
const seconds = { kind: 'number', unit: 's' } as const;

describe('parameters as people read them', () => {
  it('shows watts as kilowatts and takes them back', () => {
    expect(humanUnit(watts)).toBe('kW');
    for (const [text, human] of [['0', '0'], ['5', '0.005'], ['800', '0.8'], ['1500', '1.5'], ['12000', '12']] as const) {
      expect(toHuman(watts, text)).toBe(human);
      expect(fromHuman(watts, human)).toBe(text);
    }
    expect(fromHuman(watts, '1,5')).toBe('1500');
    expect(fromHuman(watts, '1,500')).toBe('1,500'); // two readings: the field says so
    expect(fromHuman({ kind: 'money', unit: 'currency' }, '5,000.00')).toBe('5000.00');
    expect(fromHuman(watts, '0.0005')).toBe('0.0005'); // the server says why not
  });

  it('leaves times as they are', () => {
    expect(toHuman(time, '06:00')).toBe('06:00');
    expect(fromHuman(time, '06:00')).toBe('06:00');
    expect(fromHuman({ kind: 'freeze_pattern', unit: '' }, ' *-* 18:30 ')).toBe('*-* 18:30');
    expect(toHuman(time, '')).toBe('');
  });

  it('leaves other figures as they are', () => {
    expect(toHuman(seconds, '900')).toBe('900');
    expect(fromHuman(seconds, ' 900 ')).toBe('900');
  });

  it('takes days apart and together', () => {
    expect(daysOf('sat,sun')).toEqual([true, false, false, false, false, false, true]);
    expect(textOfDays(daysOf('daily'))).toBe('daily');
    expect(textOfDays(daysOf('none'))).toBe('none');
    expect(daysOf('')).not.toContain(true);
    for (let mask = 0; mask < 128; ++mask) {
      const days = Array.from({ length: 7 }, (_, day) => (mask >> day & 1) === 1);
      expect(daysOf(textOfDays(days))).toEqual(days);
    }
  });

  it('sends what was changed and nothing else', () => {
    const row = (item: string, wanted: string) => ({ item, wanted }) as Parameter;
    expect(changedTexts([row('a', ''), row('b', '5'), row('c', '7')], { a: '1', b: '5', c: '' })).toEqual({ a: '1', c: '' });
    expect(changedTexts([row('a', '')], {})).toEqual({});
  });
});
