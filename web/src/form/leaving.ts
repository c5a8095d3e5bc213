import { createContext, useContext } from 'react';

/** What is asked before a dialog closes: each form in it says whether something typed would be lost. */
export interface Leaving {
  watch: (isDirty: () => boolean) => () => void;
  /** Closes the dialog; asks first when something would be lost. */
  leave: () => void;
}

export const LeavingOf = createContext<Leaving | null>(null);

/** For a button in a dialog that closes it. `close`: where it is in none. */
export function useLeave(close: () => void): () => void {
  return useContext(LeavingOf)?.leave ?? close;
}
