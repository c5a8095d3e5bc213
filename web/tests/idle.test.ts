import { expect, it } from 'vitest';
import type { Session } from '../src/api/types';
import { lockMinutes } from '../src/shell/use_idle';

const session = { utility: { lock_minutes: 30, counter_lock_minutes: 2 } } as unknown as Session;

it('a screen of the counter asks for the password by a setting of its own', () => {
  expect(lockMinutes(session, 'counter')).toBe(2);
  expect(lockMinutes(session, 'office')).toBe(30);
});

it('before the utility has books its screens are locked all the same', () => {
  expect(lockMinutes(undefined, 'counter')).toBe(5);
  expect(lockMinutes({} as Session, 'office')).toBe(10);
});
