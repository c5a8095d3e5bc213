import type { Field } from '../queries/document';
import { wordsOf } from '../queries/names';
import type { Column } from '../table/columns';
import type { NamedBy } from '../table/named';
import type { Declared } from './declared';
import { leadsTo } from './leads';

// Columns of a table out of what a register declares of them, by their kinds.

const KINDS: Record<string, Column['kind']> = { money: 'money', energy: 'energy', time: 'time', date: 'date', local_time: 'local', flag: 'yes', integer: 'count', digits: 'number4' };
/** Columns whose codes the utility's own rows name, by what they are called or where they stand. */
const NAMED: Record<string, NamedBy> = { plan: 'plan', usage_class: 'usage_class', debt_kind: 'debt_kind', reason: 'reason', maker: 'maker', capacity: 'capacity', 'debts.kind': 'debt_kind' };

/** Texts that hold several codes, and the texts in which these have their words. */
export const SEVERAL: Record<string, { prefix: string; codes: string[] }> = {
  'reading-plans.items': { prefix: 'reading_item', codes: ['registers', 'balance', 'settlement', 'states', 'events', 'network', 'freezes', 'waterings'] },
};

/** Figures of which 0 says that there is none: a block of invoices without an end, a plan that reads once a day. */
const NONE_AT_0: ReadonlySet<string> = new Set(['invoice-series.last_number', 'reading-plans.every_hours']);

type Of = Pick<Declared, 'register'> & { columns: Field[] };

/** A number that leads somewhere is whose it is, and none to count with; meters' are read in fours, as on their plates, customers' are not. */
function kindOf(field: Field, own: string): Column['kind'] {
  if (field.kind === 'integer' && field.link) return 'account';
  if (field.kind === 'integer' && /(^|_)number$/.test(field.name)) return 'running';
  const register = field.link ?? own;
  return field.kind === 'digits' && register === 'customers' ? 'text' : KINDS[field.kind];
}

export function columnOf(declared: Of, field: Field & { hidden?: boolean }): Column {
  const column = { id: field.name, link: linkOf(declared, field), ...(field.hidden ? { hidden: true } : {}) };
  if (field.name === 'commodity') return { ...column, choices: field.words, kind: 'commodity', prefix: 'commodity' };
  if (field.name === 'language') return { ...column, kind: 'language' };
  if (field.said) return { ...column, ...(field.words.length > 0 ? { choices: field.words } : {}), ...wordsOf(field) };
  const several = SEVERAL[`${declared.register}.${field.name}`];
  if (several) return { ...column, kind: 'list', prefix: several.prefix };
  const named = NAMED[`${declared.register}.${field.name}`] ?? NAMED[field.name];
  const none = NONE_AT_0.has(`${declared.register}.${field.name}`) ? { as: (row: Record<string, unknown>) => (Number(row[field.name]) === 0 ? null : row[field.name]) } : {};
  return { ...column, kind: kindOf(field, declared.register), ...none, ...(named ? { named } : {}) };
}

/** To the row that a column names; a name leads where the number beside it does: customer_name to the customer. */
function linkOf(declared: Of, field: Field): Column['link'] {
  const number = field.link ? field : declared.columns.find((one) => `${one.name}_name` === field.name);
  if (!number?.link) return undefined;
  return leadsTo(number.link, number.name);
}
