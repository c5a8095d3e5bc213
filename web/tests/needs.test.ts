import { expect, it } from 'vitest';
import { COUNTER_RIGHTS } from '../src/counter/tasks/needs';

it('the counter opens to whoever has work there, by whatever right, and not for papers alone', () => {
  for (const right of ['sell', 'tool_cards', 'take_back', 'supplement', 'swap_meter', 'release_lock', 'settle']) expect(COUNTER_RIGHTS).toContain(right);
  expect(COUNTER_RIGHTS, 'an auditor prints a slip again in the office').not.toContain('reprint');
  expect(COUNTER_RIGHTS[0], 'whoever may not come is told that one sells there').toBe('sell');
});
