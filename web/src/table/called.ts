import { createContext, useContext } from 'react';
import type { Page } from '../api/types';

/** By column and value – a sign-in name, the code of a place –: what they are called, as the server says beside the rows that are shown. */
export type Called = Record<string, Record<string, string>>;

export const CalledContext = createContext<Called>({});

/** What a page of rows says of its people and places. */
export const calledIn = (page: Pick<Page<unknown>, 'people' | 'places'> | undefined): Called => ({ ...page?.people, ...page?.places });

/** What those are called whom these members of a row name, in their order; whoever is not named is left out. */
export function peopleOf(row: { people?: Called }, ...members: string[]): string {
  const named = row as Record<string, unknown>;
  return members.map((member) => [member, String(named[member] ?? '')] as const).filter(([, name]) => name !== '').map(([member, name]) => row.people?.[member]?.[name] ?? name).join(', ');
}

/** What somebody or a place is called; nothing where the column names neither, or nothing is known by that name. */
export function useCalled(): (column: string, name: string) => string | undefined {
  const called = useContext(CalledContext);
  return (column, name) => called[column]?.[name];
}
