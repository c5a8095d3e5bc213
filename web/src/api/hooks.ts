import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { get, HEALTH, setCsrf } from './client';
import { link, retryPause, type LinkState } from './link';
import type { ReaderView, Session, ShiftNow } from './types';

/**
 * A session that ended by itself: until its operator has given his password again, pages stay as he left them, with all that he typed. They
 * know him still, and nothing else does: the server refuses what they ask. Who signed out is known no longer.
 */
export function asLeft(before: Session | undefined, now: Session): Session {
  if (now.signed_in || !before?.operator) return now;
  return { ...now, operator: before.operator, till: before.till, shift: before.shift, utility: before.utility };
}

export function useSession() {
  const cache = useQueryClient();
  return useQuery({
    queryKey: ['session'],
    queryFn: async ({ signal }) => {
      const session = await get<Session>('/session', signal);
      setCsrf(session.csrf);
      return asLeft(cache.getQueryData<Session>(['session']), session);
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
  const before = cache.getQueryData<Session>(['session']);
  const now = await get<Session>('/session');
  await takeSession(cache, asLeft(before, now));
  return before?.operator !== undefined && before.operator?.name === now.operator?.name;
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
        get(HEALTH).catch(again);
      }, retryPause(tries) * 1000);
    };
    again();
    return () => clearTimeout(timer);
  }, [up, cache]);
}
