import type { Field } from '../queries/document';
import { wordsOf } from '../queries/names';
import type { Column } from '../table/columns';
import type { Row } from '../table/register_table';
import type { Declared } from './declared';

// Columns of a table out of what a register declares of them, by their kinds.

const KINDS: Record<string, Column['kind']> = { money: 'money', energy: 'energy', time: 'time', date: 'date', local_time: 'local', flag: 'yes', integer: 'count', digits: 'number4' };
const NAMED = ['plan', 'usage_class', 'debt_kind', 'reason', 'maker', 'capacity'] as const;

/** A number that leads somewhere is whose it is, and none to count with; meters' are read in fours, as on their plates, customers' are not. */
function kindOf(field: Field, register: string): Column['kind'] {
  if (field.kind === 'integer' && field.link) return 'account';
  return field.kind === 'digits' && (field.link ?? register) === 'customers' ? 'text' : KINDS[field.kind];
}

export function columnOf(declared: Pick<Declared, 'register'>, field: Field & { hidden?: boolean }): Column {
  const link = field.link ? (row: Row): string | null => (row[field.name] ? `/office/${field.link}?open=${encodeURIComponent(String(row[field.name]))}` : null) : undefined;
  const column = { id: field.name, link, ...(field.hidden ? { hidden: true } : {}) };
  if (field.name === 'commodity') return { ...column, choices: field.words, kind: 'commodity', prefix: 'commodity' };
  if (field.words.length > 0) return { ...column, choices: field.words, ...wordsOf(declared.register, field.name) };
  if (field.name === 'state') return { ...column, ...wordsOf(declared.register, field.name) };
  const named = NAMED.find((name) => name === field.name);
  return { ...column, kind: kindOf(field, declared.register), ...(named ? { named } : {}) };
}
