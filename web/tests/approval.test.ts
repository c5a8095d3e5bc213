import { expect, it } from 'vitest';
import { standingOf } from '../src/form/approval';

const asked = '2026-11-28T08:00:00Z';
const at = (time: string): number => Date.parse(time);

it('a request that nobody has decided lapses after a day, as the server has it', () => {
  expect(standingOf('waiting', asked, at('2026-11-29T08:00:00Z'))).toBe('waiting');
  expect(standingOf('waiting', asked, at('2026-11-29T08:00:01Z'))).toBe('lapsed');
});

it('what was decided stays what it is', () => {
  for (const decision of ['approved', 'rejected', 'used', 'withdrawn']) expect(standingOf(decision, asked, at('2027-01-01T00:00:00Z'))).toBe(decision);
});
