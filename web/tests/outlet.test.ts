import { expect, test } from 'vitest';
import { decimalOf, keySays, type OutletClient } from '../src/office/outlets/outlet';

const key: OutletClient = { key: 'O-01.T1.1', client: 'T1', name: '', good: true, made: '2026-11-20T08:00:00Z', made_by: 'admin', until: null, revoked: null, revoked_by: '', reason: '' };

test('a key says what it is good for', () => {
  expect(keySays(key).text).toBe('outlets.key_good');
  expect(keySays({ ...key, until: '2026-11-21T08:00:00Z' })).toEqual({ text: 'outlets.key_good_until', time: '2026-11-21T08:00:00Z' });
  expect(keySays({ ...key, good: false }).text).toBe('outlets.key_over');
  expect(keySays({ ...key, good: false, revoked: '2026-11-21T08:00:00Z', revoked_by: 'admin', reason: 'stolen' })).toEqual({ text: 'outlets.key_revoked', by: 'admin', reason: 'stolen' });
});

test('an amount may be typed with a comma', () => {
  expect(decimalOf(' 300,00 ')).toBe('300.00');
});
