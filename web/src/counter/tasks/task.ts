import type { Counter } from '../use_counter';

/** What every piece of other work at the counter is given. */
export interface TaskProps { counter: Counter; showReceipt: (number: string) => void }
