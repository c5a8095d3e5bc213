import { expect, test } from 'vitest';
import { Problem, savedMeanwhile } from '../src/api/problem';
import type { ErrorCode } from '../src/api/types';
import { bodyOf, formOf, keySays, type Outlet, type OutletClient } from '../src/office/outlets/outlet';

const key: OutletClient = { key: 'O-01.T1.1', client: 'T1', name: '', good: true, made: '2026-11-20T08:00:00Z', made_by: 'admin', until: null, revoked: null, revoked_by: '', reason: '' };

test('a key says what it is good for', () => {
  expect(keySays(key).text).toBe('outlets.key_good');
  expect(keySays({ ...key, until: '2026-11-21T08:00:00Z' })).toEqual({ text: 'outlets.key_good_until', time: '2026-11-21T08:00:00Z' });
  expect(keySays({ ...key, good: false }).text).toBe('outlets.key_over');
  expect(keySays({ ...key, good: false, revoked: '2026-11-21T08:00:00Z', revoked_by: 'admin', reason: 'stolen' })).toEqual({ text: 'outlets.key_revoked', by: 'admin', reason: 'stolen' });
});

const outlet: Outlet = { code: 'O-01', station: 'E01', name: 'Shop', contact: '', state: 'active', float: '0.00', available: '0.00', credit_limit: '0.00', sale_limit: '500.00', day_limit: null,
  sold_today: '0.00', commission_owed: '0.00', per_mille: 0, version: 'a', business_day: '2026-11-20', sales_today: 0, opened: '2026-11-01T08:00:00Z', last_sale: null, clients: [], commissions: [] };

test('what somebody else has saved meanwhile stands beside what was typed', () => {
  const theirs = { ...outlet, name: 'Shop by the bridge', version: 'b' };
  const refused = (code: ErrorCode) => new Problem({ title: '', status: 409, code, details: { current: theirs } });
  expect(savedMeanwhile<Outlet>(refused('version_conflict'))?.version).toBe('b');
  expect(formOf(savedMeanwhile<Outlet>(refused('version_conflict'))!)).toEqual({ name: 'Shop by the bridge', contact: '', credit_limit: '0.00', sale_limit: '500.00', day_limit: '' });
  expect(savedMeanwhile<Outlet>(refused('outlet_closed'))).toBeUndefined();
  expect(savedMeanwhile(null)).toBeUndefined();
});

test('limits go out as decimals, and none as nothing', () => {
  expect(bodyOf({ ...formOf(outlet), credit_limit: ' 100,00 ', name: ' Shop ', day_limit: '5,000.00' }, 2)).toEqual({ name: 'Shop', contact: '', credit_limit: '100.00', sale_limit: '500.00', day_limit: '5000.00' });
});
