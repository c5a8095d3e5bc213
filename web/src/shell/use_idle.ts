import { useEffect, useRef } from 'react';
import type { Session } from '../api/types';

type Where = keyof NonNullable<Session['lock_minutes']>;

/** After how many minutes a screen asks for the password; nothing: nobody has signed in whom it could keep out. */
export function lockMinutes(session: Session | undefined, where: Where): number | undefined {
  return session?.signed_in ? session.lock_minutes?.[where] : undefined;
}

const MINUTE = 60_000;
const LAST_KEY = 'kwota.last_key';

/** How long it may still be quiet, in milliseconds; 0: long enough. `last`: of any window, by the clock of this machine; a time that is still to come says nothing. */
export function restOf(minutes: number, last: number, now: number): number {
  return last > now ? 0 : Math.max(last + minutes * MINUTE - now, 0);
}

/** Windows of one browser have one session: where somebody works in one of them, none of them was left. */
function noted(now: number): void {
  try {
    localStorage.setItem(LAST_KEY, String(now));
  } catch {
    // Where nothing is kept each window goes by its own keys.
  }
}
function lastOfAll(own: number): number {
  try {
    return Math.max(own, Number(localStorage.getItem(LAST_KEY) ?? 0));
  } catch {
    return own;
  }
}

/** Calls after so many minutes without key or pointer, in this window and in the others; without any, never. */
export function useIdle(minutes: number | undefined, idle: () => void): void {
  const act = useRef(idle);
  act.current = idle;
  useEffect(() => {
    if (minutes === undefined) return;
    let timer: ReturnType<typeof setTimeout>;
    let own = Date.now();
    const wait = (rest: number): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const left = restOf(minutes, lastOfAll(own), Date.now());
        if (left === 0) act.current();
        else wait(left);
      }, rest);
    };
    const rewind = (): void => {
      own = Date.now();
      noted(own);
      wait(minutes * MINUTE);
    };
    rewind();
    window.addEventListener('keydown', rewind);
    window.addEventListener('pointerdown', rewind);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', rewind);
      window.removeEventListener('pointerdown', rewind);
    };
  }, [minutes]);
}
