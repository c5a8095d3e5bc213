/** All states of the counter; each has a sentence `counter.say.<state>`. */
export const COUNTER_STATES = [
  'no_till', 'no_shift', 'idle', 'reading', 'recognised', 'unknown_card', 'blocked_card', 'no_sale_customer', 'unread_on_card', 'in_doubt_found', 'reader_offline', 'server_lost', 'reader_not_chosen',
  'foreign_change', 'quoted', 'confirm', 'writing', 'card_removed', 'done', 'not_done', 'not_yet_known', 'card_error',
  'grey_card', 'needs_card',
] as const;

export type CounterState = (typeof COUNTER_STATES)[number];

/** The other work of the counter; names `counter.task.<task>`, what it is `counter.task_say.<task>`. */
export const TASKS = ['menu', 'open_account', 'replace_card', 'supplement', 'take_back', 'close_account', 'swap_meter', 'transfer', 'change_scheme', 'reprint', 'drop_cash', 'close_shift', 'issue_card', 'change_pin', 'pay_debts'] as const;

/** The same for a farmer, whose money is on his card. */
export const PURSE_TASKS = ['purse_first', 'purse_supplement', 'purse_deduct', 'purse_grey', 'purse_pay_out', 'purse_close', 'purse_areas', 'purse_block', 'purse_give_up', 'purse_replace', 'purse_pay_over', 'purse_take_over'] as const;

export type Task = (typeof TASKS)[number] | (typeof PURSE_TASKS)[number];
