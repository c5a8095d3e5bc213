import { describe, expect, it } from 'vitest';
import { missing, NOTHING, refundBody, type Refund } from '../src/counter/tasks/closing';

const refund = (part: Partial<Refund>): Refund => ({ ...NOTHING, reason: 'moved away', ...part });

describe('an account ends', () => {
  it('wants a reason, and what each way of paying out is known by', () => {
    expect(missing(NOTHING)).toEqual(['reason']);
    expect(missing(refund({}))).toEqual([]);
    expect(missing(refund({ way: 'transfer' }))).toEqual(['reference']);
    expect(missing(refund({ way: 'to_account', to_account: ' ' }))).toEqual(['to_account']);
    expect(missing(refund({ dead: true }))).toEqual(['remaining']);
  });

  it('says where what is left goes, as the request has it', () => {
    expect(refundBody(refund({ way: 'transfer', reference: ' B7 ' }), 2)).toEqual({ phase: 'refund', reason: 'moved away', leftover: 'paid_out', tender: 'transfer', reference: 'B7' });
    expect(refundBody(refund({ way: 'to_account', to_account: '100004' }), 2)).toMatchObject({ leftover: 'to_account', to_account: 100004 });
  });

  it('tells what a silent meter held in what it counts in, and leaves nothing in doubt by itself', () => {
    expect(refundBody(refund({ dead: true, remaining: '12,5' }), 2)).toMatchObject({ remaining: '12.50' });
    expect(refundBody(refund({ dead: true, remaining: '12.5' }), null)).toMatchObject({ remaining: '12.5' });
    expect(refundBody(refund({ inDoubt: true, remaining: '3' }), 2)).not.toHaveProperty('leave_in_doubt');
    expect(refundBody(refund({ inDoubt: true, remaining: '3' }), 2)).not.toHaveProperty('remaining');
  });
});
