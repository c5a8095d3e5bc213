import { describe, expect, it } from 'vitest';
import { nothingWanted, requestOf } from '../src/office/setting';

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
});
