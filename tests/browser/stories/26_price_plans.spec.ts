import { expect, test, type Locator, type Page } from '@playwright/test';
import { accessible, noSidewaysScroll } from '../house/access';
import { kwotaFor } from '../house/kwota';
import { byMenu, loaded } from '../house/office';
import { agrees, inEveryLanguage, ownPassword, person, typeSignIn } from '../house/people';
import { shot, shotOf } from '../house/shots';

// Prices are written on one page, without a mouse and without JSON; what they change is seen by whoever writes and by whoever agrees.

const kwota = kwotaFor('26_price_plans');
let manager: Page;
let second: Page;

const field = (page: Page, place: string): Locator => page.getByTestId(`plan-${place}`);

/** By the keyboard alone: the focus is put there and typed over. */
async function type(page: Page, place: string, text: string): Promise<void> {
  await field(page, place).focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

async function press(page: Page, testid: string): Promise<void> {
  await page.getByTestId(testid).first().focus();
  await page.keyboard.press('Enter');
}

test('two managers come to work', async ({ browser }) => {
  second = await person(browser, kwota, 'petrov');
  manager = await person(browser, kwota, 'miller');
});

test('a plan begins with a template, and its day is painted by the keyboard', async () => {
  await manager.goto('/office');
  await byMenu(manager, 'tariffs');
  await loaded(manager, 'tariffs');
  await press(manager, 'plan-new');
  await expect(manager.getByTestId('plan-begin')).toBeVisible();
  await inEveryLanguage(manager, 'beginning');
  await press(manager, 'template-time_of_day');
  await expect(manager.getByTestId('plan-fault')).toBeVisible(); // it has no name and no day yet
  await type(manager, 'id', 'village-time');
  await type(manager, 'name', 'Village by time of day');
  await field(manager, 'version-from').fill('2026-01-01');
  await expect(manager.getByTestId('plan-good')).toBeVisible();

  await press(manager, 'period-add'); // a third period: shoulder
  await manager.getByTestId('cell-day-00:00').focus();
  for (let step = 0; step < 24; ++step) await manager.keyboard.press('ArrowRight');
  await expect(manager.getByTestId('cell-day-12:00')).toBeFocused();
  for (let step = 0; step < 3; ++step) await manager.keyboard.press('Shift+ArrowRight');
  await manager.keyboard.press('3');
  for (const time of ['12:00', '12:30', '13:00', '13:30']) await expect(manager.getByTestId(`cell-day-${time}`)).toHaveAttribute('data-period', 'flat');
  await expect(manager.getByTestId('cell-day-11:30')).toHaveAttribute('data-period', 'peak');
  await expect(manager.getByTestId('cell-day-13:30')).toHaveAttribute('aria-label', /13:30.*14:00.*shoulder/);
  await type(manager, 'version-energy-price-flat', '0,45');
  await expect(manager.getByTestId('plan-read-typed')).toContainText('0.45');
  await expect(manager.getByTestId('plan-read-typed')).toContainText('12:00–14:00 shoulder');
  await inEveryLanguage(manager, 'editor with a day');
  await shot(manager, '26-editor');
  await shotOf(manager.getByTestId('section-plan-version-days'), '26-grid');
  await manager.setViewportSize({ width: 390, height: 720 });
  await noSidewaysScroll(manager, 'the editor on a phone');
  await manager.setViewportSize({ width: 1280, height: 720 });
});

test('what cannot be is told at its field, and the way leads there', async () => {
  await type(manager, 'version-energy-price-peak', 'dear');
  await expect(manager.getByTestId('plan-fault')).toHaveAttribute('data-where', '/version/energy/price/peak');
  await expect(field(manager, 'version-energy-price-peak')).toHaveAttribute('aria-invalid', 'true');
  await accessible(manager, 'a mistake');
  await press(manager, 'plan-fault-go');
  await expect(field(manager, 'version-energy-price-peak')).toBeFocused();
  await manager.keyboard.press('Control+A');
  await manager.keyboard.type('0.55');
  await expect(manager.getByTestId('plan-good')).toBeVisible();
});

test('who signs out comes back to what he typed', async () => {
  await type(manager, 'source', 'Board of 12 May');
  await expect(manager.getByTestId('draft-kept')).toBeVisible();
  await manager.waitForResponse((answer) => answer.url().endsWith('/plan-drafts') && answer.request().method() === 'PUT' && (answer.request().postData() ?? '').includes('Board of 12 May'));
  await manager.getByTestId('operator-menu').click();
  await manager.getByTestId('menu-sign-out').click();
  await expect(manager.getByTestId('sign-in-name')).toBeVisible();
  await typeSignIn(manager, 'miller', ownPassword('miller'));
  await expect(manager.getByTestId('operator-menu')).toBeVisible();
  await manager.goto('/office/tariffs?new=1');
  await press(manager, 'plan-go-on');
  await expect(field(manager, 'source')).toHaveValue('Board of 12 May');
  await expect(manager.getByTestId('cell-day-12:00')).toHaveAttribute('data-period', 'flat');
});

test('the first version is drafted, read and published by two', async () => {
  await expect(manager.getByTestId('plan-good')).toBeVisible();
  await press(manager, 'plan-save');
  await expect(manager.getByTestId('version-2026-01-01')).toBeVisible();
  await expect(manager.getByTestId('preview-2026-01-01')).toBeVisible();
  await press(manager, 'publish-2026-01-01');
  await agrees(manager, 'petrov');
  await expect(manager.getByTestId('publish-2026-01-01')).toBeHidden();
  await expect(manager.getByTestId('version-2026-01-01')).toContainText('Ann Miller');
});

test('a version stands beside the former one, with what changes for five customers', async () => {
  await manager.goto('/office/tariffs?open=cn-beijing');
  await press(manager, 'plan-draft');
  await press(manager, 'begin-version');
  await field(manager, 'version-from').fill('2198-03-15');
  await type(manager, 'version-energy-steps-0-price', '0.5');
  await expect(manager.getByTestId('customer-0')).toContainText('+6.96');
  await expect(manager.getByTestId('plan-read-typed')).toContainText('changed');
  await inEveryLanguage(manager, 'a version beside the former one');
  await shot(manager, '26-beside');
  await press(manager, 'plan-save');
  await expect(manager.getByTestId('publish-2198-03-15')).toBeEnabled();
  await expect(manager.getByTestId('version-2198-03-15')).toContainText('changed');
});

test('the second person reads the same at another workstation, agrees, and two withdraw it before its day', async () => {
  const asked = manager.waitForResponse((answer) => answer.url().endsWith('/publish'));
  await press(manager, 'publish-2198-03-15');
  const number = ((await (await asked).json()) as { approval: { number: number } }).approval.number;
  await second.goto(`/office/approvals?open=${number}`);
  await expect(second.getByTestId('approval-plan')).toContainText('changed');
  await expect(second.getByTestId('approval-plan').getByTestId('customer-0')).toContainText('+6.96');
  await accessible(second, 'a version to agree to');
  await shot(second, '26-approval');
  await press(second, 'approval-approve');
  await expect(second.getByTestId('approval-approve')).toBeHidden();
  await press(manager, 'second-later');
  await press(manager, 'approval-repeat');
  await expect(manager.getByTestId('withdraw-2198-03-15')).toBeVisible();
  await press(manager, 'withdraw-2198-03-15');
  await agrees(manager, 'petrov');
  await expect(manager.getByTestId('withdraw-2198-03-15')).toBeHidden();
  await accessible(manager, 'all versions of a plan');
});
