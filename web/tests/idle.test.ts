import { expect, it } from 'vitest';
import type { Session } from '../src/api/types';
import { lockMinutes, restOf } from '../src/shell/use_idle';

const session = { signed_in: true, lock_minutes: { office: 30, counter: 2 } } as unknown as Session;

it('a screen of the counter asks for the password by a setting of its own', () => {
  expect(lockMinutes(session, 'counter')).toBe(2);
  expect(lockMinutes(session, 'office')).toBe(30);
});

it('a screen at which nobody has signed in keeps nobody out', () => {
  expect(lockMinutes({ ...session, signed_in: false }, 'counter')).toBeUndefined();
  expect(lockMinutes(undefined, 'office')).toBeUndefined();
});

it('a window is not left while somebody works in another one', () => {
  const noon = 1_800_000_000_000;
  expect(restOf(10, noon, noon + 4 * 60_000)).toBe(6 * 60_000);
  expect(restOf(10, noon, noon + 10 * 60_000)).toBe(0);
  expect(restOf(10, noon, noon + 3_600_000)).toBe(0);
});

it('a clock that was set back keeps no window open', () => {
  expect(restOf(10, 1_800_000_000_000, 1_700_000_000_000)).toBe(0);
});
