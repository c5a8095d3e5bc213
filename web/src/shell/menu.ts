import type { SurfacePage } from './surface_page';

// What of the menu is unfolded. A short menu stands open; of a long one the group of the page, or the first, until the person says otherwise.

/** Up to so many pages are seen at a glance. */
const FEW = 18;

export interface MenuGroup { id: string; pages: SurfacePage[] }

export const addressOf = (page: SurfacePage): string => page.at ?? page.id;

/** The groups in which there is something for this person. */
export function groupsOf(order: string[], pages: SurfacePage[]): MenuGroup[] {
  return order.map((id) => ({ id, pages: pages.filter((page) => page.group === id) })).filter((group) => group.pages.length > 0);
}

/** Which groups are open. `chosen` is what the person folded and unfolded, `current` the page that is shown; none: the landing page. */
export function unfolded(groups: MenuGroup[], chosen: Record<string, boolean>, current: SurfacePage | undefined): Set<string> {
  const few = groups.reduce((sum, group) => sum + group.pages.length, 0) <= FEW;
  const here = current?.group ?? groups[0]?.id;
  return new Set(groups.map((group) => group.id).filter((id) => chosen[id] ?? (few || id === here)));
}
