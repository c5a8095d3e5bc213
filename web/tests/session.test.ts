import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { takeSession } from '../src/api/hooks';
import type { Session } from '../src/api/types';

it('an answer that was asked before somebody signed in does not sign him out again', async () => {
  const cache = new QueryClient();
  let answer = (_: Session): void => undefined;
  const before = cache.fetchQuery({ queryKey: ['session'], queryFn: () => new Promise<Session>((done) => { answer = done; }) }).catch(() => undefined);
  await takeSession(cache, { signed_in: true, csrf: 'fresh' });
  answer({ signed_in: false });
  await before;
  expect(cache.getQueryData(['session'])).toEqual({ signed_in: true, csrf: 'fresh' });
});
