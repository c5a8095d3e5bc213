import { useEffect, useRef } from 'react';
import type { Session } from '../api/types';

type Where = keyof NonNullable<Session['lock_minutes']>;

/** After how many minutes a screen asks for the password; nothing: nobody has signed in whom it could keep out. */
export function lockMinutes(session: Session | undefined, where: Where): number | undefined {
  return session?.signed_in ? session.lock_minutes?.[where] : undefined;
}

/** Calls after so many minutes without key or pointer; without any, never. */
export function useIdle(minutes: number | undefined, idle: () => void): void {
  const act = useRef(idle);
  act.current = idle;
  useEffect(() => {
    if (minutes === undefined) return;
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
  }, [minutes]);
}
