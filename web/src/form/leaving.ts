import { createContext, useContext } from 'react';

/** What is asked before a dialog closes: each form in it says whether something typed would be lost. */
export interface Leaving {
  watch: (isDirty: () => boolean) => () => void;
  /** Closes the dialog, or goes where `away` goes – from a form back to what the dialog shows; asks first when something would be lost. */
  leave: (away?: () => void) => void;
}

export const LeavingOf = createContext<Leaving | null>(null);

/** For a button that goes out of a form: in a dialog it asks first what the dialog asks. */
export function useLeave(away: () => void): () => void {
  const leaving = useContext(LeavingOf);
  return () => (leaving ? leaving.leave(away) : away());
}
