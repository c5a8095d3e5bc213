import { useMemo } from 'react';
import { codeKeys, columnSaid } from '../table/columns';
import type { Words } from '../words/words';
import { fieldNamed, type Field, type Subject } from './document';
import type { Names } from './sentence';

// What the server declares, as people call it: lists by the names of their pages, fields by those of columns, codes by their words.

/** Where a table finds the words of a column's codes. */
export function wordsOf({ said }: Pick<Field, 'said'>): { kind: 'state'; of: string } | { prefix: string } {
  const state = /^state\.(.+)|(.+)_state$/.exec(said);
  return state ? { kind: 'state', of: (state[1] ?? state[2])! } : { prefix: said };
}

/** A code as its word; the code itself where it has none. */
export const codeSaid = ({ said }: Pick<Field, 'said'>, code: string, { first }: Pick<Words, 'first'>): string => first(codeKeys(said, code), code);

export const listSaid = (list: string, { first }: Pick<Words, 'first'>): string => first([`page.${list}`, `list.${list}`], list);

/** Of a list's own field, or "Place of Customer" for customer.place. */
export function fieldSaid(list: string, name: string, words: Pick<Words, 'first' | 't'>): string {
  const parts = name.split('.');
  if (parts.length === 1) return columnSaid(list, name, words);
  return words.t('query.of', { field: columnSaid(undefined, parts.at(-1)!, words), link: fieldSaid(list, parts.slice(0, -1).join('.'), words) });
}

/** One value as it is read. */
export function valueSaid(field: Field | undefined, text: string, words: Words): string {
  if (!field) return text;
  if (field.said && text) return codeSaid(field, text, words);
  if (field.kind === 'flag') return words.t(text === 'true' ? 'word.yes' : 'word.no');
  if (['time', 'date', 'local_time'].includes(field.kind) && /^\d{4}-\d\d-\d\d$/.test(text)) return words.day(text);
  if (field.kind === 'money' && /^-?\d+(\.\d+)?$/.test(text)) return words.money(text);
  return text;
}

export function useNames(subjects: Subject[], words: Words): Names {
  return useMemo(() => ({
    t: words.t,
    list: (name) => listSaid(name, words),
    field: (list, name) => fieldSaid(list, name, words),
    value: (list, name, text) => valueSaid(fieldNamed(subjects, list, name), text, words),
  }), [subjects, words]);
}
