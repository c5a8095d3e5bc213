import type { Answers } from '../../api/described';
import type * as D from '../../api/described';
import { deliveredKey } from '../../words/line_words';
import { says } from '../../words/says';
import type { PlanUnit } from '../plan/document';

// An invoice as the server tells it.

export type Invoice = D.Invoice;
export type InvoiceLine = Invoice['lines'][number];
export type OpenReceipts = Answers['getCustomersNumberOpenReceipts'];

/** The key of a line's words; empty: its item is its name. */
export function nameOf(line: Pick<InvoiceLine, 'kind' | 'step' | 'item' | 'unit'>): string {
  if (line.kind === 'energy') return deliveredKey(says<PlanUnit>(line.unit, 'm3'), line.step > 0);
  if (line.kind === 'paid_ahead' || line.kind === 'rest') return `invoice.${line.kind}`;
  if (line.kind === 'debt') return '';
  return `slip.line.${line.item}`;
}
