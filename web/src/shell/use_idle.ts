import { useEffect, useRef } from 'react';

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
