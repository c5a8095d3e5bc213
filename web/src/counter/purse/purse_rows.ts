import type { Listed } from '../../api/described';
import { listed, type ListName } from '../../api/lists';
import type { WateringStatus } from '../../api/row_words';
import { areasWait, newestPurse, waitingOf, type PurseAccount } from './purse';

const MOVES_SHOWN = 5;
/** All but swipes by which nothing was used and nobody owes: five of those would hide what he has paid. */
const WATERINGS_TOLD: readonly WateringStatus[] = ['hung', 'proven', 'unproven', 'contradicting', 'late', 'released', 'foreign', 'unknown_well'];

/** What the books have of an account whose money is on a card; null: it has none. */
export async function purseAccount(number: string, signal?: AbortSignal): Promise<PurseAccount | null> {
  const rows = async <Name extends ListName>(name: Name, query: string): Promise<Listed[Name][]> => (await listed(name, query, signal)).rows;
  const asked = encodeURIComponent(number);
  const [accounts, purses, moves, waterings, changes] = await Promise.all([
    rows('accounts', `filter.number=${asked}&page_size=1`),
    rows('purses', `filter.account=${asked}&page_size=100`),
    rows('purse-moves', `filter.account=${asked}&page_size=${MOVES_SHOWN}`),
    rows('waterings', `filter.account=${asked}&filter.state=${WATERINGS_TOLD.join(',')}&page_size=${MOVES_SHOWN}`),
    rows('area-changes', `filter.account=${asked}&page_size=100`),
  ]);
  const account = accounts[0];
  const purse = newestPurse(purses);
  if (!account || !purse) return null;
  const numbers = [purse.area_1, purse.area_2, purse.area_3, purse.area_4].filter(Boolean);
  const [places, areas] = await Promise.all([
    rows('places', `filter.code=${encodeURIComponent(purse.village)}&page_size=1`),
    rows('area-numbers', `filter.number=${numbers.map(encodeURIComponent).join(',')}&page_size=4`),
  ]);
  return {
    account: number,
    state: account.state,
    name: account.customer_name ?? '',
    owed: account.balance ?? '0',
    village: places[0]?.name ?? purse.village,
    areas: numbers.map((each) => ({ number: each, name: areas.find((row) => row.number === each)?.name ?? '' })),
    areasWait: areasWait(changes.filter((row) => row.purse === purse.number)),
    purse,
    waiting: waitingOf(purses),
    moves,
    waterings,
  };
}
