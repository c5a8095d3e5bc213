import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { renew } from '../src/api/events';

test('twenty things that were told while one answer is awaited are one more question', async () => {
  const cache = new QueryClient();
  const answers: (() => void)[] = [];
  const observer = new QueryObserver(cache, { queryKey: ['keys', 'tree'], queryFn: () => new Promise<number>((answer) => answers.push(() => answer(answers.length))) });
  const stop = observer.subscribe(() => undefined);
  await expect.poll(() => answers.length).toBe(1);
  answers[0]!();
  await expect.poll(() => observer.getCurrentResult().isFetching).toBe(false);

  for (let told = 0; told < 20; told += 1) renew(cache, 'keys');
  await expect.poll(() => answers.length).toBe(2);
  answers[1]!(); // the answer to a question of before the last word
  await expect.poll(() => answers.length).toBe(3);
  answers[2]!();
  await expect.poll(() => observer.getCurrentResult().data).toBe(3);
  await expect.poll(() => observer.getCurrentResult().isFetching).toBe(false);
  expect(answers.length).toBe(3);
  stop();
});
