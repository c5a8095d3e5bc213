import { describe, expect, it } from 'vitest';
import { moved, readDayText, shownDayText } from '../src/form/day_text';
import { nextMonth } from '../src/office/next_month';

describe('a day is typed as its reader writes it', () => {
  it.each(['2026-11-20', '2026/11/20', '2026.11.20', '20261120', '2026年11月20日', '20 Nov 2026', '20 november 2026', '20\u00a0Nov\u00a02026', '20.11.2026', '20. 11. 2026', '20 ноября 2026', ' 20-Nov-2026 '])('%s', (typed) => {
    expect(readDayText(typed, 'day')).toBe('2026-11-20');
  });

  it.each(['11/20/2026', '03/04/2026', '31.02.2026', '2026-13-01', '20 Xyz 2026', '20.11.26', '2026-11', 'today', ''])('what is none, or could be read twice, is not guessed: %s', (typed) => {
    expect(readDayText(typed, 'day')).toBeNull();
  });

  it.each(['2026-11', '2026/11', '2026年11月', 'Nov 2026', 'november 2026', 'ноябрь 2026', '11.2026'])('a month: %s', (typed) => expect(readDayText(typed, 'month')).toBe('2026-11'));

  it.each(['2026-13', '2026', 'Nov', '20 Nov 2026'])('no month: %s', (typed) => expect(readDayText(typed, 'month')).toBeNull());

  it.each(['2026-11-20T14:05', '2026-11-20 14:05', '20 Nov 2026 14:05', '20.11.2026 14:05:09'])('a moment: %s', (typed) => expect(readDayText(typed, 'moment')).toBe('2026-11-20T14:05'));

  it('a moment has an hour of the day', () => {
    expect(readDayText('2026-11-20 24:00', 'moment')).toBeNull();
    expect(readDayText('2026-11-20', 'moment')).toBeNull();
  });

  it.each([
    ['2026-11-20', '2026-11-20', '20 Nov 2026', '20.11.2026'], ['2026-11', '2026年11月', 'Nov 2026', 'ноябрь 2026'], ['2026-11-20T14:05', '2026-11-20 14:05', '20 Nov 2026 14:05', '20.11.2026 14:05'], ['', '', '', ''],
  ])('%s is shown in each language, and read again as it is shown', (value, zh, en, ru) => {
    const kind = value.length === 7 ? 'month' : value.length === 10 ? 'day' : 'moment';
    for (const [language, shown] of [['zh', zh], ['en', en], ['ru', ru]] as const) {
      expect(shownDayText(value, language)).toBe(shown);
      if (value !== '') expect(readDayText(shown, kind)).toBe(value);
    }
  });

  it('every month of every language is read', () => {
    for (const language of ['zh', 'en', 'ru'] as const)
      for (let month = 1; month <= 12; month += 1) {
        const value = `2026-${String(month).padStart(2, '0')}`;
        expect(readDayText(shownDayText(value, language), 'month'), value).toBe(value);
        expect(readDayText(shownDayText(`${value}-28`, language), 'day'), value).toBe(`${value}-28`);
      }
  });

  it('the arrows go a day or a month on', () => {
    expect(moved('2026-02-28', 'day', 1)).toBe('2026-03-01');
    expect(moved('2026-01', 'month', -1)).toBe('2025-12');
    expect(moved('2026-12-31T23:10', 'moment', 1)).toBe('2027-01-01T23:10');
  });
});

describe('the month that is closed next', () => {
  it('comes behind the newest that is closed', () => expect(nextMonth('2026-12', '2027-03-05')).toBe('2027-01'));
  it('is the last one that is over before any was closed', () => expect(nextMonth(undefined, '2026-12-01')).toBe('2026-11'));
});
