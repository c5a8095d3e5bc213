import { COLUMNS } from '../office/columns/all';
import type { Declared } from '../office/declared';

// With which columns a question about a list begins: those that its page shows.

/** Lists that have no page: the moment and the money first. */
const WITHOUT_PAGE: Record<string, readonly string[]> = {
  'figures-money': ['business_day', 'station', 'till', 'kind', 'account', 'count', 'amount'],
  'figures-openings': ['time', 'account', 'customer_name', 'meter', 'plan', 'sales', 'money', 'credit'],
  'figures-receipts': ['time', 'number', 'kind', 'customer_name', 'account', 'money', 'credit', 'operator'],
  'figures-sales': ['business_day', 'station', 'kind', 'plan', 'count', 'received', 'energy', 'tax'],
};

/** None: nothing here knows the list. */
export function firstColumns(list: string, declared: readonly Declared[] | undefined): readonly string[] {
  const own = COLUMNS[list]?.filter((column) => !column.hidden).map((column) => column.id);
  return own ?? WITHOUT_PAGE[list] ?? declared?.find((one) => one.register === list)?.columns.filter((column) => !column.hidden).map((column) => column.name) ?? [];
}
