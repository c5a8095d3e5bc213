import type { Column } from '../../table/columns';
import { CARDS } from './cards';
import { CUSTOMERS } from './customers';
import { HOUSE } from './house';
import { METERS } from './meters';
import { MONEY } from './money';

/** By the name of each list that has a page of its own what stands there: the page shows it, and a question about the list begins with it. Registers declare theirs. */
export const COLUMNS: Record<string, Column[]> = { ...CARDS, ...CUSTOMERS, ...HOUSE, ...METERS, ...MONEY };
