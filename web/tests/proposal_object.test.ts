import { describe, expect, it } from 'vitest';
import type { Proposal } from '../src/api/types';
import { amountAsked, deedAsked, objectAsked } from '../src/form/proposal_object';

const proposal = (...parts: Proposal['parts']): Proposal => ({ what: 'reverse', parts }) as unknown as Proposal;

describe('the list of what waits for a second person', () => {
  it('says about what it is, by the nearest thing', () => {
    expect(objectAsked(proposal({ part: 'account', kind: 'number', value: '100001' }, { part: 'sale', kind: 'text', value: 'E01-T1-000007' }))?.value).toBe('E01-T1-000007');
    expect(objectAsked(proposal({ part: 'setting', kind: 'word', value: 'setting.name.card_fee' }))).toEqual({ part: 'setting', kind: 'word', value: 'setting.name.card_fee' });
    expect(objectAsked(proposal({ part: 'reason', kind: 'text', value: 'mistyped' }))).toBeUndefined();
    expect(objectAsked(undefined)).toBeUndefined();
  });

  it('says what is done, not by which right', () => {
    expect(deedAsked({ what: 'write_off', parts: [] } as unknown as Proposal, 'debts_write')).toBe('write_off');
    expect(deedAsked(undefined, 'debts_write')).toBe('debts_write');
  });

  it('says how much money, of several the sum', () => {
    expect(amountAsked(proposal({ part: 'remaining', kind: 'money', value: '12.00' }, { part: 'sum', kind: 'money', value: '100.00' }))).toBe('100.00');
    expect(amountAsked(proposal({ part: 'value', kind: 'money', value: '6000.00' }))).toBe('6000.00');
    expect(amountAsked(proposal({ part: 'sales', kind: 'count', value: '3' }))).toBe('');
  });
});
