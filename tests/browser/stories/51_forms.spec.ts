import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { Counter } from '../house/counter';
import { kwotaFor } from '../house/kwota';
import { byMenu, loaded } from '../house/office';
import { person } from '../house/people';
import { shot } from '../house/shots';

// Whoever fills in a form is told what is missing, saves without the mouse, and loses nothing that he typed by a slip of the hand.

const kwota = kwotaFor('51_forms');
let page: Page;

const field = () => page.getByTestId('field-name');

test('people come to work, and the first shift ends the installation', async ({ browser }) => {
  const counter = new Counter(await person(browser, kwota, 'wang'));
  await counter.open();
  await counter.takeTill('E01', 'T1');
  await counter.openShift('0');
  page = await person(browser, kwota, 'miller');
});

test('a form that nobody has typed into closes without a word', async () => {
  await page.goto('/office/customers');
  await loaded(page, 'customers');
  await page.getByTestId('new-row').click();
  await expect(page.getByTestId('register-form')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('new-dialog')).toBeHidden();
});

test('what is missing is named, and the focus goes there', async () => {
  await page.getByTestId('new-row').click();
  await page.getByTestId('form-save').click();
  await expect(field()).toBeFocused();
  await expect(field()).toHaveAccessibleDescription(/must be filled in/);
  await expect(page.getByTestId('error-summary').getByRole('link')).toHaveText(['Name: This must be filled in.']);
  await expect(page).toHaveTitle(/^Error: /);
  await accessible(page, 'a form that was refused');
  await shot(page, '51-missing');
  await page.getByTestId('form-cancel').focus();
  await page.getByTestId('error-summary').getByRole('link').click();
  await expect(field(), 'its line leads there too').toBeFocused();
});

test('Esc asks before it throws away what was typed, and so does the corner', async () => {
  await page.keyboard.type('Sun Li');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('leave-stay'), 'Enter loses nothing').toBeFocused();
  await accessible(page, 'asked before it closes');
  await shot(page, '51-asked');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('leave-ask')).toHaveCount(0);
  await expect(field(), 'where he was').toBeFocused();
  await expect(field()).toHaveValue('Sun Li');
  for (let again = 0; again < 2; ++again) {
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('leave-stay'), 'however often').toBeFocused();
    await page.keyboard.press('Escape');
    await expect(field()).toBeFocused();
  }
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('leave-stay')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(field()).toBeFocused();
  await page.getByTestId('new-dialog-close').click();
  await expect(page.getByTestId('leave-ask')).toBeVisible();
  await page.getByTestId('leave-stay').click();
  await page.getByTestId('form-cancel').click();
  await expect(page.getByTestId('leave-stay'), 'and so does its button').toBeFocused();
  await page.getByTestId('leave-discard').click();
  await expect(page.getByTestId('new-dialog')).toBeHidden();
  await expect(page).not.toHaveTitle(/Error/);
});

test('Ctrl+Enter saves', async () => {
  await page.getByTestId('new-row').click();
  await field().fill('Zebediah Quill');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('new-dialog')).toBeHidden();
  await page.getByTestId('table-search').fill('Zebediah Quill');
  await expect(page.getByTestId('row-count')).toHaveAttribute('data-total', '1');
});

test('who gives up changing a row is asked the same, and sees it as it was', async () => {
  await page.locator('tbody tr[data-row-key]', { hasText: 'Zebediah Quill' }).click();
  await page.getByTestId('edit-row').click();
  await field().fill('Zebediah Quell');
  await page.getByTestId('form-cancel').click();
  await page.getByTestId('leave-discard').click();
  await expect(page.getByTestId('register-form')).toHaveCount(0);
  await expect(page.getByTestId('leave-ask')).toHaveCount(0);
  await expect(page.getByTestId('fact-name')).toHaveText('Zebediah Quill');
});

test('of several things that are missing all are named, on a page as in a dialog', async () => {
  await page.goto('/office/sends');
  await page.getByTestId('send-day').fill('');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('error-summary')).toBeFocused();
  await expect(page.getByTestId('error-summary').getByRole('link')).toHaveCount(3);
  await page.getByTestId('error-summary').getByRole('link').last().click();
  await expect(page.getByTestId('send-day')).toBeFocused();
  await page.getByTestId('send-day').fill('1');
  await page.getByTestId('send-name').fill('Month');
  await page.getByTestId('send-keep').click();
  await expect(page.getByTestId('send-what'), 'the last one').toBeFocused();
  await expect(page.getByTestId('error-summary').getByRole('link')).toHaveCount(1);
});

test('a link away from a page on which something is typed asks first, and so does Back', async () => {
  await page.goto('/office/letters');
  await loaded(page, 'letters');
  await byMenu(page, 'sends');
  await page.getByTestId('send-name').fill('Month');
  await byMenu(page, 'letters');
  await expect(page.getByTestId('leave-stay'), 'Enter loses nothing').toBeFocused();
  await accessible(page, 'asked before the page is left');
  await shot(page, '51-leave');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('leave-dialog')).toHaveCount(0);
  await expect(page).toHaveURL(/\/office\/sends$/);
  await expect(page.getByTestId('send-name')).toHaveValue('Month');
  await page.goBack();
  await expect(page.getByTestId('leave-stay')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/office\/sends$/);
  await expect(page.getByTestId('send-name')).toHaveValue('Month');
  await byMenu(page, 'letters');
  await page.getByTestId('leave-discard').click();
  await loaded(page, 'letters');
  await byMenu(page, 'sends');
  await expect(page.getByTestId('send-name'), 'it was thrown away').toHaveValue('');
  await byMenu(page, 'letters');
  await loaded(page, 'letters');
});
