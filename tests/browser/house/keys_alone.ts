import { expect, type Page } from '@playwright/test';

/** So many stops are no way for a person. */
const STOPS_MOST = 120;

/** Goes there by Tab, as somebody does who has no mouse; on the way something always has the focus. */
export async function tabTo(page: Page, testid: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(page.getByTestId(testid)).toBeAttached();
  for (let stops = 0; stops < STOPS_MOST; ++stops) {
    await page.keyboard.press(key);
    if (await page.getByTestId(testid).evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${key} never leads to ${testid}`);
}
