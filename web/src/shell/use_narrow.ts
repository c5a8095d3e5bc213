import { useSyncExternalStore } from 'react';

const ROOM = '(max-width: 840px)';

/** Whether there is no room for a menu beside the page: a phone, a small window, 200 % zoom. */
export function useNarrow(): boolean {
  return useSyncExternalStore((tell) => {
    const room = matchMedia(ROOM);
    room.addEventListener('change', tell);
    return () => room.removeEventListener('change', tell);
  }, () => matchMedia(ROOM).matches);
}
