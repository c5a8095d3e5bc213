import type { Answers } from '../../api/described';
import type * as D from '../../api/described';
import type { Decimal } from '../../api/types';

// An invoice as the server tells it.

type LineKind = 'energy' | 'charge' | 'debt' | 'paid_ahead' | 'rest' | 'tax' | 'tax_inside';
export interface InvoiceLine {
  receipt: string;
  kind: LineKind;
  item: string;
  step: number;
  units: string;
  unit: string;
  price: string;
  rate: string;
  base: Decimal;
  amount: Decimal;
}
export type Invoice = D.Invoice;
export type OpenReceipts = Answers['getCustomersNumberOpenReceipts'];

/** The key of a line's words; empty: its item is its name. */
export function nameOf(line: Pick<InvoiceLine, 'kind' | 'step' | 'item'>): string {
  if (line.kind === 'energy') return line.step > 0 ? 'slip.line.step' : 'slip.line.energy';
  if (line.kind === 'paid_ahead' || line.kind === 'rest') return `invoice.${line.kind}`;
  if (line.kind === 'debt') return '';
  return `slip.line.${line.item}`;
}
