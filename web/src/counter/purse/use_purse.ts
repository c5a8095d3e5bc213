import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { post } from '../../api/client';
import { asProblem, type Problem } from '../../api/problem';
import type { CardView, ReaderView } from '../../api/types';
import type { parseAmount } from '../../form/amount';
import { isPurseCard, standing, type PurseLook, type PurseQuote } from './purse';
import { purseAccount } from './purse_rows';

const lookKey = (session: string | undefined) => ['purse', 'look', session];

/** Asks the card. What it has settled stays told until somebody has read it. */
function lookOf(session: string, cache: QueryClient) {
  return {
    queryKey: lookKey(session),
    queryFn: async (): Promise<PurseLook> => {
      const now = await post<PurseLook>('/purses/look', { card_session: session });
      void cache.invalidateQueries({ queryKey: ['purse', 'account'] });
      if (now.settled.length > 0) for (const what of ['shift', 'list']) void cache.invalidateQueries({ queryKey: [what] });
      const before = cache.getQueryData<PurseLook>(lookKey(session))?.settled ?? [];
      return { ...now, settled: [...before.filter((one) => now.settled.every((other) => other.sale !== one.sale)), ...now.settled] };
    },
    staleTime: Infinity,
  };
}

/** Who stands there when money is on the card itself; `chosen`: found by search, and no meter's account. */
export function usePurse(card: CardView | null, chosen: string | null) {
  const cache = useQueryClient();
  const own = isPurseCard(card);
  const session = card?.session ?? '';
  const look = useQuery({ ...lookOf(session, cache), enabled: own && session !== '' });
  const number = own ? (look.data?.account ? String(look.data.account) : null) : chosen;
  const found = useQuery({ queryKey: ['purse', 'account', number], queryFn: ({ signal }) => purseAccount(number!, signal), enabled: number !== null });
  const account = number === null ? undefined : found.data ?? undefined;
  const there = own || Boolean(account);
  const problem = (own ? look.error : null) ?? found.error;

  /** The card that lies there now, if it is one of these: looked at once more. */
  const lookNow = useCallback(async () => {
    const now = cache.getQueryData<ReaderView>(['reader'])?.card ?? null;
    if (now && isPurseCard(now)) await cache.fetchQuery({ ...lookOf(now.session, cache), staleTime: 0 });
  }, [cache]);
  /** It was read what became of it; without a number: of all. */
  const told = useCallback((sale?: string) => {
    cache.setQueriesData<PurseLook>({ queryKey: ['purse', 'look'] }, (old) => old && { ...old, settled: sale ? old.settled.filter((one) => one.sale !== sale) : [] });
  }, [cache]);

  return {
    there, account, look: own ? look.data : undefined, problem: problem ? asProblem(problem) : undefined, lookNow, told,
    standing: there ? standing({ card, look: look.data, failed: look.isError || found.isError, account }) : undefined,
  };
}

interface Asked { account: string; session: string; pay: string }

/** The quote of a load: asked for with Enter, because the card is asked for it; good for just this amount and card. */
export function usePurseQuote(account: string | undefined, session: string | undefined, parsed: ReturnType<typeof parseAmount>) {
  const [kept, setKept] = useState<{ of: Asked; quote?: PurseQuote; problem?: Problem; asking?: boolean } | null>(null);
  const fits = kept && parsed.ok && kept.of.account === account && kept.of.session === session && kept.of.pay === parsed.value ? kept : null;
  const ask = useCallback(async () => {
    if (!account || !session || !parsed.ok) return;
    const of = { account, session, pay: parsed.value };
    setKept({ of, asking: true });
    try {
      const quote = await post<PurseQuote>(`/accounts/${account}/purse/quotes`, { pay: of.pay, card_session: session });
      setKept((now) => (now?.of === of ? { of, quote } : now));
    } catch (reason) {
      setKept((now) => (now?.of === of ? { of, problem: asProblem(reason) } : now));
    }
  }, [account, session, parsed]);
  const drop = useCallback(() => setKept(null), []);
  return { quote: fits?.quote, problem: fits?.problem, asking: fits?.asking === true, ask, drop };
}
