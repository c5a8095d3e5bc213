import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import type { Answers } from '../api/described';
import { get, put } from '../api/client';
import { useSession } from '../api/hooks';
import { atKeyOffice } from '../shell/permissions';

// How a person likes his tables follows him to every workstation. The workstation remembers it too: for the moment before the server has answered,
// for counters whose vault is away, where nothing is kept, and for what the server has not got yet because the window was closed or loaded anew at once.

type Choices = Answers['getChoices'];

const PAUSE_MS = 600;

export function useChosen<Value>(name: string, start: Value): [Value, (value: Value) => void] {
  const session = useSession().data;
  const cache = useQueryClient();
  const operator = session?.operator?.name ?? '';
  const asks = operator !== '' && !atKeyOffice(session);
  const here = `kwota.${name}.${operator}`, unsent = `${here}.unsent`;
  const known = useQuery({ queryKey: ['choices', operator], queryFn: ({ signal }) => get<Choices>('/choices', signal), enabled: asks, staleTime: Infinity, retry: false }).data?.choices;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const send = useCallback((text: string): void => {
    put(`/choices/${encodeURIComponent(name)}`, { value: text }).then(() => {
      if (localStorage.getItem(here) !== text) return;
      // What was asked of the server before it had this choice may be answered after it, or was: the choice stands, and the rest is asked again.
      cache.setQueryData<Choices>(['choices', operator], (old) => ({ choices: { ...old?.choices, [name]: text } }));
      localStorage.removeItem(unsent);
      void cache.invalidateQueries({ queryKey: ['choices', operator] });
    }, () => undefined);
  }, [name, here, unsent, cache, operator]);
  useEffect(() => {
    const left = asks && localStorage.getItem(unsent) !== null ? localStorage.getItem(here) : null;
    if (left !== null) send(left);
  }, [asks, here, unsent, send]);
  const kept = localStorage.getItem(here);
  const value = read<Value>(localStorage.getItem(unsent) === null ? (known?.[name] ?? kept) : kept, start);
  return [value, (fresh) => {
    const text = JSON.stringify(fresh);
    localStorage.setItem(here, text);
    cache.setQueryData<Choices>(['choices', operator], (old) => ({ choices: { ...old?.choices, [name]: text } }));
    if (!asks) return;
    localStorage.setItem(unsent, '');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => send(text), PAUSE_MS);
  }];
}

function read<Value>(kept: string | null | undefined, start: Value): Value {
  try {
    return kept === null || kept === undefined ? start : (JSON.parse(kept) as Value);
  } catch {
    return start;
  }
}
