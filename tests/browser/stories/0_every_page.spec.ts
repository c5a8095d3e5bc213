import { expect, test } from '@playwright/test';
import { accessible } from '../house/access';
import { firstSale, secondSale } from '../house/first_sale';
import { kwotaFor } from '../house/kwota';
import { byMenu, complaints, loaded, PAGES } from '../house/office';
import { person, speak } from '../house/people';
import { shot } from '../house/shots';

// Every page of the back office: it opens by the menu without a complaint, speaks three languages, and is for everybody.

const LANGUAGES = ['zh', 'ru', 'en'] as const;
const kwota = kwotaFor('0_every_page');

test('there is something to look at: an account, a sale, a statement', async ({ browser }) => {
  const morning = await firstSale(browser, kwota, { cashier: 'wang', account: '100001', pay: '100' });
  await secondSale(morning, '412600000011', '50');
});

for (const [name, pages] of Object.entries(PAGES)) {
  test(`the pages of ${name}`, async ({ browser }) => {
    const page = await person(browser, kwota, name);
    const heard = complaints(page);
    await page.goto('/office');
    for (const id of pages) {
      await byMenu(page, id);
      for (const language of LANGUAGES) {
        await speak(page, language);
        await loaded(page, id);
        await expect(page.getByRole('heading', { level: 1 })).not.toBeEmpty();
        // A text that is missing would show its key.
        expect(await page.getByRole('main').innerText(), `${id} in ${language}`).not.toMatch(/\b(page|column|state|word|table|error|permission)\.[a-z_.]+\b/);
        // What no cell was made for would be said as programs say it.
        expect(await page.getByRole('main').innerText(), `${id} in ${language}`).not.toMatch(/\[object |\bundefined\b|\bNaN\b/);
        await accessible(page, `${id} ${language}`);
        if (language === 'en' || (language === 'ru' && id === 'sales') || (language === 'zh' && id === 'customers')) await shot(page, `0-${id}-${language}`);
      }
    }
    expect(heard).toEqual([]);
  });
}
