import type * as D from '../../api/described';
import { amountText } from '../../form/amount';
import { peopleOf, type Called } from '../../table/called';
// An outlet as the server shows it.

export interface OutletClient { key: string; client: string; name: string; good: boolean; made: string; made_by: string; until: string | null; revoked: string | null; revoked_by: string; reason: string; people?: Called }
export interface Commission { number: number; from: string; per_mille: number; reason: string; asked_by: string; approved_by: string; agreed: string; people?: Called }
export interface Outlet {
  code: string;
  station: string;
  name: string;
  contact: string;
  state: 'active' | 'blocked' | 'closed';
  float: string;
  available: string;
  credit_limit: string;
  sale_limit: string | null;
  day_limit: string | null;
  sold_today: string;
  commission_owed: string;
  per_mille: number;
  /** What was seen of name, contact and limits, for whoever changes them. */
  version: string;
  clients: OutletClient[];
  commissions: Commission[];
}

interface Figures { topped_up: string; withdrawn: string; sold: string; given_back: string; netted: string; earned: string; settled: string; sales: number; first_receipt: string; last_receipt: string }
export interface StatementDay extends Figures { business_day: string; opening: string; closing: string }
export type Statement = D.OutletStatement;

export const MOVES = ['top_up', 'netted', 'paid', 'withdrawal'] as const;
export type MoveKind = (typeof MOVES)[number];

/** What a key is good for, as a text and what stands in it. */
export function keySays(key: OutletClient): { text: string; time?: string; by?: string; reason?: string } {
  if (key.revoked) return { text: 'outlets.key_revoked', by: peopleOf(key, 'revoked_by'), reason: key.reason };
  if (!key.good) return { text: 'outlets.key_over' };
  return key.until ? { text: 'outlets.key_good_until', time: key.until } : { text: 'outlets.key_good' };
}

/** What a form says of an outlet. */
export const FORM = ['name', 'contact', 'credit_limit', 'sale_limit', 'day_limit'] as const;
export type Form = Record<(typeof FORM)[number], string>;
export const formOf = (outlet: Outlet): Form => ({ name: outlet.name, contact: outlet.contact, credit_limit: outlet.credit_limit, sale_limit: outlet.sale_limit ?? '', day_limit: outlet.day_limit ?? '' });
export const LIMITS = ['credit_limit', 'sale_limit', 'day_limit'] as const;
export const bodyOf = (form: Form, digits: number) => ({
  name: form.name.trim(), contact: form.contact.trim(),
  ...(Object.fromEntries(LIMITS.map((limit) => [limit, amountText(form[limit], digits)])) as Record<(typeof LIMITS)[number], string>),
});

/** What each tab of an outlet's drawer is given. */
export interface TabOf { outlet: Outlet; done: () => void }
