import { createContext, useContext } from 'react';

/** By column and sign-in name: what the people of the rows that are shown are called, as the server says beside them. */
export type People = Record<string, Record<string, string>>;

export const PeopleContext = createContext<People>({});

/** What somebody is called; nothing where the column names nobody, or nobody is known by that name. */
export function useCalled(): (column: string, name: string) => string | undefined {
  const people = useContext(PeopleContext);
  return (column, name) => people[column]?.[name];
}
