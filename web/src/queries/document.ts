// A query as it is built: the document that the server checks, and what pages do with it. Pure functions.
import type * as D from '../api/described';

type Described = D.QuerySubject['fields'][number];
export type How = Described['hows'][number];
export type FigureKind = Described['figures'][number];
export type FieldKind = Described['kind'];

export interface Condition {
  all?: Condition[];
  any?: Condition[];
  field?: string;
  how?: How;
  value?: string;
  values?: string[];
  has?: Others;
  has_none?: Others;
}
export interface Others { list: string; by: string; where?: Condition }
interface GroupBy { field: string; part?: string }
export interface Figure { figure: FigureKind; field?: string }

export interface Query {
  subject: string;
  where?: Condition;
  columns?: string[];
  groups?: GroupBy[];
  figures?: Figure[];
  sort?: string;
}

/** What the server says that may be asked. */
export interface Field { name: string; kind: FieldKind; personal: boolean; hows: How[]; figures: FigureKind[]; parts: string[]; words: string[]; said: string; link: string | null }
export interface Subject { subject: string; sort: string; fields: Field[]; others: { list: string; by: string }[] }

export const LEVELS = 3;
export const GROUPS_MOST = 3;

export const valuesOf = (how: How): number => (how === 'between' ? 2 : how === 'in' ? Infinity : ['this_month', 'last_month', 'empty', 'filled'].includes(how) ? 0 : 1);
export const isGrouped = (query: Query): boolean => query.groups !== undefined || query.figures !== undefined;
export const groupName = (group: GroupBy): string => (group.part ? `${group.field}.${group.part}` : group.field);
export const figureName = (figure: Figure): string => (figure.figure === 'count' ? 'count' : `${figure.figure}.${figure.field ?? ''}`);

/** As many as the widest page of a register begins with. */
const FIRST_MOST = 12;

/** A new query about a list: the columns that its page shows first – `shown` –, of those that can be asked; the first ones where no page shows it. */
export function begin(subject: Subject, shown: readonly string[] = []): Query {
  const known = shown.filter((name) => subject.fields.some((field) => field.name === name)).slice(0, FIRST_MOST);
  return { subject: subject.subject, where: { all: [] }, columns: known.length > 0 ? known : subject.fields.slice(0, 6).map((field) => field.name) };
}

/** A field by its name, also of a row that another field names (customer.place). */
export function fieldNamed(subjects: Subject[], subject: string, name: string): Field | undefined {
  const [first = '', ...rest] = name.split('.');
  const field = subjects.find((each) => each.subject === subject)?.fields.find((each) => each.name === first);
  if (rest.length === 0 || !field) return field;
  return field.link ? fieldNamed(subjects, field.link, rest.join('.')) : undefined;
}

/** Fields that may be asked: the list's own, and those of the rows that these name. */
export function askable(subjects: Subject[], subject: string): string[] {
  const own = subjects.find((each) => each.subject === subject)?.fields.filter((field) => field.hows.length > 0) ?? [];
  const linked = own.flatMap((field) => (field.link ? (subjects.find((each) => each.subject === field.link)?.fields ?? []).filter((each) => each.hows.length > 0).map((each) => `${field.name}.${each.name}`) : []));
  return [...own.map((field) => field.name), ...linked];
}

/** A condition of a field with its usual comparison. */
export function conditionOf(subjects: Subject[], subject: string, field: string): Condition {
  const how = fieldNamed(subjects, subject, field)?.hows[0] ?? 'is';
  return withHow({ field }, how);
}

/** The same condition by another comparison: what was typed stays where it still fits. */
export function withHow(condition: Condition, how: How): Condition {
  const typed = condition.values ?? (condition.value === undefined ? [] : [condition.value]);
  const wanted = valuesOf(how);
  const base: Condition = { field: condition.field, how };
  if (wanted === 0) return base;
  if (wanted === 1) return { ...base, value: typed[0] ?? '' };
  if (wanted === 2) return { ...base, values: [typed[0] ?? '', typed[1] ?? ''] };
  return { ...base, values: typed };
}

/** What can be sorted by: what is shown. */
export function sortable(query: Query): string[] {
  return isGrouped(query) ? [...(query.groups ?? []).map(groupName), ...(query.figures ?? []).map(figureName)] : (query.columns ?? []);
}

/** Without what is empty, so that the same question is the same text. */
export function cleaned(query: Query): Query {
  const out: Query = { subject: query.subject };
  const where = query.where && pruned(query.where);
  if (where) out.where = where;
  if (isGrouped(query)) {
    if (query.groups?.length) out.groups = query.groups;
    out.figures = query.figures?.length ? query.figures : [{ figure: 'count' }];
  } else if (query.columns?.length) out.columns = query.columns;
  if (query.sort && sortable(out).includes(query.sort.replace(/^-/, ''))) out.sort = query.sort;
  return out;
}

/** Groups without conditions ask nothing. */
function pruned(condition: Condition): Condition | undefined {
  for (const kind of ['all', 'any'] as const) {
    const parts = condition[kind];
    if (!parts) continue;
    const kept = parts.map(pruned).filter((part): part is Condition => part !== undefined);
    return kept.length > 0 ? { [kind]: kept } : undefined;
  }
  for (const kind of ['has', 'has_none'] as const) {
    const others = condition[kind];
    if (!others) continue;
    const where = others.where && pruned(others.where);
    return { [kind]: { list: others.list, by: others.by, ...(where ? { where } : {}) } };
  }
  return condition.how === 'in' ? { ...condition, values: (condition.values ?? []).filter((value) => value !== '') } : condition;
}
