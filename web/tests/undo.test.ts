import { expect, it } from 'vitest';
import { offered, offerUndo, undo } from '../src/shell/undo';

const removed = (text: string, answer: Promise<unknown>) => ({ text, undo: () => answer });

it('the last thing that was done is offered, and once', async () => {
  offerUndo(removed('a view', Promise.resolve()));
  const last = removed('a query', Promise.resolve());
  offerUndo(last);
  expect(offered()).toBe(last);
  await undo(last);
  expect(offered()).toBeNull();
});

it('what cannot be undone any more says why', async () => {
  const offer = removed('a view', Promise.reject(new Error('another has its name')));
  offerUndo(offer);
  await undo(offer);
  expect(offered()).toMatchObject({ problem: expect.any(Error) as Error });
});
