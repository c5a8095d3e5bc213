import { useEffect, useRef, useState } from 'react';
import type * as D from '../../api/described';
import { get, put } from '../../api/client';
import type { PlanDoc } from './document';

// What is typed is kept at the server for its writer alone, a moment after the last keystroke: signing out, the lock, another workstation or a
// closed window lose nothing.

const PAUSE_MS = 1200;

export type Kept = Omit<D.PlanDraft, 'document'> & { document: PlanDoc };

export async function keptDraft(plan: string, signal?: AbortSignal): Promise<Kept | null> {
  const { drafts } = await get<{ drafts: Kept[] }>('/plan-drafts', signal);
  return drafts.find((one) => one.plan === plan) ?? null;
}

/** Done with it: it was drafted for others, or thrown away. */
export const forgetDraft = (plan: string): Promise<unknown> => put('/plan-drafts', { plan });

/** `saved`: when the server last had it; `problem`: why it has not. */
export function useDraft(plan: string, document: PlanDoc | null, changed: boolean): { saved: string | null; problem: unknown; stop: () => void } {
  const [saved, setSaved] = useState<string | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const stopped = useRef(false);
  useEffect(() => {
    if (!document || !changed) return;
    const timer = setTimeout(() => {
      if (stopped.current) return;
      put<Kept>('/plan-drafts', { plan, document }).then((kept) => { setSaved(kept.saved); setProblem(null); }, setProblem);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [plan, document, changed]);
  return { saved, problem, stop: () => { stopped.current = true; } };
}
