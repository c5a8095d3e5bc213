import { useQuery } from '@tanstack/react-query';
import { get } from '../api/client';
import { useSession } from '../api/hooks';
import type { Instant } from '../api/types';

export interface Notice { number: number; event: string; object: string; text: string; critical: boolean; page: string; raised: Instant; waits: boolean; seen: Instant | null; seen_by: string }

export function useNotices(active = true) {
  const language = useSession().data?.operator?.language;
  return useQuery({ queryKey: ['notices', language], queryFn: ({ signal }) => get<{ rows: Notice[]; waiting: number }>('/notices', signal), enabled: active, refetchInterval: 60_000 });
}
