import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import type { Counter } from '../house/counter';
import { firstSale } from '../house/first_sale';
import { kwotaFor } from '../house/kwota';
import { ownPassword, person, speak } from '../house/people';
import { shot } from '../house/shots';

// The end of a shift: the drawer is counted before anybody says what it should hold.

const kwota = kwotaFor('5_cash_up');
let counter: Counter;
let supervisor: Page;

test('a shift with one sale of 80.00 and a float of 200.00', async ({ browser }) => {
  supervisor = await person(browser, kwota, 'zhao');
  const opened = await firstSale(browser, kwota, { cashier: 'wang', till: 'T2', float: '200', account: '100004', pay: '80' });
  counter = opened.counter;
  await opened.bench.put(opened.card, 'wallet');
  await counter.is('idle');
});

test('what the drawer should hold is not shown before it is counted', async () => {
  await counter.at('shift-close-open').click();
  await expect(counter.at('shift-counted')).toBeVisible();
  await expect(counter.at('panel-sale')).not.toContainText('280.00');
  await shot(counter.page, '5-blind-count');
});

test('20.00 are missing: a reason and a second person are asked for', async () => {
  await counter.at('shift-counted').fill('260');
  await counter.at('shift-close').click();
  await expect(counter.at('shift-second-name')).toBeVisible();
  await counter.at('shift-reason').fill('a note of 20 was blown away');
  await counter.at('shift-second-name').fill('zhao');
  await counter.at('shift-second-password').fill('not hers');
  await counter.at('shift-close').click();
  await expect(counter.at('problem')).toHaveAttribute('data-code', /wrong_password/);
  await shot(counter.page, '5-second-person');
  await counter.at('shift-second-password').fill(ownPassword('zhao'));
  await counter.at('shift-close').click();
  await expect(counter.at('shift-closed')).toBeVisible();
});

test('the slip says expected, counted and short', async () => {
  await expect(counter.at('shift-expected')).toContainText('280.00');
  await expect(counter.at('shift-difference')).toContainText('20.00');
  for (const figure of ['280.00', '260.00', '200.00']) await expect(counter.at('shift-slip')).toContainText(figure);
  await shot(counter.page, '5-slip');
  const pdf = await counter.page.request.get((await counter.at('shift-slip-pdf').getAttribute('href'))!);
  expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
  await counter.at('shift-closed-leave').click();
  await counter.is('no_shift');
});

test('the closed shift stands in the office with its slip and who accepted the difference', async () => {
  await supervisor.goto('/office/shifts');
  const row = supervisor.getByTestId('table-shifts').locator('tbody tr.openable').first();
  await expect(row).toContainText('260.00');
  await row.click();
  await expect(supervisor.getByTestId('fact-accepted_by')).toContainText('赵敏');
  await expect(supervisor.getByTestId('slip-paper')).toContainText('280.00');
  await shot(supervisor, '5-office-shift');
});

test('a float with two noughts too many is asked for again', async () => {
  await counter.at('shift-float').fill('20000');
  await counter.at('shift-open').click();
  await expect(counter.at('confirm-large_float')).toContainText('20,000.00');
  await expect(counter.at('confirm-large_float')).toContainText('1,000.00');
  await expect(counter.at('confirm-no')).toBeFocused();
  await accessible(counter.page, 'a float that is unusual');
  await shot(counter.page, '5-large-float');
  await counter.at('confirm-no').click();
  await counter.is('no_shift');
});

test('the next shift opens with the next number', async () => {
  await counter.openShift('0');
  await counter.is('idle');
  await expect(counter.at('shift-figures')).toBeVisible();
});

test('what stands at a till is said by its kind, and its drawer has what was sold there', async ({ browser }) => {
  const admin = await person(browser, kwota, 'admin');
  await admin.goto('/office/tills');
  await admin.getByTestId('row-E01/T2').press('Enter');
  await expect(admin.getByTestId('fact-kind')).toHaveText('Window');
  await admin.getByTestId('edit-row').press('Enter');
  await admin.getByTestId('field-kind').focus();
  await admin.keyboard.type('Recharge');
  await admin.keyboard.press('Control+Enter');
  await expect(admin.getByTestId('fact-kind')).toHaveText('Recharge terminal');
  await supervisor.goto('/office/tills');
  const sales = { zh: ['充值终端', '本收款台最近售电'], ru: ['Терминал пополнения', 'Последние продажи этой кассы'], en: ['Recharge terminal', 'Newest sales of this till'] };
  for (const [language, [kind, title]] of Object.entries(sales) as ['zh' | 'ru' | 'en', [string, string]][]) {
    await supervisor.keyboard.press('Escape');
    await speak(supervisor, language);
    await supervisor.getByTestId('row-E01/T2').press('Enter');
    await expect(supervisor.getByTestId('fact-kind')).toHaveText(kind);
    const table = supervisor.getByRole('table', { name: title });
    await expect(table.getByRole('row')).toHaveCount(2);
    await expect(table).toContainText('80');
    await accessible(supervisor, `a till and its sales ${language}`);
  }
  await shot(supervisor, '5-till');
  await supervisor.getByTestId('till-sales').press('Enter');
  await expect(supervisor).toHaveURL(/\/office\/sales\?.*f\.till=T2/);
  await expect(supervisor.getByTestId('table-sales').locator('tbody tr.openable')).toHaveCount(1);
});
