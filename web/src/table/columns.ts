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

/** Column title with its unit: "Credit, CNY". */
export function columnTitle(column: Column, t: (key: string) => string, currency: string, unit: (name: string) => string): string {
  const name = t(column.kind === 'ledger' ? 'column.ledger_account' : `column.${column.id}`);
  if (column.kind === 'money') return `${name}, ${currency}`;
  if (column.kind === 'energy') return `${name}, ${unit('kWh')}`;
  return name;
}
/** Keys of the texts for a code; what several tables have of their own – "finding|meter_event" – is looked for in each of them. */
export const codeKeys = (prefix: string, code: string): string[] => prefix.split('|').map((one) => `${one}.${code}`);
