import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { get, put } from '../api/client';
import { useSession } from '../api/hooks';
import { atKeyOffice } from '../shell/permissions';

// How a person likes his tables follows him to every workstation. The workstation remembers it too: for the moment before the server has answered, and
// for counters whose vault is away, where nothing is kept.

interface Choices { choices: Record<string, string> }

const PAUSE_MS = 600;

export function useChosen<Value>(name: string, start: Value): [Value, (value: Value) => void] {
  const session = useSession().data;
  const cache = useQueryClient();
  const operator = session?.operator?.name ?? '';
  const asks = operator !== '' && !atKeyOffice(session);
  const here = `kwota.${name}.${operator}`;
  const known = useQuery({ queryKey: ['choices', operator], queryFn: ({ signal }) => get<Choices>('/choices', signal), enabled: asks, staleTime: Infinity, retry: false }).data?.choices;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const value = read<Value>(known?.[name] ?? localStorage.getItem(here), start);
  return [value, (fresh) => {
    const text = JSON.stringify(fresh);
    localStorage.setItem(here, text);
    cache.setQueryData<Choices>(['choices', operator], (old) => ({ choices: { ...old?.choices, [name]: text } }));
    if (!asks) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => { put(`/choices/${encodeURIComponent(name)}`, { value: text }).catch(() => undefined); }, PAUSE_MS);
  }];
}

function read<Value>(kept: string | null | undefined, start: Value): Value {
  try {
    return kept === null || kept === undefined ? start : (JSON.parse(kept) as Value);
  } catch {
    return start;
  }
}
