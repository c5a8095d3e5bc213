import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { kwotaFor } from '../house/kwota';
import { loaded } from '../house/office';
import { person, speak } from '../house/people';
import { shot } from '../house/shots';

// A link out of an old letter: what it names is gone, the list has no such column any more, its page is of another order. Each says what it is and leads on.

const kwota = kwotaFor('53_stale_links');
let page: Page;

test('a row that is not there is called by its number, and no search is blamed', async ({ browser }) => {
  page = await person(browser, kwota, 'miller');
  await page.goto('/office/customers?open=999999999999');
  await expect(page.getByTestId('no-such-row')).toContainText('There is no 999999999999 here');
  await accessible(page, 'a row that is not there');
});

test('an address that asks for what a list has not leads to the whole list', async () => {
  for (const asked of ['f.nonsense=1', 'sort=nonsense', 'cursor=nonsense']) {
    await page.goto(`/office/customers?${asked}`);
    await expect(page.getByTestId('state-failed'), asked).toBeVisible();
    await expect(page.getByTestId('retry'), 'asking again would help nobody').toHaveCount(0);
    if (asked.startsWith('sort')) {
      await accessible(page, 'an address that asks wrongly');
      await shot(page, '53-stale-link');
    }
    await page.getByTestId('list-anew').click();
    await loaded(page, 'customers');
    await expect(page).toHaveURL(/\/office\/customers$/);
  }
});

test('columns are called as people call them in that list', async () => {
  await speak(page, 'zh');
  await page.goto('/office/shifts');
  await loaded(page, 'shifts');
  await expect(page.getByTestId('table-shifts').locator('th', { hasText: '实收' }).first(), 'money, and no time of reading').toBeVisible();
  await page.goto('/office/stock-lots');
  await loaded(page, 'stock-lots');
  await expect(page.getByTestId('table-stock-lots').locator('th', { hasText: '到货日期' }).first()).toBeVisible();
});
