import { join } from 'node:path';
import type { Page } from '@playwright/test';

/** A picture of an important state, for the eye of whoever changes the console. */
export async function shot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: join(import.meta.dirname, '../output/shots', `${name}.png`), animations: 'disabled' });
}
