import { useEffect, useRef } from 'react';

// What stands typed and unsaved on the page, in whatever form: a link, Back and the closing of the window ask for it first. A dialog asks for its own
// when it closes (leaving.ts); a link in it leads away from all of them.

const forms = new Set<() => boolean>();

export function watchUnsaved(isDirty: () => boolean): () => void {
  forms.add(isDirty);
  return () => void forms.delete(isDirty);
}

export const holdsUnsaved = (): boolean => [...forms].some((isDirty) => isDirty());

/** Another person takes the place: what was typed there is not his, and nobody asks him about it. */
export const giveUpUnsaved = (): void => forms.clear();

/** Of what stands in no form of the house. */
export function useUnsaved(dirty: boolean): void {
  const now = useRef(dirty);
  now.current = dirty;
  useEffect(() => watchUnsaved(() => now.current), []);
}

/** Pages from which somebody goes because he may stay no longer: nobody asks him. */
const ENDS: ReadonlySet<string> = new Set(['/sign-in']);

/** Whether going from one address to another leaves a page on which something typed would be lost. Filters, pages and drawers of one page are no other page. */
export const losesUnsaved = (from: string, to: string): boolean => from !== to && !ENDS.has(to) && holdsUnsaved();
