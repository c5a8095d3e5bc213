import type { Declared } from '../office/declared';

// With which columns a question about a list begins: those that its page shows. A register declares them; of lists with a page of their own they stand here,
// the moment and the money first.

const SHOWN: Record<string, readonly string[]> = {
  sales: ['time', 'number', 'kind', 'customer_name', 'account', 'tendered', 'credit', 'state'],
  'in-doubt': ['since', 'number', 'kind', 'customer_name', 'account', 'tendered', 'operator', 'state'],
  accounts: ['number', 'customer_name', 'address', 'meter', 'plan', 'balance', 'state'],
  approvals: ['requested', 'number', 'requested_by', 'content', 'reason', 'decision', 'decided_by', 'decided'],
  balances: ['account', 'amount'],
  cards: ['serial', 'kind', 'customer_name', 'account', 'issue_number', 'state', 'issued'],
  'cash-drops': ['time', 'station', 'till', 'shift', 'amount', 'bag', 'operator', 'taken_by'],
  'closed-days': ['business_day', 'station', 'closed'],
  commands: ['created', 'number', 'meter', 'kind', 'state', 'tries', 'asked_by'],
  'day-charges': ['day', 'account', 'customer_name', 'used', 'amount', 'plan', 'estimated'],
  'day-freezes': ['meter', 'day', 'energy', 'received'],
  deposits: ['time', 'station', 'business_day', 'amount', 'bank', 'bag', 'operator', 'approved_by'],
  entries: ['time', 'number', 'what', 'account', 'amount'],
  'figures-money': ['business_day', 'station', 'till', 'kind', 'account', 'count', 'amount'],
  'figures-openings': ['time', 'account', 'customer_name', 'meter', 'plan', 'sales', 'money', 'credit'],
  'figures-receipts': ['time', 'number', 'kind', 'customer_name', 'account', 'money', 'credit', 'operator'],
  'figures-sales': ['business_day', 'station', 'kind', 'plan', 'count', 'received', 'energy', 'tax'],
  'hand-overs': ['taken', 'number', 'device', 'station', 'meters', 'waterings', 'amount', 'state'],
  imports: ['started', 'number', 'subject', 'file_name', 'state', 'rows', 'created', 'changed'],
  invoices: ['time', 'invoice', 'kind', 'state', 'buyer_name', 'net', 'tax', 'invoice_total'],
  letters: ['made', 'number', 'kind', 'way', 'addressee', 'state', 'failure'],
  'meter-swaps': ['time', 'account', 'customer_name', 'old_meter', 'new_meter', 'compensation', 'reason', 'swapped_by'],
  'month-ends': ['month', 'station', 'commodity', 'opening', 'income', 'expense', 'consumption', 'closing'],
  outlets: ['code', 'name', 'station', 'state', 'float', 'credit_limit', 'commission_owed', 'last_sale'],
  plans: ['name', 'id', 'prices_from', 'accounts', 'published'],
  'purse-moves': ['time', 'account', 'kind', 'amount', 'balance', 'outcome', 'card', 'sale'],
  purses: ['account', 'card', 'village', 'state', 'balance', 'not_known', 'seen'],
  readings: ['taken', 'meter', 'due', 'carrier', 'energy', 'remaining', 'status'],
  'remote-accounts': ['account', 'customer_name', 'address', 'meter', 'balance', 'arrears', 'state'],
  'reviewed-readings': ['day', 'meter', 'route', 'state', 'before', 'at_day', 'used', 'finding'],
  'scheme-changes': ['time', 'account', 'customer_name', 'from_scheme', 'to_scheme', 'moved', 'reason', 'changed_by'],
  shifts: ['opened', 'station', 'till', 'operator', 'closed', 'received', 'counted', 'difference'],
  statements: ['taken', 'meter', 'carrier', 'remaining', 'count', 'energy', 'credited'],
  visits: ['visit_day', 'account', 'customer_name', 'meter', 'reason', 'visitor', 'state', 'outcome'],
  waterings: ['start', 'well', 'account', 'card', 'debited', 'used', 'water', 'state'],
  'well-months': ['month', 'well', 'meter', 'energy', 'water', 'charged', 'differs'],
};

/** None: nothing here knows the list. */
export function firstColumns(list: string, declared: readonly Declared[] | undefined): readonly string[] {
  return SHOWN[list] ?? declared?.find((one) => one.register === list)?.columns.filter((column) => !column.hidden).map((column) => column.name) ?? [];
}
