import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { SurfacePage } from '../shell/surface_page';
import { useDeclared } from './declared';

// Pages of the registers for which none was made here.

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
