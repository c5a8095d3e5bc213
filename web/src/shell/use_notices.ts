import type * as D from '../api/described';
import { useQuery } from '@tanstack/react-query';
import { get } from '../api/client';
import { useSession } from '../api/hooks';

export type Notice = D.Notice;

export function useNotices(active = true) {
  const language = useSession().data?.operator?.language;
  return useQuery({ queryKey: ['notices', language], queryFn: ({ signal }) => get<{ rows: Notice[]; waiting: number }>('/notices', signal), enabled: active, refetchInterval: 60_000 });
}
