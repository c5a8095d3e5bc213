import { ENTRY_ENDS, ENTRY_FAMILIES } from '../api/entry_numbers';
import type { Words } from '../words/words';
import { codesSaid } from './columns';

// Rows and their details as the books name them – "customer/000000004711", {"state": ["open", "closed"]} – in words for whoever reads the audit trail.

type Speaker = Pick<Words, 'first' | 'decimal' | 'time' | 'day'>;

/** Of our days in milliseconds: nothing else in the books is so large. */
const MOMENT = /^1[5-9]\d{11}$/;

/** "Customer 000000004711"; of a table without a word its name. */
export function objectSaid(text: string, words: Speaker): string {
  const [table = '', ...key] = text.split('/');
  return `${words.first([`row.${table}`], table)}${key.length > 0 ? ` ${key.map((part) => (MOMENT.test(part) ? words.time(new Date(Number(part)).toISOString(), 'minute') : part)).join('/')}` : ''}`;
}

/** Of these an entry's number tells nothing that its kind does not: "shift/E01/T1/315/close" is E01/T1/315, "charge/100353/2026-11-28" is 100353/28.11.2026. */
const ENTRIES = new RegExp(`^(${ENTRY_FAMILIES.join('|')})/|/(${ENTRY_ENDS.join('|')})$`, 'g');

/** The number of an entry of the ledger. */
export function entrySaid(text: string, words: Pick<Words, 'day'>): string {
  return text.replace(ENTRIES, '').split('/').map((part) => (/^\d{4}-\d\d-\d\d$/.test(part) ? words.day(part) : part)).join('/');
}

/** An account of the ledger: "till/E01/T1/cash" is the till E01 T1, cash; a customer's balance is his account's. */
export function ledgerSaid(text: string, words: Speaker): string {
  const whole = words.first([`ledger.${text}`], '');
  if (whole !== '') return whole;
  const [family = '', ...rest] = text.split('/');
  const name = words.first([`ledger.${family}`], '');
  if (name === '') return text;
  const parts = family === 'customer' ? rest.slice(0, 1) : rest;
  return [name, ...parts.map((part) => words.first([`ledger.part.${part}`, `tender.${part}`, `report.commodity.${part}`, `report.tax.${part}`], part))].join(' ');
}

/** What an exception looked like when it was explained: when the reading was taken, how large the gap was, how the watering stood. */
export function seenSaid(text: string, words: Speaker & Pick<Words, 'money'>): string {
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return words.time(text, 'minute');
  return /^-?\d+\.\d+$/.test(text) ? words.money(text) : words.first([`state.watering.${text}`], text);
}

const UNSAID = new Set(['', null, undefined]);

/** Under what the words of a code stand whose column nobody declared. */
const UNDECLARED = 'state|meter.trip|meter.refusal|meter.load|notice_event|meter_told|word';

/** A value of an entry: a moment as a time, a figure with the reader's separators, a code as its word – under `said` in the dictionaries; empty: it is no code. */
export function valueSaid(value: unknown, words: Speaker, said = UNDECLARED): string {
  if (UNSAID.has(value as string)) return '—';
  if (typeof value === 'object') return JSON.stringify(value);
  const text = String(value);
  if (typeof value === 'number' && MOMENT.test(text)) return words.time(new Date(value).toISOString(), 'minute');
  if (/^-?\d+\.\d+$/.test(text)) return words.decimal(text);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return words.time(text, 'minute');
  return (said === '' ? undefined : codesSaid(said, text, words)) ?? words.day(text);
}

/** A line for each thing; what changed as before → after. What is no object stays as it is. */
export function detailsSaid(text: string, words: Speaker): string[] {
  let details: unknown;
  try {
    details = JSON.parse(text);
  } catch {
    return [text];
  }
  if (typeof details !== 'object' || details === null || Array.isArray(details)) return [text];
  return Object.entries(details).map(([name, value]) => {
    const said = Array.isArray(value) && value.length === 2 ? `${valueSaid(value[0], words)} → ${valueSaid(value[1], words)}` : valueSaid(value, words);
    return `${words.first([`column.${name}`], name)}: ${said}`;
  });
}
