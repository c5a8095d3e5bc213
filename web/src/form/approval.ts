import { useCallback } from 'react';
import { useSession } from '../api/hooks';
import type { ApprovalStatus } from '../api/row_words';
import { says } from '../words/says';

/** How long somebody may be asked: as the server has it, which refuses a later answer as `approval_lapsed`. */
const LASTS_MS = 24 * 3_600_000;

/** A request as it stands: one that nobody has decided within a day is waiting no longer. */
export type Standing = ApprovalStatus | 'lapsed';

export function standingOf(decision: unknown, requested: unknown, now: number): Standing {
  return says<ApprovalStatus>(decision, 'waiting') && now - Date.parse(String(requested)) > LASTS_MS ? 'lapsed' : (decision as ApprovalStatus);
}

/** The same by the server's clock: what it said with the session, and what has passed since. */
export function useStanding(): (row: { decision?: unknown; requested?: unknown }) => Standing {
  const { data, dataUpdatedAt } = useSession();
  const told = data?.clock ? Date.parse(data.clock.now) - dataUpdatedAt : 0;
  return useCallback((row) => standingOf(row.decision, row.requested, Date.now() + (Number.isFinite(told) ? told : 0)), [told]);
}
