import { afterEach, describe, expect, it, vi } from 'vitest';
import { capital, day, decimal, grouped, money, quantity, time } from '../src/words/format';
import { valueSaid } from '../src/queries/names';
import type { Words } from '../src/words/words';
import { dayOf, daysLater, dayStart, nextDay, sameClock } from '../src/words/zone';
import { instantRange } from '../src/table/view_state';

describe('figures in three languages', () => {
  it.each([
    ['1234567.50', '1,234,567.50', '1,234,567.50', '1\u00a0234\u00a0567,50'], ['0.00', '0.00', '0.00', '0,00'], ['-10.00', '\u221210.00', '\u221210.00', '\u221210,00'], ['999', '999', '999', '999'],
    ['123456789012345678901.23', '123,456,789,012,345,678,901.23', '123,456,789,012,345,678,901.23', '123\u00a0456\u00a0789\u00a0012\u00a0345\u00a0678\u00a0901,23'],
  ])('%s', (value, zh, en, ru) => {
    expect(decimal(value, 'zh')).toBe(zh);
    expect(decimal(value, 'en')).toBe(en);
    expect(decimal(value, 'ru')).toBe(ru);
  });

  it('names the currency so that nobody mistakes it', () => {
    expect(money('1234.50', 'CNY', 'zh')).toBe('¥1,234.50');
    expect(money('1234.50', 'RUB', 'zh')).toBe('RUB\u00a01,234.50');
    expect(money('1234.50', 'CNY', 'en')).toBe('CNY\u00a01,234.50');
    expect(money('1234.50', 'RUB', 'ru')).toBe('1\u00a0234,50\u00a0₽');
    expect(money('1234.50', 'CNY', 'ru')).toBe('1\u00a0234,50\u00a0CNY');
    expect(money('-3.10', 'CNY', 'zh')).toBe('\u2212¥3.10');
  });

  it('unknown is a dash, zero is a zero', () => {
    expect(money(null, 'CNY', 'en')).toBe('—');
    expect(money('0.00', 'CNY', 'en')).toBe('CNY\u00a00.00');
    expect(quantity(undefined, 'kWh', 'en')).toBe('—');
  });

  it('units in the language of the field', () => {
    expect(quantity('149.13', 'kWh', 'ru')).toBe('149,13\u00a0кВт·ч');
    expect(quantity('149.13', 'kWh', 'zh')).toBe('149.13\u00a0kWh');
  });

  it('what is no decimal is shown as it came', () => expect(decimal('n/a', 'en')).toBe('n/a'));

  it('long numbers in groups from the right', () => {
    expect(grouped('000000123456')).toEqual(['0000', '0012', '3456']);
    expect(grouped('12345')).toEqual(['1', '2345']);
  });
});

