import { useQuery } from '@tanstack/react-query';
import { get } from '../api/client';
import { useSession } from '../api/hooks';
import type { Field } from '../queries/document';
import { atKeyOffice } from '../shell/permissions';
import type { RowAction } from './row_actions';

// Registers as their rows declare them at the server.

/** What is filled in of a row; `fixed`: once, when it is made. Its codes stand in a register, `source`; `free`: what else somebody types is taken, too. */
export interface DeclaredField { name: string; required: boolean; fixed: boolean; start: string; source: string; free: boolean; words: string[] }

export interface Declared {
  register: string;
  right: string;
  /** Empty: nobody keeps it by a form. */
  write: string;
  /** Group of the back office; empty: it has a page made for it. */
  menu: string;
  sort: string;
  /** Column of words by which the page has its tabs; empty: none. */
  divided: string;
  key: string[];
  /** Those that are not hidden stand first, in the order in which the page shows them. */
  columns: (Field & { hidden: boolean })[];
  form: DeclaredField[];
  related: { list: string; by: string }[];
  actions: RowAction[];
}

export function useDeclared() {
  const session = useSession().data;
  return useQuery({
    queryKey: ['registers', session?.operator?.name],
    queryFn: ({ signal }) => get<{ rows: Declared[] }>('/registers', signal).then((answer) => answer.rows),
    enabled: session?.signed_in === true && !atKeyOffice(session), staleTime: Infinity,
  });
}
