import { expect, test, type Page } from '@playwright/test';
import { kwotaFor } from '../house/kwota';
import { byMenu, loaded } from '../house/office';
import { firstSignIn, ownPassword, person, speak, typeSignIn, unlock, window } from '../house/people';
import { shot } from '../house/shots';

// The first morning: an administrator with a one-time password, then everybody else with his own.

const kwota = kwotaFor('1_first_start');

const problem = (page: Page, code: string) => expect(page.getByTestId('problem')).toHaveAttribute('data-code', code);

async function signOut(page: Page): Promise<void> {
  await page.getByTestId('operator-menu').click();
  await page.getByTestId('menu-sign-out').click();
  await expect(page.getByTestId('sign-in-name')).toBeVisible();
}

test('the one-time password opens only the page where an own one is chosen', async ({ browser }) => {
  const page = await window(browser, kwota);
  await page.goto('/');
  await expect(page.getByTestId('bench-label')).toBeVisible();
  await shot(page, '1-sign-in');
  await typeSignIn(page, 'admin', kwota.oneTimePassword('admin'));
  await expect(page.getByTestId('password-old')).toBeVisible();
  await page.goto('/office/operators');
  await expect(page.getByTestId('password-old')).toBeVisible();
  await shot(page, '1-must-change');

  await page.getByTestId('password-old').fill(kwota.oneTimePassword('admin'));
  await page.getByTestId('password-new').fill('short');
  await page.getByTestId('password-again').fill('short');
  await page.getByTestId('password-save').click();
  await problem(page, 'weak_password');

  await page.getByTestId('password-new').fill(ownPassword('admin'));
  await page.getByTestId('password-again').fill(ownPassword('admin'));
  await page.getByTestId('password-save').click();
  await byMenu(page, 'operators');
  await loaded(page, 'operators');
});

test('the one-time password is worth nothing afterwards', async ({ browser }) => {
  const page = await window(browser, kwota);
  await page.goto('/sign-in');
  await typeSignIn(page, 'admin', kwota.oneTimePassword('admin'));
  await problem(page, 'wrong_password');
});

test('after too many wrong passwords the right one is refused too, until the administrator gives a new one', async ({ browser }) => {
  const page = await window(browser, kwota);
  await page.goto('/sign-in');
  for (let tries = 0; tries < 5; ++tries) {
    await typeSignIn(page, 'li', `guess number ${tries}`);
    await expect(page.getByTestId('sign-in-password')).toHaveValue('');
  }
  await problem(page, 'locked_out');
  await shot(page, '1-locked-out');
  await typeSignIn(page, 'li', kwota.oneTimePassword('li'));
  await expect(page.getByTestId('sign-in-password')).toHaveValue('');
  await problem(page, 'locked_out');

  const office = await window(browser, kwota);
  await office.goto('/office/operators?open=li');
  await typeSignIn(office, 'admin', ownPassword('admin'));
  await office.getByTestId('operator-reset').click();
  const fresh = (await office.getByTestId('one-time-password').textContent())!.trim();
  await typeSignIn(page, 'li', fresh);
  await expect(page.getByTestId('password-old')).toBeVisible();
});

test('an own password is changed by its owner', async ({ browser }) => {
  const page = await window(browser, kwota);
  await firstSignIn(page, kwota, 'zhao');
  await page.getByTestId('operator-menu').click();
  await page.getByTestId('menu-password').click();
  await page.getByTestId('password-old').fill('not that one, surely');
  await page.getByTestId('password-new').fill('three wells by the road');
  await page.getByTestId('password-again').fill('three wells by the road');
  await page.getByTestId('password-save').click();
  await problem(page, 'wrong_password');
  await page.getByTestId('password-old').fill(ownPassword('zhao'));
  await page.getByTestId('password-save').click();
  await expect(page.getByTestId('password-save')).toBeHidden();
  await signOut(page);
  await typeSignIn(page, 'zhao', ownPassword('zhao'));
  await problem(page, 'wrong_password');
  await typeSignIn(page, 'zhao', 'three wells by the road');
  await expect(page.getByTestId('operator-menu')).toBeVisible();
});

test('the language is chosen once and remembered everywhere', async ({ browser }) => {
  const page = await person(browser, kwota, 'miller', 'en');
  await page.goto('/office/customers');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Customers');
  await speak(page, 'ru');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Абоненты');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Абоненты');

  const elsewhere = await window(browser, kwota, { locale: 'zh-CN' });
  await elsewhere.goto('/office/customers');
  await expect(elsewhere.getByTestId('sign-in-submit')).toHaveText('登录');
  await typeSignIn(elsewhere, 'miller', ownPassword('miller'));
  await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText('Абоненты');
  await speak(elsewhere, 'zh');
  await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText('用户');
});