describe('times on the clock of the station', () => {
  const at = '2026-11-20T06:05:09Z';
  it('shows each language its own order', () => {
    expect(time(at, 'Asia/Shanghai', 'zh')).toBe('2026-11-20 14:05:09');
    expect(time(at, 'Asia/Shanghai', 'en')).toBe('20\u00a0Nov\u00a02026 14:05:09'); // the day in one line
    expect(time(at, 'Asia/Shanghai', 'ru')).toBe('20.11.2026 14:05:09');
    expect(time(at, 'Europe/Moscow', 'ru', 'clock')).toBe('09:05');
    expect(time(at, 'Asia/Shanghai', 'zh', 'month')).toBe('2026年11月');
    expect(time(at, 'Asia/Shanghai', 'ru', 'month')).toBe('ноябрь\u00a02026');
  });

  it('midnight is 00:00, not 24:00', () => expect(time('2026-11-19T16:00:00Z', 'Asia/Shanghai', 'en', 'clock')).toBe('00:00'));

  afterEach(() => vi.unstubAllEnvs());
  it.each(['America/Los_Angeles', 'Asia/Kathmandu', 'UTC'])('a viewer whose own machine stands in %s sees the same', (own) => {
    vi.stubEnv('TZ', own);
    expect(time(at, 'Asia/Shanghai', 'zh')).toBe('2026-11-20 14:05:09');
    expect(dayStart('2026-11-20', 'Asia/Shanghai')).toBe('2026-11-19T16:00:00.000Z');
    expect(nextDay('2026-10-31')).toBe('2026-11-01');
  });

  it('a local day begins where its zone says, also around a change of the clock', () => {
    expect(dayStart('2026-11-20', 'Asia/Shanghai')).toBe('2026-11-19T16:00:00.000Z');
    expect(dayStart('2026-03-29', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z');
    expect(dayStart('2026-03-30', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z');
    expect(nextDay('2026-12-31')).toBe('2027-01-01');
  });

  it.each(['UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Berlin', 'America/Santiago'])('days of 23 and 25 hours are asked for whole, whoever asks in %s', (own) => {
    vi.stubEnv('TZ', own);
    expect(instantRange('2026-03-29..2026-03-29', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z..2026-03-29T21:59:59.999Z');
    expect(instantRange('2026-10-25..2026-10-25', 'Europe/Berlin')).toBe('2026-10-24T22:00:00.000Z..2026-10-25T22:59:59.999Z');
    // At midnight the clock is put forward: the day has no 00:00. It is put back to midnight: 00:00 comes twice, or the day before has its last hour twice.
    expect(instantRange('2026-09-06..2026-09-06', 'America/Santiago')).toBe('2026-09-06T04:00:00.000Z..2026-09-07T02:59:59.999Z');
    expect(instantRange('2026-04-04..2026-04-04', 'America/Santiago')).toBe('2026-04-04T03:00:00.000Z..2026-04-05T03:59:59.999Z');
    expect(dayStart('2026-11-01', 'America/Havana')).toBe('2026-11-01T04:00:00.000Z');
    // A day that a place left out when it crossed the date line begins with the one behind it.
    expect(dayStart('2011-12-31', 'Pacific/Apia')).toBe('2011-12-30T10:00:00.000Z');
  });

  it.each(['America/Los_Angeles', 'Pacific/Kiritimati'])('today is the utility\'s day, also in %s', (own) => {
    vi.stubEnv('TZ', own);
    expect(dayOf(new Date('2026-11-20T15:59:59Z'), 'Asia/Shanghai')).toBe('2026-11-20');
    expect(dayOf(new Date('2026-11-20T16:00:00Z'), 'Asia/Shanghai')).toBe('2026-11-21');
    expect(daysLater('2026-11-20', 60)).toBe('2027-01-19');
  });

  it('clocks that show the same are no two', () => {
    const now = new Date('2026-11-20T06:05:09Z');
    expect(sameClock('Asia/Shanghai', 'Asia/Singapore', now)).toBe(true);
    expect(sameClock('Asia/Shanghai', 'Asia/Tokyo', now)).toBe(false);
  });

  it('writes moments by a clock without a zone as the language does', () => {
    expect(day('2026-10-17 13:04:46', 'ru')).toBe('17.10.2026 13:04:46');
    expect(day('2026-10-17 13:04', 'en')).toBe('17\u00a0Oct\u00a02026 13:04');
    expect(day('R3-T2-00000002', 'ru')).toBe('R3-T2-00000002');
  });
});

describe('a day of the calendar', () => {
  it('is that day in every zone: a business day, a reading day, a day of a debt', () => {
    for (const zone of ['Asia/Kamchatka', 'Pacific/Auckland', 'America/New_York']) {
      const words = { time: (value: string, style: 'date') => time(value, zone, 'en', style), day: (value: string) => day(value, 'en') } as unknown as Words;
      const since = { name: 'since_day', kind: 'date' as const, personal: false, hows: [], figures: [], parts: [], words: [], said: '', link: null };
      expect(valueSaid(since, '2027-03-28', words)).toBe('28\u00a0Mar\u00a02027');
    }
  });
});

describe('a word at the head of a column', () => {
  it('begins with a capital in the languages that have them', () => {
    expect(capital('missing', 'en')).toBe('Missing');
    expect(capital('нет показаний', 'ru')).toBe('Нет показаний');
    expect(capital('缺失', 'zh')).toBe('缺失');
    expect(capital('', 'en')).toBe('');
  });
});
