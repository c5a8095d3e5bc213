import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { Counter } from '../house/counter';
import { kwotaFor } from '../house/kwota';
import { tabTo } from '../house/keys_alone';
import { ownPassword, person } from '../house/people';
import { shot } from '../house/shots';

// Fees and limits are changed without a mouse: the focus is never lost, what is wrong is said at its field, what happened is said.

const kwota = kwotaFor('49_settings_by_keys');
let page: Page;

/** The second person, at the same screen: the name has the focus already. */
async function agrees(name: string): Promise<void> {
  await expect(page.getByTestId('second-name')).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press('Tab');
  await page.keyboard.type(ownPassword(name));
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('second-person')).toHaveCount(0);
}

/** Types into the field that has the focus, and goes on to the next. */
async function types(text: string): Promise<void> {
  await page.keyboard.type(text);
  await page.keyboard.press('Tab');
}

test('people come to work, and the first shift ends the installation', async ({ browser }) => {
  const counter = new Counter(await person(browser, kwota, 'wang'));
  await counter.open();
  await counter.takeTill('E01', 'T1');
  await counter.openShift('0');
  await person(browser, kwota, 'petrov');
  page = await person(browser, kwota, 'miller');
});

test('the page is found by its name, the setting by Tab, and the form can be typed into at once', async () => {
  await page.goto('/office');
  await expect(page.getByTestId('operator-menu')).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('settings');
  await expect(page.getByTestId('palette-page-settings'), 'letters that were typed before the search was there are in it').toHaveAttribute('aria-selected', 'true');
  await expect(page.getByTestId('palette-input')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('settings-table')).toBeVisible();
  await tabTo(page, 'open-card_fee');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('setting-new')).toBeFocused();
});

test('what is no fee is said at its field, which has the focus: what is typed corrects it', async () => {
  await types('1 000,01');
  await tabTo(page, 'setting-reason');
  await page.keyboard.type('dearer cards');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('setting-new')).toBeFocused();
  await expect(page.getByTestId('setting-new')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByTestId('setting-new')).toHaveAccessibleDescription(/from 0.00 to 1,?000.00/);
  await accessible(page, 'a fee that is too high');
  await shot(page, '49-at-its-field');
  await page.keyboard.type('12');
  await expect(page.getByTestId('setting-new'), 'over what stood there').toHaveValue('12');
  await tabTo(page, 'setting-day');
  await page.getByTestId('setting-day').fill('2020-01-01');
  await tabTo(page, 'setting-reason');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('setting-day')).toBeFocused();
  await expect(page.getByTestId('setting-day')).toHaveAccessibleDescription(/never from before|later/);
  await page.getByTestId('setting-day').fill('');
  await tabTo(page, 'setting-reason');
  await page.keyboard.press('Enter');
  await agrees('petrov');
  await expect(page.getByTestId('setting-said')).toHaveText('From now on: CNY 12.00');
  await expect(page.getByTestId('drawer-close')).toBeFocused();
});

test('Escape closes the drawer and leaves the focus where it was opened', async () => {
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('drawer')).toHaveCount(0);
  await expect(page.getByTestId('open-card_fee')).toBeFocused();
  await expect(page.getByTestId('value-card_fee')).toContainText('12.00');
});

test('a limit of one class from a day on, and it is withdrawn by two', async () => {
  await tabTo(page, 'open-hoarding_limit', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('setting-new')).toBeFocused();
  await types('20000');
  await expect(page.getByTestId('setting-scope')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('setting-scope')).toHaveValue('usage_class');
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('setting-class')).toBeFocused();
  await tabTo(page, 'setting-reason');
  await page.keyboard.type('season');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('setting-scope'), 'no class was chosen').toHaveAttribute('aria-invalid', 'true');
  await page.getByTestId('setting-class').selectOption('irrigation');
  await page.getByTestId('setting-day').fill('2199-01-01');
  await tabTo(page, 'setting-reason');
  await page.keyboard.press('Enter');
  await agrees('petrov');
  await expect(page.getByTestId('setting-said')).toHaveText('From 01 Jan 2199 00:00 on: CNY 20,000.00');
  await tabTo(page, 'withdraw-reason-2');
  await page.keyboard.type('no season');
  await page.keyboard.press('Enter');
  await agrees('petrov');
  await expect(page.getByTestId('setting-said')).toHaveText('Withdrawn: CNY 20,000.00 from 01 Jan 2199 00:00');
  await expect(page.getByTestId('drawer').locator(':focus')).toHaveCount(1);
});

test('a limit of one account: it is found by whose it is, and the second person reads whose', async () => {
  await tabTo(page, 'setting-new');
  await types('350');
  await page.keyboard.press('End');
  await expect(page.getByTestId('setting-scope')).toHaveValue('account');
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('setting-account')).toBeFocused();
  await page.keyboard.type('100001');
  await expect(page.getByTestId('setting-account-option-100001')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('setting-account-chosen')).toContainText('100001');
  await expect(page.getByTestId('setting-account')).toBeFocused();
  await tabTo(page, 'setting-reason');
  await page.keyboard.type('asked for it');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('second-what')).toContainText('100001');
  await expect(page.getByTestId('second-name'), 'a hand waits until the question has the focus').toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('drawer'), 'Escape goes back to where the request waits, not out').toBeVisible();
  await expect(page.getByTestId('approval-waits')).toBeVisible();
  await expect(page.getByTestId('approval-repeat')).toBeFocused();
  await tabTo(page, 'approval-withdraw');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('approval-waits')).toHaveCount(0);
  await expect(page.getByTestId('setting-new'), 'what was typed is there').toHaveValue('350.00');
});
