import type * as D from '../api/described';
import { useQuery } from '@tanstack/react-query';
import { get } from '../api/client';
import { useSession } from '../api/hooks';
import { atKeyOffice } from '../shell/permissions';
import type { ViewState } from './view_state';

// Views of tables and queries under a name. A view is what stands in an address, so opening one is going there.

export type TableView = D.TableView;

export interface Saved {
  number: number;
  kind: 'view' | 'query';
  subject: string;
  name: string;
  /** Nothing where this person may not ask it any more. */
  document: unknown;
  refused: string | null;
  owner: string;
  own: boolean;
  roles: string[];
  pinned: boolean;
  changed: string;
  version: string;
}

export const ROLES = ['cashier', 'supervisor', 'manager', 'technician', 'auditor', 'administrator'];

export function useSaved() {
  const session = useSession().data;
  return useQuery({ queryKey: ['saved'], queryFn: ({ signal }) => get<{ rows: Saved[] }>('/saved', signal).then((answer) => answer.rows), enabled: session?.signed_in === true && !atKeyOffice(session), staleTime: 60_000 });
}

/** What of a table is kept: what is looked for, by what it is sorted, which columns are seen – never the page or the open row. */
export function viewOf(state: ViewState, columns: string[]): TableView {
  return { ...(state.q ? { q: state.q } : {}), ...(state.sort ? { sort: state.sort } : {}), ...(Object.keys(state.filters).length > 0 ? { filters: state.filters } : {}), columns };
}

/** The address of a view, without the page's own. */
export function addressOfView(view: TableView): string {
  const query = new URLSearchParams();
  if (view.q) query.set('q', view.q);
  if (view.sort) query.set('sort', view.sort);
  for (const [name, value] of Object.entries(view.filters ?? {})) query.set(`f.${name}`, value);
  if (view.columns?.length) query.set('cols', view.columns.join(','));
  return query.toString();
}

/** Where something saved is opened. */
export function placeOf(saved: Saved): string {
  if (saved.kind === 'query') return `/office/query-builder?saved=${saved.number}`;
  const query = addressOfView((saved.document ?? {}) as TableView);
  return `/office/${saved.subject}${query ? `?${query}` : ''}`;
}

/** Whether the address shows exactly this view, on whatever page of it. */
export function isShown(saved: Saved, query: URLSearchParams): boolean {
  const now = new URLSearchParams(query);
  for (const name of ['cursor', 'open', 'size']) now.delete(name);
  const wanted = new URLSearchParams(addressOfView((saved.document ?? {}) as TableView));
  now.sort();
  wanted.sort();
  return now.toString() === wanted.toString();
}
