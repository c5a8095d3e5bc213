import { amountText, figureText } from '../../form/amount';

export const WAYS = ['cash', 'transfer', 'to_account', 'stays_owed'] as const;

/** What somebody says of an account that ends: where what is left goes, and what a meter that cannot speak had. */
export interface Refund {
  reason: string;
  last_register: string;
  /** That a silent meter held, as two people say. */
  remaining: string;
  way: (typeof WAYS)[number];
  to_account: string;
  /** Number of the transfer. */
  reference: string;
  /** The meter cannot speak any more. */
  dead: boolean;
  inDoubt: boolean;
  claimDebt: boolean;
}
export type Typed = 'reason' | 'last_register' | 'remaining' | 'to_account' | 'reference';

export const NOTHING: Refund = { reason: '', last_register: '', remaining: '', way: 'cash', to_account: '', reference: '', dead: false, inDoubt: false, claimDebt: false };

/** What must be filled, and is not. */
export function missing(refund: Refund): Typed[] {
  const needed: Typed[] = ['reason', ...(refund.dead ? ['remaining' as const] : []), ...(refund.way === 'to_account' ? ['to_account' as const] : []), ...(refund.way === 'transfer' ? ['reference' as const] : [])];
  return needed.filter((name) => refund[name].trim() === '');
}

/** Which way goes what is left, as the request says it. */
const leftoverOf = ({ way, reference, to_account }: Refund): Record<string, unknown> => ({
  cash: { leftover: 'paid_out' },
  transfer: { leftover: 'paid_out', tender: 'transfer', reference: reference.trim() },
  to_account: { leftover: 'to_account', to_account: Number(to_account.trim()) },
  stays_owed: { leftover: 'stays_owed' },
})[way];

/** The members of the request. `digits`: of the money that the meter counts in; null: it counts in something else. */
export function refundBody(refund: Refund, digits: number | null): Record<string, unknown> {
  const { reason, last_register, remaining, dead, inDoubt, claimDebt } = refund;
  return {
    phase: 'refund',
    reason: reason.trim(),
    ...leftoverOf(refund),
    ...(last_register.trim() ? { last_register: figureText(last_register) } : {}),
    ...(dead ? { remaining: digits === null ? figureText(remaining) : amountText(remaining, digits) } : {}),
    ...(dead && inDoubt ? { leave_in_doubt: true } : {}),
    ...(claimDebt ? { claim_debt: true } : {}),
  };
}
