import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { Counter } from '../house/counter';
import { kwotaFor } from '../house/kwota';
import { tabTo } from '../house/keys_alone';
import { byMenu, loaded } from '../house/office';
import { ownPassword, person } from '../house/people';
import { shot } from '../house/shots';

// Cash on its way to the bank without a mouse: out of the drawer, into the bank's bag, and the day's sheet that tells both.

const kwota = kwotaFor('50_cash_by_keys');
let cashier: Counter;
let page: Page;

async function types(text: string): Promise<void> {
  await page.keyboard.type(text);
  await page.keyboard.press('Tab');
}

test('people come to work', async ({ browser }) => {
  cashier = new Counter(await person(browser, kwota, 'wang'));
  await cashier.open();
  await cashier.takeTill('E01', 'T1');
  await cashier.openShift('200');
  await person(browser, kwota, 'miller');
  page = await person(browser, kwota, 'zhao');
});

test('a drop: what the drawer does not hold is said at the amount, and Enter goes on afterwards', async () => {
  const { page: counter } = cashier;
  await counter.keyboard.press('F10');
  await counter.keyboard.press((await cashier.at('task-drop_cash').locator('kbd').textContent())!);
  await expect(cashier.at('drop-amount')).toBeFocused();
  await counter.keyboard.type('900');
  await counter.keyboard.press('Tab');
  await counter.keyboard.type('B-17');
  await counter.keyboard.press('Tab');
  await counter.keyboard.type('zhao');
  await counter.keyboard.press('Tab');
  await counter.keyboard.type(ownPassword('zhao'));
  await cashier.calm();
  await counter.keyboard.press('Enter');
  await expect(cashier.at('drop-amount')).toBeFocused();
  await expect(cashier.at('drop-amount')).toHaveAccessibleDescription(/does not hold so much/);
  await counter.keyboard.type('150');
  await expect(cashier.at('drop-amount'), 'over what stood there').toHaveValue('150');
  await tabTo(counter, 'drop-second-password');
  await counter.keyboard.type(ownPassword('zhao'));
  await cashier.calm();
  await counter.keyboard.press('Enter');
  await expect(cashier.at('dropped')).toBeVisible();
  await expect(cashier.at('drop-leave')).toBeFocused();
});

test('a deposit: what is missing and what is too much stand at their fields, what was booked is said', async () => {
  await page.goto('/office');
  await byMenu(page, 'deposits');
  await loaded(page, 'deposits');
  await page.getByTestId('deposit-open').press('Enter');
  await expect(page.getByTestId('deposit-amount')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('error-summary'), 'amount and bank are missing').toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('deposit-amount')).toBeFocused();
  await expect(page.getByTestId('deposit-amount')).toHaveAccessibleDescription(/Type an amount/);
  await types('151');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('deposit-bank')).toBeFocused();
  await expect(page.getByTestId('deposit-bank')).toHaveAccessibleDescription('This must be filled in.');
  await accessible(page, 'a deposit without a bank');
  await types('County Bank');
  await types('B-17');
  await tabTo(page, 'deposit-name');
  await types('miller');
  await page.keyboard.type(ownPassword('miller'));
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('deposit-amount')).toBeFocused();
  await expect(page.getByTestId('deposit-amount')).toHaveAccessibleDescription(/safe of this station/);
  await page.keyboard.type('150');
  await tabTo(page, 'deposit-password');
  await page.keyboard.type(ownPassword('miller'));
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('deposit-made')).toHaveText('Deposit 1 is booked: CNY 150.00');
  await expect(page.getByTestId('deposit-done')).toBeFocused();
  await accessible(page, 'a deposit is booked');
  await shot(page, '50-deposit');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('deposit-dialog')).toHaveCount(0);
  await expect(page.getByTestId('deposit-open'), 'the focus is where it was opened').toBeFocused();
  await expect(page.getByTestId('table-deposits')).toContainText('County Bank');
});

test('the day\'s sheet tells both', async () => {
  await tabTo(page, 'day-sheet-open', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('day-station')).toBeFocused();
  await expect(page.getByTestId('day-station')).toHaveValue('E01');
  const today = await page.evaluate(() => new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai' }).format(new Date()));
  await page.getByTestId('day-day').fill(today);
  await expect(page.getByTestId('slip-paper')).toContainText('150.00');
  await expect(page.getByTestId('slip-paper')).toContainText('B-17');
  await accessible(page, 'a day sheet');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('day-sheet')).toHaveCount(0);
  await expect(page.getByTestId('day-sheet-open')).toBeFocused();
});
