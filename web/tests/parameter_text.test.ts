import { describe, expect, it } from 'vitest';
import { changedTexts, daysOf, fromHuman, humanUnit, maskOf, toHuman, type Parameter } from '../src/office/parameter_text';

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
    expect(fromHuman(watts, '0.0005')).toBe('0.0005'); // the server says why not
  });

  it('shows times of the day with a colon', () => {
    for (const [text, human] of [['600', '06:00'], ['2330', '23:30'], ['0', '00:00'], ['5', '00:05']] as const) expect(toHuman(time, text)).toBe(human);
    expect(fromHuman(time, '06:00')).toBe('0600');
    expect(toHuman(time, '')).toBe('');
  });

  it('leaves other figures as they are', () => {
    expect(toHuman(seconds, '900')).toBe('900');
    expect(fromHuman(seconds, ' 900 ')).toBe('900');
  });

  it('takes days apart and together', () => {
    expect(daysOf('65')).toEqual([true, false, false, false, false, false, true]);
    for (let mask = 0; mask < 128; ++mask) expect(maskOf(daysOf(String(mask)))).toBe(String(mask));
  });

  it('sends what was changed and nothing else', () => {
    const row = (item: string, wanted: string) => ({ item, wanted }) as Parameter;
    expect(changedTexts([row('a', ''), row('b', '5'), row('c', '7')], { a: '1', b: '5', c: '' })).toEqual({ a: '1', c: '' });
    expect(changedTexts([row('a', '')], {})).toEqual({});
  });
});
