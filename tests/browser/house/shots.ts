import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';

/** Where nobody will look at them (CI), pictures are not taken. */
const LOOKED_AT = !process.env['CI'];

/** A picture of an important state, for the eye of whoever changes the console. */
export async function shot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => scrollTo(0, 0));
  if (!LOOKED_AT) return page.evaluate(() => new Promise<void>((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn())))); // as far as a picture would have it
  await page.screenshot({ path: join(import.meta.dirname, '../output/shots', `${name}.png`), animations: 'disabled' });
}

/** A picture of one thing on the page, wherever it lies. */
export async function shotOf(thing: Locator, name: string): Promise<void> {
  if (!LOOKED_AT) return;
  await thing.screenshot({ path: join(import.meta.dirname, '../output/shots', `${name}.png`), animations: 'disabled' });
}
