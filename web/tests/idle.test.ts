import { expect, it } from 'vitest';
import type { Session } from '../src/api/types';
import { lockMinutes } from '../src/shell/use_idle';

const session = { signed_in: true, lock_minutes: { office: 30, counter: 2 } } as unknown as Session;

it('a screen of the counter asks for the password by a setting of its own', () => {
  expect(lockMinutes(session, 'counter')).toBe(2);
  expect(lockMinutes(session, 'office')).toBe(30);
});

it('a screen at which nobody has signed in keeps nobody out', () => {
  expect(lockMinutes({ ...session, signed_in: false }, 'counter')).toBeUndefined();
  expect(lockMinutes(undefined, 'office')).toBeUndefined();
});
