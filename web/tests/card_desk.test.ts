import { expect, it } from 'vitest';
import type { Session } from '../src/api/types';
import { kindsFor } from '../src/counter/tasks/card_desk_kinds';

const holding = (...names: string[]): Session => ({ operator: { permissions: names } }) as unknown as Session;

it('the card desk offers what the doors let in: cards that order something by one right, what came home by another', () => {
  expect(kindsFor(holding('tool_cards', 'handheld_import'))).toEqual(['preset', 'clear', 'pump', 'collected']);
  expect(kindsFor(holding('tool_cards'))).toEqual(['preset', 'clear', 'pump']);
  expect(kindsFor(holding('handheld_import'))).toEqual(['collected']);
  expect(kindsFor(holding('sell'))).toEqual([]);
});
