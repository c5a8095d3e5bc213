import { describe, expect, it } from 'vitest';
import { nothingWanted, requestOf, settingText } from '../src/office/setting';
import type { Words } from '../src/words/words';

describe('what is asked of a setting', () => {
  it('is the utility and at once unless somebody says otherwise', () => {
    expect(requestOf('card_fee', { ...nothingWanted, value: '12.00', reason: ' new price ' })).toEqual({ name: 'card_fee', value: '12.00', reason: 'new price' });
  });
  it('takes a comma and blanks as people write them', () => {
    expect(requestOf('hoarding_limit', { ...nothingWanted, value: '6\u00a0000,50', reason: 'x' })['value']).toBe('6000.50');
  });
  it('has a day, and a time of that day', () => {
    expect(requestOf('card_fee', { ...nothingWanted, value: '1', day: '2026-12-01', reason: 'x' })['from']).toBe('2026-12-01');
    expect(requestOf('card_fee', { ...nothingWanted, value: '1', day: '2026-12-01', time: '08:00', reason: 'x' })['from']).toBe('2026-12-01 08:00');
    expect(requestOf('card_fee', { ...nothingWanted, value: '1', time: '08:00', reason: 'x' })).not.toHaveProperty('from');
  });
  it('names for whom where it is not for all', () => {
    expect(requestOf('hoarding_limit', { ...nothingWanted, value: '', scope: 'account', of: ' 100001', reason: 'x' })).toMatchObject({ scope: 'account', of: '100001', value: '' });
  });
  it('is said as yes or no where it is a question', () => {
    const words = { t: (key: string) => key } as Words;
    expect(['1', '0', null].map((value) => settingText(words, 'yes_no', value))).toEqual(['word.yes', 'word.no', 'setting.as_wider']);
  });
});
