import { useQuery } from '@tanstack/react-query';
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { get } from '../api/client';
import { useSession } from '../api/hooks';
import type { Field } from '../queries/document';
import { atKeyOffice } from '../shell/permissions';
import type { SurfacePage } from '../shell/surface';
import type { RowAction } from './row_actions';

// Registers as their rows declare them at the server: the pages of those for which none was made here.

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

/** One component for each, kept: a page that were made anew at each look would forget what somebody types. */
const made = new Map<string, LazyExoticComponent<ComponentType>>();

/** The page of a register that its row declares. */
export function declaredPage(id: string): LazyExoticComponent<ComponentType> {
  const known = made.get(id);
  if (known) return known;
  const page = lazy(async () => {
    const { DeclaredPage } = await import('./declared_page');
    return { default: () => DeclaredPage({ id }) };
  });
  made.set(id, page);
  return page;
}

/** `pages`, and behind them what is declared and not among them; `asking`: there may be more. */
export function usePages(pages: SurfacePage[]): { pages: SurfacePage[]; asking: boolean } {
  const asked = useDeclared();
  const declared = (asked.data ?? []).filter((one) => one.menu !== '' && !pages.some((page) => page.id === one.register));
  return {
    pages: [...pages, ...declared.map((one) => ({ id: one.register, group: one.menu, needs: one.right.split('|'), page: declaredPage(one.register) }))],
    asking: asked.isLoading,
  };
}
