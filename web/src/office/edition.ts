import type { Way } from '../api/types';
import type { SurfacePage } from '../shell/surface_page';
import type { Setting } from './setting';

// In which ways this utility sells, and what of the console is for others.

/** The settings that say it, in the order in which the server declares them. */
export const waysAmong = (settings: Setting[]): Setting[] => settings.filter((one) => one.name.startsWith('way_'));

/** The setting that says whether other machines are served. */
export const networkAmong = (settings: Setting[]): Setting[] => settings.filter((one) => one.name === 'network');

/** Pages that the menu does not have as long as nothing is sold in any of their ways. */
export const hiddenPages = (pages: SurfacePage[], used: Way[]): SurfacePage[] => pages.filter((page) => page.ways && !page.ways.some((way) => used.includes(way)));

/** Parts of this machine that the server looks at when it is asked. */
export const PARTS = ['database', 'vault', 'reader'] as const;
