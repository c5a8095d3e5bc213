import { useMemo } from 'react';
import type { Words } from '../words/words';
import { fieldNamed, type Field, type Subject } from './document';
import type { Names } from './sentence';

// What the server declares, as people call it: lists by the names of their pages, fields by those of columns, codes by their words.

/** Where the words of a code stand: the state of a sale, the kind of a card. */
const CODES: Record<string, string[]> = {
  'sales.kind': ['sale_kind'], 'in-doubt.kind': ['sale_kind'], 'entries.what': ['sale_kind'], 'customers.kind': ['customer_kind'], 'cards.kind': ['card_kind'], 'places.kind': ['place_kind'],
  'commands.kind': ['command.kind'], 'meter-events.kind': ['meter_event'], 'explanations.kind': ['exception_kind'], 'codes.kind': ['code_kind'], 'purse-moves.kind': ['purse_move'], 'tool-orders.tool': ['pump_tool.kind'], 'purse-moves.outcome': ['purse_outcome'], 'stock-events.move': ['stock_move'], 'debts.rule': ['debt_rule'], 'debts.origin': ['debt_origin'],
  'figures-sales.kind': ['sale_kind'], 'figures-sales.undone': ['sale_kind'], 'figures-money.kind': ['sale_kind'], 'figures-money.undone': ['sale_kind'], 'figures-receipts.kind': ['sale_kind'], 'figures-receipts.undone': ['sale_kind'],
  'reviewed-readings.source': ['reading_source'], 'review-steps.source': ['reading_source'], 'reviewed-readings.finding': ['review_rule'], 'review-steps.finding': ['review_rule'],
};
const STATES: Record<string, string> = {
  sales: 'sale', 'in-doubt': 'sale', accounts: 'account', customers: 'customer', meters: 'meter', cards: 'card', shifts: 'shift', operators: 'operator', links: 'link', commands: 'command',
  purses: 'purse', 'purse-applications': 'purse_application', 'account-applications': 'purse_application', 'tool-orders': 'tool_order', waterings: 'watering', handhelds: 'handheld', 'hand-overs': 'hand_over', 'record-gaps': 'record_gap', 'remote-accounts': 'remote_account',
  'meter-stock': 'stock', debts: 'debt', 'account-changes': 'account_change', 'reading-plans': 'reading_plan', 'reading-routes': 'reading_route', 'reviewed-readings': 'reviewed_reading', 'review-steps': 'reviewed_reading',
};

/** Where a table finds the words of a column's codes. */
export function wordsOf(list: string, field: string): { kind: 'state'; of: string } | { prefix: string } {
  const state = STATES[list];
  return field === 'state' && state ? { kind: 'state', of: state } : { prefix: (CODES[`${list}.${field}`] ?? [field])[0]! };
}

/** A code as its word; the code itself where it has none. */
export function codeSaid(list: string, field: string, code: string, { first }: Pick<Words, 'first'>): string {
  const keys = (CODES[`${list}.${field}`] ?? [field]).map((prefix) => `${prefix}.${code}`);
  const state = STATES[list];
  return first([...(field === 'state' && state ? [`state.${state}.${code}`, `${state}_state.${code}`] : []), ...keys], code);
}

export const listSaid = (list: string, { first }: Pick<Words, 'first'>): string => first([`page.${list}`, `list.${list}`], list);

/** "Place of Customer" for customer.place. */
export function fieldSaid(name: string, words: Pick<Words, 'first' | 't'>): string {
  const parts = name.split('.');
  const own = words.first([`column.${parts.at(-1)!}`], parts.at(-1)!);
  return parts.length === 1 ? own : words.t('query.of', { field: own, link: fieldSaid(parts.slice(0, -1).join('.'), words) });
}

/** One value as it is read. */
export function valueSaid(field: Field | undefined, list: string, text: string, words: Words): string {
  if (!field) return text;
  if (field.words.includes(text)) return codeSaid(list, field.name, text, words);
  if (field.kind === 'flag') return words.t(text === 'true' ? 'word.yes' : 'word.no');
  if (['time', 'date', 'local_time'].includes(field.kind) && /^\d{4}-\d\d-\d\d$/.test(text)) return words.day(text);
  if (field.kind === 'money' && /^-?\d+(\.\d+)?$/.test(text)) return words.money(text);
  return text;
}

/** The list whose column a field is: of customer.place it is customers. */
export function listOf(subjects: Subject[], subject: string, name: string): string {
  const parts = name.split('.');
  if (parts.length === 1) return subject;
  return fieldNamed(subjects, subject, parts.slice(0, -1).join('.'))?.link ?? subject;
}

export function useNames(subjects: Subject[], words: Words): Names {
  return useMemo(() => ({
    t: words.t,
    list: (name) => listSaid(name, words),
    field: (_, name) => fieldSaid(name, words),
    value: (list, name, text) => valueSaid(fieldNamed(subjects, list, name), listOf(subjects, list, name), text, words),
  }), [subjects, words]);
}
