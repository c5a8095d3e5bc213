import { expect, it } from 'vitest';
import { grantOf } from '../src/office/grants';

it('whoever has several roles may what one of them may', () => {
  const grants = { cashier: 'own', supervisor: 'second', manager: 'yes', auditor: 'no' } as const;
  expect(grantOf(grants, ['cashier', 'supervisor'])).toBe('second');
  expect(grantOf(grants, ['cashier', 'manager'])).toBe('yes');
  expect(grantOf(grants, ['auditor'])).toBe('no');
  expect(grantOf(grants, ['outlet']), 'a role that is nobody here').toBe('no');
  expect(grantOf(grants, [])).toBe('no');
});
