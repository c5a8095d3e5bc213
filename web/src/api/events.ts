import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { link } from './link';

/** What happens by itself at the server, as server-sent events. */
const EVENTS = ['reader', 'sale', 'bench', 'approval', 'job', 'keys', 'vault', 'command', 'settings', 'print', 'notice'] as const;
type EventName = (typeof EVENTS)[number];
type Listener = (data: unknown) => void;
const listeners = new Map<EventName, Set<Listener>>();

export function onEvent(name: EventName, listener: Listener): () => void {
  const set = listeners.get(name) ?? new Set<Listener>();
  listeners.set(name, set);
  set.add(listener);
  return () => set.delete(listener);
}

/** Keeps one event stream open while the operator is signed in, and feeds the pages' caches from it. */
export function useEvents(active: boolean): void {
  const cache = useQueryClient();
  useEffect(() => {
    if (!active) return;
    const source = new EventSource('/api/v1/events');
    for (const name of EVENTS) {
      source.addEventListener(name, (event) => receive(cache, name, event.data as string));
    }
    source.onopen = () => {
      link.heard();
      for (const what of ['reader', 'vault']) renew(cache, what); // what was told meanwhile nobody heard
    };
    return () => source.close();
  }, [active, cache]);
}

const renewing = new WeakMap<QueryClient, Map<string, 'once' | 'again'>>();

/**
 * Asks anew for what is shown of it: once at a time, and once more for all that was told meanwhile. A piece of work tells many steps; a
 * question for each of them, broken off by the next, would queue at the server.
 */
export function renew(cache: QueryClient, what: string): void {
  const all = renewing.get(cache) ?? new Map<string, 'once' | 'again'>();
  renewing.set(cache, all);
  if (all.has(what)) {
    all.set(what, 'again');
    return;
  }
  all.set(what, 'once');
  void cache.invalidateQueries({ queryKey: [what] }).catch(() => undefined).finally(() => {
    const again = all.get(what) === 'again';
    all.delete(what);
    if (again) renew(cache, what);
  });
}

function receive(cache: QueryClient, name: EventName, text: string): void {
  const data: unknown = text === '' ? null : JSON.parse(text);
  listeners.get(name)?.forEach((listener) => listener(data));
  if (name === 'reader') {
    if (isRecord(data) && 'readers' in data) cache.setQueryData(['reader'], data);
    else renew(cache, 'reader');
    renew(cache, 'list'); // a card may have brought the word that settles sales
    void cache.invalidateQueries({ queryKey: ['keys', 'campaign'] }); // or have got its new keys
  }
  if (name === 'bench') {
    if (isRecord(data) && 'meters' in data) cache.setQueryData(['bench'], data);
    else renew(cache, 'bench');
  }
  if (name === 'command') for (const what of ['list', 'account', 'shift', 'on-the-line']) renew(cache, what);
  // The session tells whether the counters still seal under sample keys.
  if (name === 'vault') for (const what of ['vault', 'session', 'bench']) renew(cache, what);
  if (name === 'sale') {
    renew(cache, 'vault'); // it cost a load SAM quota
    renew(cache, 'list');
    renew(cache, 'shift');
  }
  if (name === 'settings') for (const what of ['settings', 'session']) renew(cache, what);
  if (name === 'approval') renew(cache, 'approvals');
  if (name === 'notice') renew(cache, 'notices');
  if (name === 'keys') for (const what of ['keys', 'list', 'session', 'bench']) renew(cache, what);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