test('everybody sees the pages of his role, and an address typed by hand opens no other', async ({ browser }) => {
  const cashier = await person(browser, kwota, 'wang');
  await expect(cashier).toHaveURL(/\/counter/);
  await cashier.goto('/office');
  await expect(cashier.getByTestId('menu-customers')).toBeVisible();
  for (const page of ['operators', 'audit', 'entries', 'backup']) await expect(cashier.getByTestId(`menu-${page}`)).toHaveCount(0);
  for (const page of ['operators', 'audit', 'entries', 'backup']) {
    await cashier.goto(`/office/${page}`);
    await expect(cashier.getByTestId('state-not-allowed')).toBeVisible();
  }
  await shot(cashier, '1-not-allowed');
  expect((await cashier.request.get('/api/v1/audit')).status()).toBe(403);

  const auditor = await person(browser, kwota, 'audit');
  await expect(auditor.getByTestId('nav-counter')).toBeHidden();
  await auditor.goto('/counter');
  await expect(auditor.getByTestId('state-not-allowed'), 'nor by its address').toBeVisible();
  await auditor.goto('/office/audit');
  await expect(auditor.getByTestId('table-audit')).toBeVisible();
  await expect(auditor.getByTestId('menu-backup')).toHaveCount(0);
});

test('nobody comes in without a session, and signing out ends it', async ({ browser }) => {
  const page = await window(browser, kwota);
  await page.goto('/office/customers');
  await expect(page.getByTestId('sign-in-name')).toBeVisible();
  expect((await page.request.get('/api/v1/customers')).status()).toBe(401);
  await typeSignIn(page, 'wang', ownPassword('wang'));
  await expect(page.getByTestId('table-customers')).toBeVisible();
  await signOut(page);
  expect((await page.request.get('/api/v1/customers')).status()).toBe(401);
});

test('a session that was left alone is locked, and what was typed is still there', async ({ browser }) => {
  const page = await window(browser, kwota);
  await page.goto('/office/customers');
  await typeSignIn(page, 'wang', ownPassword('wang'));
  await page.getByTestId('table-search').fill('not yet sear');
  await page.keyboard.press('Control+Shift+L');
  await expect(page.getByTestId('lock-dialog')).toBeVisible();
  await unlock(page, 'wang');
  await expect(page.getByTestId('table-search')).toHaveValue('not yet sear');
});

test('a locked screen is open to nobody who loads it anew, in this window or in another', async ({ browser }) => {
  const page = await window(browser, kwota);
  await page.goto('/office/customers');
  await typeSignIn(page, 'wang', ownPassword('wang'));
  await expect(page.getByTestId('table-customers')).toBeVisible();
  const ended = page.waitForResponse((answer) => answer.request().method() === 'DELETE' && answer.url().endsWith('/api/v1/session'));
  await page.keyboard.press('Control+Shift+L');
  await expect(page.getByTestId('lock-dialog')).toBeVisible();
  await ended;
  expect((await page.request.get('/api/v1/customers')).status()).toBe(401);
  await expect(page.getByTestId('lock-dialog').locator('[data-why="left"]'), 'and it says that it was left, not that something ended').toBeVisible();
  expect(await page.getByTestId('lock-dialog').evaluate((dialog) => getComputedStyle(dialog, '::backdrop').backdropFilter), 'nobody reads what stands beneath').toContain('blur');
  const beside = await page.context().newPage();
  await beside.goto('/office/customers');
  await expect(beside.getByTestId('sign-in-name')).toBeVisible();
  await page.reload();
  await expect(page.getByTestId('sign-in-name')).toBeVisible();
});

test('two windows of one person are locked and opened one after the other: both go on', async ({ browser }) => {
  const first = await window(browser, kwota);
  await first.goto('/office/customers');
  await typeSignIn(first, 'wang', ownPassword('wang'));
  await expect(first.getByTestId('table-customers')).toBeVisible();
  const second = await first.context().newPage();
  await second.goto('/office/customers');
  await expect(second.getByTestId('table-customers')).toBeVisible();
  const both = [first, second];
  for (const page of both) {
    await page.keyboard.press('Control+Shift+L');
    await expect(page.getByTestId('lock-dialog')).toBeVisible();
  }
  for (const page of both) await unlock(page, 'wang');
  for (const page of both) {
    const changed = page.waitForResponse((answer) => answer.url().endsWith('/session/language') && answer.ok());
    await page.getByTestId('language-zh').click();
    await changed;
    await speak(page, 'en');
  }
});
