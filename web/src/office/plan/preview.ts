import type * as D from '../../api/described';
import type { Decimal } from '../../api/types';

export interface Affected { account: number; meter: string; model: string; reasons: { reason: string; why: string }[] }
export interface Effect { accounts: number; stopped: Affected[]; behind: Affected[]; by_line: Affected[] }
export interface Compared { units: Decimal; before: Decimal | null; after: Decimal; difference: Decimal | null; percent: Decimal | null }

/** What a version changes, by the server's own reckoning. */
export type Preview = D.PlanPreview;
