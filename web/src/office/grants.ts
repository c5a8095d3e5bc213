import { useQuery } from '@tanstack/react-query';
import type { Answers } from '../api/described';
import { get } from '../api/client';

// How far a right goes, as the server's matrix says it (people/permissions.h).

export type Grant = 'no' | 'own' | 'second' | 'yes';

/** From nothing to all. */
const RISING: Grant[] = ['no', 'own', 'second', 'yes'];

export const SIGNS: Record<Grant, string> = { yes: '●', own: '○', second: '②', no: '–' };

/** Whoever has several roles may what one of them may. */
export function grantOf(grants: Record<string, Grant>, roles: string[]): Grant {
  return RISING[Math.max(0, ...roles.map((role) => RISING.indexOf(grants[role] ?? 'no')))] ?? 'no';
}

/** Who may what, by role, as the server decides it now. */
export const useMatrix = () => useQuery({ queryKey: ['roles'], queryFn: ({ signal }) => get<Answers['getRoles']>('/roles', signal) });
