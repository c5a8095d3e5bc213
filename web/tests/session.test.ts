import { QueryClient } from '@tanstack/react-query';
import { afterEach, expect, it, vi } from 'vitest';
import { onSessionReplaced, post, setCsrf } from '../src/api/client';
import { asLeft, sameSignedIn, takeSession } from '../src/api/hooks';
import type { Session } from '../src/api/types';

afterEach(() => vi.unstubAllGlobals());

const session = (signed_in: boolean, csrf: string | null): Session => ({ signed_in, csrf, version: 'test', bench: false, languages: ['en'], language: 'en', till: null, shift: null });

it('an answer that was asked before somebody signed in does not sign him out again', async () => {
  const cache = new QueryClient();
  let answer = (_: Session): void => undefined;
  const before = cache.fetchQuery({ queryKey: ['session'], queryFn: () => new Promise<Session>((done) => { answer = done; }) }).catch(() => undefined);
  await takeSession(cache, session(true, 'fresh'));
  answer(session(false, null));
  await before;
  expect(cache.getQueryData(['session'])).toEqual(session(true, 'fresh'));
});

/** A server where another window of this browser has signed in: only the new session's word counts. Gives what was asked. */
function anotherWindowSignedIn(name: string): { tried: { csrf: string | undefined; key: string | undefined }[]; cache: QueryClient } {
  const cache = new QueryClient();
  cache.setQueryData(['session'], { signed_in: true, csrf: 'old', operator: { name: 'wang' } });
  setCsrf('old');
  const tried: { csrf: string | undefined; key: string | undefined }[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    if (url.endsWith('/session')) return Promise.resolve(Response.json({ signed_in: true, csrf: 'new', operator: { name } }));
    const sent = init.headers as Record<string, string>;
    tried.push({ csrf: sent['X-CSRF-Token'], key: sent['Idempotency-Key'] });
    return Promise.resolve(sent['X-CSRF-Token'] === 'new' ? Response.json({ done: true }) : Response.json({ title: 'Refused', status: 403, code: 'csrf' }, { status: 403 }));
  });
  onSessionReplaced(() => sameSignedIn(cache));
  return { tried, cache };
}

it('two windows of one person: the other one was unlocked, this one sells on, once', async () => {
  const { tried } = anotherWindowSignedIn('wang');
  await expect(post('/sales', {}, { key: 'one' })).resolves.toEqual({ done: true });
  expect(tried).toEqual([{ csrf: 'old', key: 'one' }, { csrf: 'new', key: 'one' }]);
});

it('somebody else has signed in in another window: nothing is done in his name from this one, and it shows his', async () => {
  const { tried, cache } = anotherWindowSignedIn('li');
  await expect(post('/sales', {}, { key: 'one' })).rejects.toMatchObject({ code: 'csrf' });
  expect(tried).toHaveLength(1);
  expect(cache.getQueryData<Session>(['session'])?.operator?.name).toBe('li');
});

it('a session that ended leaves its pages to whoever was there, one that somebody left does not', () => {
  const operator = { name: 'wang', permissions: ['sell'] } as Session['operator'];
  const ended = asLeft({ ...session(true, 'fresh'), operator }, session(false, null));
  expect(ended).toMatchObject({ signed_in: false, csrf: null, operator: { name: 'wang' } });
  expect(asLeft(ended, session(false, null)).operator).toEqual(operator); // asked again under the same lock
  expect(asLeft({ ...session(false, null), operator: null }, session(false, null)).operator).toBeUndefined(); // signed out
  expect(asLeft({ ...session(true, 'old'), operator }, session(true, 'new'))).toEqual(session(true, 'new'));
});
