import type { Decimal } from '../../api/types';

export interface Affected { account: number; meter: string; model: string; reasons: { reason: string; why: string }[] }
export interface Effect { accounts: number; stopped: Affected[]; behind: Affected[]; by_line: Affected[] }
export interface Compared { units: Decimal; before: Decimal | null; after: Decimal; difference: Decimal | null; percent: Decimal | null }

/** What a version changes, by the server's own reckoning. */
export interface Preview {
  version: string; before: string | null; before_text: Record<string, unknown> | null; year: string; unit: string; currency: string;
  origin: 'typical' | 'own'; meters: number; assumed: Record<string, string>; customers: Compared[]; warnings: string[]; effect: Effect;
}
