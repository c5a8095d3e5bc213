import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { get } from '../api/client';
import type { Campaign, Person, Tree } from './types';

/** The tree of keys as books and vaults know it; events tell of changes, the slow question heals a missed one. */
export function useTree() {
  return useQuery({ queryKey: ['keys', 'tree'], queryFn: ({ signal }) => get<Tree>('/keys/tree', signal), refetchInterval: 30_000 });
}

/** One key change; null: there is none to ask for. */
export function useCampaign(number: number | null, refetchInterval: number | false = false) {
  return useQuery({ queryKey: ['keys', 'campaign', number], queryFn: ({ signal }) => get<Campaign>(`/keys/campaigns/${number}`, signal), refetchInterval, enabled: number !== null });
}

/** Who may be named as officer, holder or manager. */
export function usePeople(role?: string): Person[] {
  const people = useQuery({ queryKey: ['keys', 'people'], queryFn: ({ signal }) => get<{ rows: Person[] }>('/keys/people', signal), refetchInterval: 10_000 });
  return (people.data?.rows ?? []).filter((person) => !role || person.roles.includes(role));
}

/** After a change of keys: everything about keys, the lists, and whether sample keys are still in use. */
export function useKeysChanged(): () => void {
  const cache = useQueryClient();
  return useCallback(() => { for (const what of ['keys', 'list', 'session', 'approvals']) void cache.invalidateQueries({ queryKey: [what] }); }, [cache]);
}

/** What is open now, and after its end still what was open before the eyes of everybody: the outcome is read where it was waited for. */
export function useKept(open: number | null | undefined): number | null {
  const [kept, setKept] = useState<number | null>(null);
  useEffect(() => { if (open) setKept(open); }, [open]);
  return open ?? kept;
}
