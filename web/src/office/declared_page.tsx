import type { ReactNode } from 'react';
import { useSession } from '../api/hooks';
import type { FieldDef } from '../form/register_form';
import { REGISTERS, registerOf } from '../form/registers';
import type { Field } from '../queries/document';
import { codeSaid, wordsOf } from '../queries/names';
import { may } from '../shell/permissions';
import { Failed, Loading } from '../shell/states';
import type { Column } from '../table/columns';
import type { Row } from '../table/register_table';
import { useWords, type Words } from '../words/words';
import { useDeclared, type Declared, type DeclaredField } from './declared';
import { RegisterPage, type RegisterDef } from './register_page';

// A register's page out of what its row declares: columns by their kinds, fields by the columns that they fill in.

interface Props {
  id: string;
  /** What the drawer shows besides. */
  more?: (row: Row, refresh: () => void) => ReactNode;
}

export function DeclaredPage({ id, more }: Props) {
  const words = useWords();
  const asked = useDeclared();
  const session = useSession().data;
  const declared = asked.data?.find((one) => one.register === id);
  if (asked.isError) return <Failed problem={asked.error} retry={() => void asked.refetch()} />;
  if (!declared) return <Loading />;
  return <RegisterPage def={{ ...definition(declared, words, (right) => may(session, right)), more }} />;
}

export function definition(declared: Declared, words: Words, mayRead: (right: string) => boolean): RegisterDef {
  return {
    id: declared.register, path: `/${declared.register}`, key: declared.key, defaultSort: declared.sort, write: declared.write,
    columns: declared.columns.map((field) => columnOf(declared, field)),
    fields: declared.form.map((field) => fieldOf(declared, field, words, mayRead)),
  };
}

const KINDS: Record<string, Column['kind']> = { money: 'money', energy: 'energy', time: 'time', date: 'date', local_time: 'local', flag: 'yes', integer: 'count', digits: 'number4' };
const NAMED = ['plan', 'usage_class', 'debt_kind', 'reason'] as const;

function columnOf(declared: Declared, field: Field): Column {
  const link = field.link ? (row: Row): string | null => (row[field.name] ? `/office/${field.link}?open=${encodeURIComponent(String(row[field.name]))}` : null) : undefined;
  if (field.words.length > 0) return { id: field.name, link, choices: field.words, ...wordsOf(declared.register, field.name) };
  const named = NAMED.find((name) => name === field.name);
  return { id: field.name, link, kind: KINDS[field.kind], ...(named ? { named } : {}) };
}

function fieldOf(declared: Declared, field: DeclaredField, words: Words, mayRead: (right: string) => boolean): FieldDef {
  const column = declared.columns.find((one) => one.name === field.name);
  const said = { name: field.name, required: field.required, fixed: field.fixed, note: `field_note.${declared.register}.${field.name}`, ...(field.start ? { start: field.start } : {}) };
  const codes = column?.words ?? [];
  if (codes.length > 0) return { start: codes[0], ...said, kind: 'select', choices: codes.map((value) => ({ value, label: codeSaid(declared.register, field.name, value, words) })) };
  if (column?.kind === 'flag') return { ...said, kind: 'yes' };
  if (column?.kind === 'date') return { ...said, kind: 'date' };
  const register = registerOf(field.name);
  return register && mayRead(REGISTERS[register].right) ? { ...said, kind: 'lookup', register } : said;
}
