/** All states of the counter; each has a sentence `counter.say.<state>`. */
export const COUNTER_STATES = [
  'no_till', 'no_shift', 'idle', 'reading', 'recognised', 'unknown_card', 'blocked_card', 'no_sale_customer', 'unread_on_card', 'in_doubt_found', 'reader_offline', 'server_lost', 'reader_not_chosen',
  'foreign_change', 'quoted', 'confirm', 'writing', 'card_removed', 'done', 'not_done', 'not_yet_known', 'card_error',
] as const;

export type CounterState = (typeof COUNTER_STATES)[number];

/** The other work of the counter; names `counter.task.<task>`, what it is `counter.task_say.<task>`. */
export const TASKS = ['menu', 'open_account', 'replace_card', 'supplement', 'take_back', 'close_account', 'swap_meter', 'transfer', 'reprint', 'close_shift', 'issue_card', 'change_pin'] as const;

export type Task = (typeof TASKS)[number];
