import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { post } from '../api/client';

/** Takes one's own request for a second person back while nobody has decided it. What has been decided meanwhile is said in `problem`. */
export function useWithdrawal(number: number, withdrawn: () => void) {
  const cache = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const withdraw = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await post(`/approvals/${number}/withdraw`, {});
      withdrawn();
    } catch (why) {
      setProblem(why);
    } finally {
      setBusy(false);
      void cache.invalidateQueries({ queryKey: ['approvals'] });
    }
  };
  return { withdraw: () => void withdraw(), problem };
}
