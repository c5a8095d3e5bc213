import { useEffect, useRef } from 'react';
import type { Session } from '../api/types';

/** After how many minutes a screen asks for the password, as the utility has set it; before its books are made it has set nothing. */
export function lockMinutes(session: Session | undefined, where: 'counter' | 'office'): number {
  return where === 'counter' ? session?.utility?.counter_lock_minutes ?? 5 : session?.utility?.lock_minutes ?? 10;
}

/** Calls after so many minutes without key or pointer. */
export function useIdle(minutes: number, idle: () => void, active: boolean): void {
  const act = useRef(idle);
  act.current = idle;
  useEffect(() => {
    if (!active) return;
    let timer: ReturnType<typeof setTimeout>;
    const rewind = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => act.current(), minutes * 60_000);
    };
    rewind();
    window.addEventListener('keydown', rewind);
    window.addEventListener('pointerdown', rewind);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', rewind);
      window.removeEventListener('pointerdown', rewind);
    };
  }, [minutes, active]);
}
