import { useEffect, useRef, type RefObject } from 'react';
import { Typed, type TypedField } from './typed';

const FIELD = 'input, select, textarea';
const COMING = ['focusin', 'pointerdown', 'keydown', 'beforeinput'];
const CHANGING = ['input', 'change'];

/** What somebody types in the fields of a place. */
export function useTyped(place: RefObject<HTMLElement | null>): Typed {
  const typed = useRef<Typed>(null);
  typed.current ??= new Typed();
  useEffect(() => {
    const element = place.current;
    const at = (act: 'meet' | 'changed') => (event: Event): void => {
      if (!(event.target instanceof Element) || !event.target.matches(FIELD)) return;
      typed.current?.[act](event.target as unknown as TypedField);
      // What was found and chosen stands in a field that nobody sees.
      for (const chosen of element?.querySelectorAll<HTMLInputElement>('input[type=hidden]') ?? []) typed.current?.meet(chosen);
    };
    const meet = at('meet'), changed = at('changed');
    for (const name of COMING) element?.addEventListener(name, meet, true);
    for (const name of CHANGING) element?.addEventListener(name, changed, true);
    return () => {
      for (const name of COMING) element?.removeEventListener(name, meet, true);
      for (const name of CHANGING) element?.removeEventListener(name, changed, true);
    };
  }, [place]);
  return typed.current;
}
