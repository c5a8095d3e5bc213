import { HEALTH } from '../../api/client';
import type { Answers } from '../../api/described';
import type { Page } from '../../api/types';
import { LAST_BACKUP } from './tiles';

// What a new utility needs before it sells, in the order in which it is done. Each step is one question to a door that is there already; when all are
// done nothing of it is shown any more.

export interface Step {
  /** Its text is `first_steps.<step>`. */
  step: string;
  path: string;
  done: (answer: unknown) => boolean;
  to: string;
  /** Some utilities never need it. */
  optional?: boolean;
}

const atLeast = (count: number) => (answer: unknown): boolean => ((answer as Page<unknown>).total ?? 0) >= count;

/** The first of each was made with the books: an administrator, a station with its till. */
export const FIRST_STEPS: Step[] = [
  { step: 'people', path: '/operators?page_size=1', done: atLeast(2), to: '/office/operators' },
  { step: 'keys', path: HEALTH, done: (answer) => (answer as Answers['getHealth']).vault === 'ok', to: '/office/about' },
  { step: 'reader', path: HEALTH, done: (answer) => (answer as Answers['getHealth']).reader === 'ok', to: '/office/tills', optional: true },
  { step: 'backup', path: LAST_BACKUP, done: atLeast(1), to: '/office/backup' },
];

/** What is asked for them, each once: the tiles beside them ask some of it already. */
export const STEP_PATHS = [...new Set(FIRST_STEPS.map(({ path }) => path))];
