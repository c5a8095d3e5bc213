import { afterEach, expect, test } from 'vitest';
import { giveUpUnsaved, holdsUnsaved, losesUnsaved, watchUnsaved } from '../src/form/unsaved';

const stops: (() => void)[] = [];
const watch = (isDirty: () => boolean): number => stops.push(watchUnsaved(isDirty));
afterEach(() => stops.splice(0).forEach((stop) => stop()));

test('a page is left unasked while nothing is typed on it', () => {
  expect(losesUnsaved('/office/letters', '/office/sales')).toBe(false);
  watch(() => false);
  expect(losesUnsaved('/office/letters', '/office/sales')).toBe(false);
});

test('one form that holds something is enough, until it is gone', () => {
  let dirty = true;
  watch(() => false);
  watch(() => dirty);
  expect(losesUnsaved('/office/letters', '/office/sales')).toBe(true);
  dirty = false;
  expect(losesUnsaved('/office/letters', '/office/sales')).toBe(false);
  dirty = true;
  stops.splice(0).forEach((stop) => stop());
  expect(losesUnsaved('/office/letters', '/office/sales')).toBe(false);
});

test('filters and drawers of one page leave nothing behind', () => {
  watch(() => true);
  expect(losesUnsaved('/office/debts', '/office/debts')).toBe(false);
});

test('whoever signed out is asked for nothing', () => {
  watch(() => true);
  expect(losesUnsaved('/office/debts', '/sign-in')).toBe(false);
});

test('whoever takes the place of another is asked for nothing of his', () => {
  watch(() => true);
  giveUpUnsaved();
  expect(holdsUnsaved()).toBe(false);
});
