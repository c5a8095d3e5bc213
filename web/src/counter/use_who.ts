import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { get } from '../api/client';
import { listed } from '../api/lists';
import { asProblem, Problem } from '../api/problem';
import type { AccountView, CardView, Page, SchemeView, Session } from '../api/types';
import { uses } from '../shell/permissions';
import { canBecomePurse } from './purse/purse';
import { usePurse } from './purse/use_purse';
import { isBlank } from './state';

/** There is none, or it is another station's: nobody is told which. */
const NOBODYS = new Set(['unknown_account', 'not_found']);

/** Who stands there: whose card lies there, before whoever was looked for. `working`: other work is open, and keeps its customer while a card is read. */
export function useWho(chosen: string | null, card: CardView | null, session: Session | undefined, working: boolean) {
  const cache = useQueryClient();
  const found = useQuery({
    queryKey: ['account', chosen],
    queryFn: ({ signal }) => accountOf(chosen!, uses(session, ['purse']), cache, signal),
    enabled: chosen !== null && !card?.account,
  });
  // A card that tells of nobody takes nobody's place: a blank one is for whoever was found, and one that is still being read leaves work where it is.
  const ofNobody = card === null || isBlank(card) || (working && card.state === 'reading');
  const account = card?.account ?? (ofNobody && chosen ? found.data : undefined);
  const nobody = chosen !== null && found.isError && NOBODYS.has(asProblem(found.error).code);
  // A found account without a meter may have its money on a card; a blank card may become that one.
  const purse = usePurse(card, found.isError && !nobody && (card === null || canBecomePurse(card)) ? chosen : null);
  return {
    account, purse,
    name: purse.account?.name ?? account?.customer.name ?? '',
    /** A number under which there is no account that this station serves. */
    noSuch: nobody ? chosen : null,
  };
}

/** An account with its meter. One whose money is on a card has none: where there are such, the register says it before the desk is asked, which would refuse. */
async function accountOf(number: string, maybePurse: boolean, cache: QueryClient, signal: AbortSignal): Promise<AccountView> {
  if (maybePurse && /^\d+$/.test(number)) {
    const schemes = await cache.fetchQuery({ queryKey: ['schemes'], queryFn: () => get<Page<SchemeView>>('/schemes'), staleTime: Infinity });
    const { rows } = await listed('accounts', `filter.number=${number}&page_size=1`, signal);
    if (schemes.rows.find((each) => each.name === rows[0]?.scheme)?.holder === 'purse') throw new Problem({ title: '', status: 409, code: 'balance_on_card', details: { account: number } });
  }
  return get<AccountView>(`/accounts/${encodeURIComponent(number)}`, signal);
}
