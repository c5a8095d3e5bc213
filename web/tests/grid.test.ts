import { expect, test } from 'vitest';
import { level } from '../src/chart/grid';

test('the largest is the darkest, the smallest is seen, nothing is nothing', () => {
  expect(level(100, 100)).toBe(8);
  expect(level(1, 1000)).toBe(1);
  expect(level(50, 100)).toBe(4);
  expect(level(0, 100)).toBe(0);
  expect(level(-5, 100)).toBe(0);
  expect(level(0, 0)).toBe(0);
});
