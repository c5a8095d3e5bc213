import type { AccountStatus } from '../../api/row_words';
import { get } from '../../api/client';
import type { Page } from '../../api/types';
import { newestPurse, waitingOf, type PurseAccount, type PurseMoveRow, type PurseRow, type WateringRow } from './purse';

interface AccountRow { number: number; state: AccountStatus; customer_name: string; balance: string }
interface NamedRow { name: string; code?: string; number?: string }

const MOVES_SHOWN = 5;

/** What the books have of an account whose money is on a card; null: it has none. */
export async function purseAccount(number: string, signal?: AbortSignal): Promise<PurseAccount | null> {
  const rows = async <Row>(path: string): Promise<Row[]> => (await get<Page<Row>>(path, signal)).rows;
  const asked = encodeURIComponent(number);
  const [accounts, purses, moves, waterings] = await Promise.all([
    rows<AccountRow>(`/accounts?filter.number=${asked}&page_size=1`),
    rows<PurseRow>(`/purses?filter.account=${asked}&page_size=100`),
    rows<PurseMoveRow>(`/purse-moves?filter.account=${asked}&page_size=${MOVES_SHOWN}`),
    rows<WateringRow>(`/waterings?filter.account=${asked}&page_size=${MOVES_SHOWN}`),
  ]);
  const account = accounts[0];
  const purse = newestPurse(purses);
  if (!account || !purse) return null;
  const numbers = [purse.area_1, purse.area_2, purse.area_3, purse.area_4].filter(Boolean);
  const [places, areas] = await Promise.all([
    rows<NamedRow>(`/places?filter.code=${encodeURIComponent(purse.village)}&page_size=1`),
    rows<NamedRow>(`/area-numbers?filter.number=${numbers.map(encodeURIComponent).join(',')}&page_size=4`),
  ]);
  return {
    account: number,
    state: account.state,
    name: account.customer_name,
    owed: account.balance,
    village: places[0]?.name ?? purse.village,
    areas: numbers.map((each) => ({ number: each, name: areas.find((row) => row.number === each)?.name ?? '' })),
    purse,
    waiting: waitingOf(purses),
    moves,
    waterings: waterings.filter((row) => row.state !== 'useless'),
  };
}
