import type { Decimal } from '../api/types';

/** One figure of a chart, under its name; null: not known. */
export interface Point { name: string; figure: Decimal | number | null }
