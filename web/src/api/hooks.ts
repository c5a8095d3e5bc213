import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { get, setCsrf } from './client';
import { link, retryPause, type LinkState } from './link';
import type { ReaderView, Session, ShiftNow } from './types';

export function useSession() {
  return useQuery({
    queryKey: ['session'],
    queryFn: async ({ signal }) => {
      const session = await get<Session>('/session', signal);
      setCsrf(session.csrf);
      return session;
    },
    staleTime: 60_000,
  });
}

/** Somebody has just signed in. An answer that is still under way was asked in the name of whoever was here before: it is not waited for. */
export async function takeSession(cache: QueryClient, fresh: Session): Promise<void> {
  await cache.cancelQueries({ queryKey: ['session'] });
  setCsrf(fresh.csrf);
  cache.setQueryData(['session'], fresh);
}

/** Another window of this browser has signed in anew. Whose name stood here goes on; who else it is sees his own name first. */
export async function sameSignedIn(cache: QueryClient): Promise<boolean> {
  const before = cache.getQueryData<Session>(['session'])?.operator?.name;
  const now = await get<Session>('/session');
  await takeSession(cache, now);
  return before !== undefined && before === now.operator?.name;
}

export function useReader(active = true) {
  return useQuery({
    queryKey: ['reader'],
    queryFn: ({ signal }) => get<ReaderView>('/reader', signal),
    enabled: active,
    // Events tell of every change; the slow question heals a missed one.
    refetchInterval: 5_000,
  });
}

export function useShift(active = true) {
  return useQuery({
    queryKey: ['shift'],
    queryFn: ({ signal }) => get<ShiftNow>('/shifts/current', signal),
    enabled: active,
  });
}

export function useLink(): LinkState {
  return useSyncExternalStore(link.subscribe, link.now);
}

/** Asks the server again after 1, 2, 4 … 15 seconds until it answers, then refreshes what is on the screen. */
export function useReconnect(): void {
  const { up } = useLink();
  const cache = useQueryClient();
  const was = useRef(up);
  useEffect(() => {
    const cameBack = up && !was.current;
    was.current = up;
    if (cameBack) void cache.invalidateQueries();
    if (up) return;
    let tries = 0;
    let timer: ReturnType<typeof setTimeout>;
    const again = (): void => {
      timer = setTimeout(() => {
        tries += 1;
        get('/health').catch(again);
      }, retryPause(tries) * 1000);
    };
    again();
    return () => clearTimeout(timer);
  }, [up, cache]);
}
