import { expect, test } from 'vitest';
import { instalmentsOf } from '../src/office/instalments';

test('equal parts month by month, the first takes what does not divide', () => {
  expect(instalmentsOf('100.00', 3, '2026-12-10')).toEqual([
    { due: '2026-12-10', amount: '33.34' }, { due: '2027-01-10', amount: '33.33' }, { due: '2027-02-10', amount: '33.33' },
  ]);
});

test('the last day of a short month stands for one that it has not', () => {
  expect(instalmentsOf('9.00', 2, '2027-01-31').map((part) => part.due)).toEqual(['2027-01-31', '2027-02-28']);
});

test('what makes no plan is none', () => {
  expect(instalmentsOf('100.00', 0, '2026-12-10')).toEqual([]);
  expect(instalmentsOf('0.02', 3, '2026-12-10')).toEqual([]);
  expect(instalmentsOf('100.00', 3, '')).toEqual([]);
});
