import type { Words } from '../words/words';
import type { NamedBy } from './named';

/** One column of a table: its id is the row's field, the sort and the filter. Titles are the texts `column.<id>`. Kind "running": the number by which a document
 *  is called, which nobody adds up. */
export interface Column<Row = Record<string, unknown>> {
  id: string;
  kind?: 'text' | 'money' | 'energy' | 'count' | 'running' | 'time' | 'date' | 'local' | 'state' | 'number4' | 'account' | 'yes' | 'list' | 'tenders' | 'reasons' | 'commodity' | 'proposal' | 'part' | 'details' | 'object' | 'ledger' | 'entry' | 'language' | 'month' | 'seen';
  /** For kind "state": which kind of thing, texts `state.<of>.<code>`; also offers the codes as a filter. */
  of?: string;
  choices?: string[];
  /** What stands there of a row, where that is not the cell itself. */
  as?: (row: Record<string, unknown>) => unknown;
  /** Texts `<prefix>.<code>` for codes that are no states. */
  prefix?: string;
  /** For kind "tenders": nothing there is no money, and not a cash sale that says nothing of itself. */
  sum?: boolean;
  /** Codes that have a name among the utility's own rows. */
  named?: NamedBy;
  link?: (row: Row) => string | null;
  sort?: boolean;
  filter?: boolean;
  hidden?: boolean;
  /** False: made of others for the page; files have those. */
  file?: boolean;
  width?: number;
}

export const RIGHT: ReadonlySet<string> = new Set(['money', 'energy', 'count']);

/** What a column is called in that list; most are called the same everywhere. The same name means two things now and then: *received* is money in a shift, a day in a delivery. */
export function columnSaid(list: string | undefined, id: string, { first }: Pick<Words, 'first'>): string {
  return first(columnKeys(list, id), `column.${id}`);
}

/** Where the dictionaries say it, the list's own word first. */
export function columnKeys(list: string | undefined, id: string): string[] {
  return [...(list === undefined ? [] : [`column.${list}.${id}`]), `column.${id}`];
}

/** Column title with its unit: "Credit, CNY". */
export function columnTitle(list: string | undefined, column: Column, words: Pick<Words, 'first' | 'currency' | 'unit'>): string {
  const name = columnSaid(list, column.kind === 'ledger' ? 'ledger_account' : column.id, words);
  if (column.kind === 'money' || column.kind === 'tenders') return `${name}, ${words.currency}`;
  if (column.kind === 'energy') return `${name}, ${words.unit('kWh')}`;
  return name;
}
/** Keys of the texts for a code; what several tables have of their own – "finding|meter_event" – is looked for in each of them. */
export const codeKeys = (prefix: string, code: string): string[] => prefix.split('|').map((one) => `${one}.${code}`);

/** A code by its word; of several, with what is said of them – "trips=4", "voltage:A=220.0", "cash 60.00; card 40.00 A41F77" –, each by its own. Undefined: one of them is none, as in somebody's own text. */
export function codesSaid(prefix: string, text: string, words: Pick<Words, 'first' | 'decimal'>): string | undefined {
  const whole = words.first(codeKeys(prefix, text), '');
  if (whole !== '' || !/[,= ]/.test(text)) return whole || undefined;
  const sums = text.includes(' ');
  const parts = text.split(sums ? '; ' : ',').map((part) => {
    const [code = '', ...more] = part.split(sums ? ' ' : /[:=]/);
    const word = words.first(codeKeys(prefix, code), '');
    return word === '' || (sums && !/^-?\d/.test(more[0] ?? '')) ? '' : [word, ...more.map((one) => (/^-?\d+(\.\d+)?$/.test(one) ? words.decimal(one) : one))].join(' ');
  });
  return parts.includes('') ? undefined : parts.join(sums ? '; ' : ', ');
}
