import type * as D from '../../api/described';
import { amountText } from '../../form/amount';
import { peopleOf } from '../../table/called';
// An outlet as the server shows it.

/** Alone, with who sells for it and what it earned when. */
export type Outlet = Required<D.Outlet>;
export type OutletClient = Outlet['clients'][number];

export type Statement = D.OutletStatement;
export type StatementDay = Statement['days'][number];

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
