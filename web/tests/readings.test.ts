import { expect, test } from 'vitest';
import { asksWhy, deedsOf, STATES } from '../src/office/review/readings';

test('what was rejected is estimated or read again, never released', () => {
  expect(deedsOf('rejected')).toEqual(['estimate']);
  expect(deedsOf('missing')).toEqual(['estimate']);
  expect(deedsOf('released')).not.toContain('release');
});

test('whoever rejects, or releases what a rule found something in, says why', () => {
  expect(asksWhy('release', 'suspicious')).toBe(true);
  expect(asksWhy('release', 'plausible')).toBe(false);
  for (const state of STATES) expect(asksWhy('reject', state)).toBe(true);
});
