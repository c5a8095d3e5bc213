import { createContext, useContext } from 'react';
import { useWords } from '../words/words';

/** What is wrong in a form that was sent: ids of fields that are missing, and the field that the server refused. */
export interface Faults { missing: ReadonlySet<string>; refused: { id: string; says: string } | null }

export const noFaults: Faults = { missing: new Set(), refused: null };

export const FaultsOf = createContext<Faults>(noFaults);

/** What is said at a field: what its form says itself, what the server said of it, or that it is missing – as long as it is. `lacks`: the text of that, if it is. */
export function useFault(id: string, error: string | undefined, lacks?: string): string | undefined {
  const { t } = useWords();
  const { missing, refused } = useContext(FaultsOf);
  if (error) return error;
  if (lacks !== undefined && missing.has(id)) return t(lacks);
  return refused?.id === id ? refused.says : undefined;
}
