import { useEffect, useSyncExternalStore } from 'react';

// Whether a form on the page was refused: then the document's title begins with that word.

let refused = 0;
const listeners = new Set<() => void>();

function add(by: number): void {
  refused += by;
  for (const tell of listeners) tell();
}

function listen(tell: () => void): () => void {
  listeners.add(tell);
  return () => void listeners.delete(tell);
}

/** As long as a form shows that it was refused. */
export function useRefused(is: boolean): void {
  useEffect(() => {
    if (!is) return undefined;
    add(1);
    return () => add(-1);
  }, [is]);
}

export function useAnyRefused(): boolean {
  return useSyncExternalStore(listen, () => refused > 0);
}
