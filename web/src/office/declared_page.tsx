import { Link, useSearchParams } from 'react-router';
import { useSession } from '../api/hooks';
import type { FieldDef } from '../form/register_form';
import { REGISTERS, registerOf } from '../form/registers';
import { codeSaid } from '../queries/names';
import type { Column } from '../table/columns';
import { may } from '../shell/permissions';
import { Failed, Loading, nothingToShow } from '../shell/states';
import { useWords, type Words } from '../words/words';
import { useDeclared, type Declared, type DeclaredField } from './declared';
import { columnOf, SEVERAL } from './declared_columns';
import { isChangeable, RegisterPage, type RegisterDef } from './register_page';
import { RelatedRows } from './related_rows';
import { RowActions } from './row_actions';
import { keyOf } from './row_key';
import './declared.css';

// A register's page out of what its row declares: columns by their kinds, fields by the columns that they fill in, tabs by a column's words; in the drawer
// what other registers say of the row, and what is done to it.

/** Besides, what a page made for it says: what its drawer shows, its tools, a form of its own; `besides`: columns that its rows say and no table of the books holds. */
export function DeclaredPage({ id, more, besides, ...own }: { id: string; besides?: Column[] } & Partial<RegisterDef>) {
  const words = useWords();
  const asked = useDeclared();
  const session = useSession().data;
  const declared = asked.data?.find((one) => one.register === id);
  if (nothingToShow(asked)) return <Failed problem={asked.error} retry={() => void asked.refetch()} />;
  if (!declared) return <Loading />;
  const shown = definition(declared, words, (rights) => rights.split('|').some((right) => may(session, right)));
  const def: RegisterDef = {
    ...shown,
    above: declared.divided ? <Tabs declared={declared} /> : undefined,
    ...own,
    ...(besides ? { columns: withBesides(shown.columns, besides) } : {}),
    more: (row, refresh) => (
      <>
        {more?.(row, refresh)}
        {declared.related.map((one) => <RelatedRows key={one.list} {...one} of={String(row[declared.key[0]!])} />)}
        {isChangeable(row) && <RowActions list={id} rowKey={keyOf(declared, row)} row={row} actions={declared.actions} refresh={refresh} />}
      </>
    ),
  };
  return <RegisterPage def={def} />;
}

/** Behind those that its page begins with. */
function withBesides(columns: Column[], besides: Column[]): Column[] {
  return [...columns.filter((one) => !one.hidden), ...besides, ...columns.filter((one) => one.hidden)];
}

function definition(declared: Declared, words: Words, mayRead: (rights: string) => boolean): RegisterDef {
  return {
    id: declared.register, path: `/${declared.register}`, key: declared.key, defaultSort: declared.sort, changesAlone: true, ...(declared.write ? { write: declared.write } : {}),
    columns: ownFirst(declared.columns, words.language).map((field) => columnOf(declared, field)),
    fields: declared.write ? ownFirst(declared.form, words.language).map((field) => fieldOf(declared, field, words, mayRead)) : undefined,
  };
}

/** Of names in three languages the reader's own stands first. */
function ownFirst<One extends { name: string }>(all: One[], language: string): One[] {
  const first = all.findIndex((one) => one.name.startsWith('name_'));
  const own = all.findIndex((one) => one.name === `name_${language}`);
  if (own <= first) return all;
  return [...all.slice(0, first), all[own]!, ...all.slice(first).filter((one) => one !== all[own])];
}

function fieldOf(declared: Declared, field: DeclaredField, words: Words, mayRead: (rights: string) => boolean): FieldDef {
  const column = declared.columns.find((one) => one.name === field.name);
  const said = { name: field.name, required: field.required, fixed: field.fixed, note: `field_note.${declared.register}.${field.name}`, ...(field.start ? { start: field.start } : {}) };
  const codes = field.words.length > 0 ? field.words : column?.words ?? [];
  if (codes.length > 0) return { start: codes[0], ...said, kind: 'select', choices: codes.map((value) => ({ value, label: codeSaid(column ?? { said: field.name }, value, words) })) };
  const several = SEVERAL[`${declared.register}.${field.name}`];
  if (several) return { ...said, kind: 'many', joined: true, choices: several.codes.map((value) => ({ value, label: words.t(`${several.prefix}.${value}`) })) };
  if (column?.kind === 'flag') return { ...said, kind: 'yes' };
  if (column?.kind === 'date') return { ...said, kind: 'date' };
  const register = registerOf(field.source || field.name);
  if (!register || !mayRead(REGISTERS[register].right)) return said;
  return { ...said, register, kind: field.free ? 'offered' : 'few' in REGISTERS[register] ? 'few' : 'lookup' };
}

function Tabs({ declared }: { declared: Declared }) {
  const words = useWords();
  const { register, divided } = declared;
  const chosen = useSearchParams()[0].get(`f.${divided}`) ?? '';
  const tab = (code: string, name: string) => (
    <Link key={code} className={code === chosen ? 'plain-button chosen' : 'plain-button'} aria-current={code === chosen ? 'page' : undefined} to={`/office/${register}${code ? `?f.${divided}=${code}` : ''}`} data-testid={`tab-${code || 'all'}`}>{name}</Link>
  );
  const column = declared.columns.find((one) => one.name === divided);
  return <nav className="list-tabs" aria-label={words.t(`page.${register}`)}>{tab('', words.t('table.all_of_it'))}{column?.words.map((code) => tab(code, codeSaid(column, code, words)))}</nav>;
}
