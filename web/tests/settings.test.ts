import { describe, expect, it } from 'vitest';
import { digitsOf, nothingWanted, requestOf, settingText } from '../src/office/setting';
import type { Words } from '../src/words/words';

describe('what is asked of a setting', () => {
  it('is the utility and at once unless somebody says otherwise', () => {
    expect(requestOf('card_fee', { ...nothingWanted, value: '12.00', reason: ' new price ' }, 2)).toEqual({ name: 'card_fee', value: '12.00', reason: 'new price' });
  });
  it('takes a comma and blanks as people write them', () => {
    expect(requestOf('hoarding_limit', { ...nothingWanted, value: '6\u00a0000,50', reason: 'x' }, 2)['value']).toBe('6000.50');
    expect(requestOf('hoarding_limit', { ...nothingWanted, value: '5,000.00', reason: 'x' }, 2)['value']).toBe('5000.00');
    expect(requestOf('hoarding_limit', { ...nothingWanted, value: '5,000', reason: 'x' }, 2)['value']).toBe('?');
    expect(requestOf('quote_hours', { ...nothingWanted, value: ' 48 ', reason: 'x' }, digitsOf('hours', 2))['value']).toBe('48');
    expect(requestOf('mail_line', { ...nothingWanted, value: ' 1,500 ', reason: 'x' }, digitsOf('line', 2))['value']).toBe('1,500');
  });
  it('has a day, and a time of that day', () => {
    expect(requestOf('card_fee', { ...nothingWanted, value: '1', day: '2026-12-01', reason: 'x' }, 2)['from']).toBe('2026-12-01');
    expect(requestOf('card_fee', { ...nothingWanted, value: '1', day: '2026-12-01', time: '08:00', reason: 'x' }, 2)['from']).toBe('2026-12-01 08:00');
    expect(requestOf('card_fee', { ...nothingWanted, value: '1', time: '08:00', reason: 'x' }, 2)).not.toHaveProperty('from');
  });
  it('names for whom where it is not for all', () => {
    expect(requestOf('hoarding_limit', { ...nothingWanted, value: '', scope: 'account', of: ' 100001', reason: 'x' }, 2)).toMatchObject({ scope: 'account', of: '100001', value: '' });
  });
  it('is said as yes or no where it is a question', () => {
    const words = { t: (key: string) => key } as Words;
    expect(['1', '0', null].map((value) => settingText(words, 'yes_no', value))).toEqual(['word.yes', 'word.no', 'setting.as_wider']);
  });
});
