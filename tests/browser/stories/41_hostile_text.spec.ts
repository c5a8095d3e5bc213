import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { kwotaFor } from '../house/kwota';
import { complaints, loaded, PAGES, turnTo } from '../house/office';
import { typeSignIn, window } from '../house/people';

// Somebody typed what a browser would run, and what a table program would take for a formula, into every text that a door takes
// (tests/api/hostile_text.py): each page shows it as letters, and nothing runs.

const TYPED = /img src=x onerror=document|HYPERLINK\(|@SUM\(A\d|[+-]1[+-]\d/;
const FILL = resolve(import.meta.dirname, '../../api/hostile_text.py');
const kwota = kwotaFor('41_hostile_text');
let password: string;
let took: Record<string, string[]>;

test('into every text of every door', async () => {
  const said = JSON.parse(execFileSync('python3', [FILL, new URL(kwota.address).port, kwota.data, kwota.adminPassword], { encoding: 'utf8', maxBuffer: 1 << 26, timeout: 500_000 })) as { took: Record<string, string[]>; password: string };
  ({ password, took } = said);
  expect(Object.keys(took).length).toBeGreaterThan(100);
});

for (const [name, pages] of Object.entries(PAGES)) {
  test(`the pages of ${name}: as it was typed, in lists, drawers and histories`, async ({ browser }) => {
    const page = await window(browser, kwota);
    const heard = complaints(page);
    page.on('dialog', (dialog) => heard.push(`a dialog: ${dialog.message()}`));
    await page.goto('/sign-in');
    await typeSignIn(page, name, password);
    await expect(page.getByTestId('operator-menu')).toBeVisible();
    heard.length = 0; // before somebody is signed in the server says so
    const with_it: string[] = [];
    for (const id of pages) {
      await turnTo(page, `/office/${id}`);
      await loaded(page, id);
      await nothingRan(page, id);
      const row = page.locator('[data-testid^="row-"]', { hasText: TYPED }).first();
      if ((await row.count()) === 0) continue;
      with_it.push(id);
      await row.locator('td').first().click();
      const drawer = page.getByTestId('drawer');
      await expect(drawer).toBeVisible();
      await expect(drawer.getByTestId('row-facts').or(drawer).first()).toContainText(TYPED);
      await nothingRan(page, `${id}, opened`);
      const history = drawer.getByTestId('row-history');
      if ((await history.count()) > 0) await history.locator('summary, button').first().click();
      await nothingRan(page, `${id}, its history`);
    }
    if (name === 'miller') expect(with_it.length, with_it.join()).toBeGreaterThan(12);
    expect(heard).toEqual([]);
  });
}

test('a form shows it, too, and the search finds it', async ({ browser }) => {
  const page = await window(browser, kwota);
  await page.goto('/sign-in');
  await typeSignIn(page, 'miller', password);
  await expect(page.getByTestId('operator-menu')).toBeVisible();
  const name = took['POST /customers .name']![0]!;
  await page.goto(`/office/customers?q=${encodeURIComponent(name)}`);
  await loaded(page, 'customers');
  await expect(page.getByRole('main')).toContainText(name);
  await page.goto('/office');
  await expect(page.getByTestId('operator-menu')).toBeVisible(); // keys are heard from here on
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-input').fill(name);
  await nothingRan(page, 'the search');
});

async function nothingRan(page: Page, what: string): Promise<void> {
  expect(await page.title(), what).not.toMatch(/ran\d/);
  expect(await page.locator('img[src="x"], [onerror]').count(), what).toBe(0);
}
