import type { ComponentType, LazyExoticComponent } from 'react';
import type { Way } from '../api/types';

/** A page of a surface: its address, its place in the menu, the right that shows it. Names are the texts `page.<id>`. */
export interface SurfacePage {
  id: string;
  /** Last part of the address when it is not the id. */
  at?: string;
  group: string;
  /** Any of these rights; none: everybody who is signed in. */
  needs: string[];
  /** Only where the utility sells in one of these ways. */
  ways?: Way[];
  page: LazyExoticComponent<ComponentType>;
}
