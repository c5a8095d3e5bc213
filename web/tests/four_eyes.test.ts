import { describe, expect, it } from 'vitest';
import { Problem } from '../src/api/problem';
import type { ErrorCode } from '../src/api/types';
import { afterAnswer, afterRefusal, atRest, granted, later } from '../src/form/four_eyes';

const refusal = (code: ErrorCode): Problem => new Problem({ title: '', status: 409, code, details: {} });
const request = { number: 7, action: 'import', content: { what: 'import_file', parts: [] } };
const here = { at: 'here' as const, request };

describe('a change that needs a second person', () => {
  it('is done at once when one person is enough', () => {
    expect(afterAnswer({ new: 3 })).toEqual(atRest);
    expect(granted(atRest)).toBeUndefined();
  });

  it('asks for him here, and goes again with its number', () => {
    const eyes = afterAnswer({ approval: request });
    expect(eyes).toEqual(here);
    expect(granted(eyes)).toBe(7);
  });

  it('waits for him when he is elsewhere, and keeps the number while nobody has answered', () => {
    const waiting = later(here);
    expect(waiting).toEqual({ at: 'waiting', request });
    expect(afterRefusal(waiting, refusal('approval_pending'))).toEqual(waiting);
    expect(afterRefusal(waiting, refusal('no_connection'))).toEqual(waiting);
    expect(granted(waiting)).toBe(7);
  });

  it('begins anew after a rejection, a used or a lapsed request', () => {
    for (const code of ['approval_rejected', 'approval_used', 'approval_lapsed', 'approval_differs'] as const) expect(afterRefusal(later(here), refusal(code))).toEqual(atRest);
  });

  it('is not asked about when it was refused for something else', () => {
    expect(afterRefusal(atRest, refusal('bad_amount'))).toEqual(atRest);
  });
});
