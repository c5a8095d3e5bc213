import { expect, test } from 'vitest';
import { isLetterKey } from '../src/shell/letter_keys';

test('letters of every language and signs are single characters, digits and named keys are none', () => {
  expect(['k', 'K', 'Л', '。', '?', '/', '*', '😀'].map(isLetterKey)).toEqual(Array(8).fill(true));
  expect(['7', 'F6', 'Enter', 'Escape', 'ArrowDown', 'Process', ''].map(isLetterKey)).toEqual(Array(7).fill(false));
});
