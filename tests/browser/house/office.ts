import { expect, type Page } from '@playwright/test';

/** The pages of the back office, and who is let in there. */
export const PAGES: Record<string, string[]> = {
  miller: ['customers', 'accounts', 'account-applications', 'account-changes', 'meter-swaps', 'scheme-changes', 'opening-balances', 'remote-accounts', 'service-points', 'occupants', 'meters', 'meter-stock', 'stock-lots', 'stock-events', 'area-numbers', 'wells', 'well-meters', 'cards', 'former-cards', 'card-stock', 'card-stock-moves', 'purses', 'place-tree', 'places', 'edition', 'purse-applications', 'area-changes', 'tool-orders', 'sales', 'purse-moves', 'outlets', 'invoices', 'in-doubt', 'approvals', 'shifts', 'reports', 'insight', 'visits', 'queries', 'query-builder', 'statements', 'reconciliation', 'waterings', 'handheld', 'links', 'commands', 'control', 'collection', 'readings', 'reading-plans', 'reading-days', 'reading-routes', 'reviewed-readings', 'areas', 'day-charges', 'entries', 'balances', 'tariffs', 'codes', 'invoice-series', 'key-office', 'settings', 'slip-templates', 'import', 'imports', 'jobs', 'sends', 'month-ends', 'notices', 'letters', 'about'],
  audit: ['operators', 'roles', 'audit'],
  admin: ['stations', 'tills', 'backup'],
};

/** Pages that are not one table. */
const OTHERWISE: Record<string, string | RegExp> = { roles: 'roles-matrix', import: 'import-kind', about: 'health', 'key-office': 'key-office', collection: 'collection-days', 'reading-days': 'reading-days', reports: /^report-(catalogue|table)$/, insight: /^report-(catalogue|table)$/, edition: 'edition-ways', queries: 'common-queries', 'query-builder': 'query-subject', control: 'control-meter', settings: 'settings-table', 'slip-templates': 'slip-templates', sends: 'sends', notices: 'notices', 'place-tree': 'place-tree', handheld: 'handheld-files' };

/** Opens a page by the menu, whose group may be folded. */
export async function byMenu(page: Page, id: string): Promise<void> {
  const link = page.getByTestId(`menu-${id}`);
  await link.waitFor({ state: 'attached' });
  if (!(await link.isVisible())) await page.locator('.menu-group', { has: link }).getByRole('button').click();
  await link.click();
}

/** Another page without loading the console anew, as its own links lead there. */
export async function turnTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    const { idx = 0 } = (history.state ?? {}) as { idx?: number }; // the router counts its pages, and asks by their number before one is left
    history.pushState({ idx: idx + 1 }, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
}

/** Waits until the page has its rows. */
export async function loaded(page: Page, id: string): Promise<void> {
  const shown = page.getByTestId(OTHERWISE[id] ?? `table-${id}`);
  await expect(shown).toBeVisible();
  if (!OTHERWISE[id]) await expect(shown).toHaveAttribute('aria-busy', 'false');
}

/** Everything that a page complains about in the browser's console, or is refused by the server. */
export function complaints(page: Page): string[] {
  const heard: string[] = [];
  page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') heard.push(`${page.url()}: ${message.text()}`); });
  page.on('pageerror', (error) => heard.push(`${page.url()}: ${error.message}`));
  page.on('response', (response) => { if (response.status() >= 400) heard.push(`${response.status()} ${response.url()}`); });
  return heard;
}

/** Words of programmers on a page for people: keys and codes that no dictionary turned into words, places of a sentence that nothing filled. */
export function programmersWords(text: string): string[] {
  return [...new Set(text.match(/\{\w+\}|\b[a-z]+(?:_[a-z0-9]+)+\b/g) ?? [])];
}
