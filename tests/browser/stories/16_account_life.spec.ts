import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import type { Bench } from '../house/bench';
import type { Counter } from '../house/counter';
import { firstSale } from '../house/first_sale';
import { kwotaFor } from '../house/kwota';
import { agrees, person } from '../house/people';
import { shot } from '../house/shots';

// A customer opens a shop: Zhao Jun gives his account another price plan from a day on, Miller agrees, and the window shows what comes.

const ACCOUNT = '100002';
const PLAN = 'demo-monthly';
const IN_A_WEEK = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);

const kwota = kwotaFor('16_account_life');
let bench: Bench;
let counter: Counter;
let card = '';
let supervisor: Page;

const segments = () => supervisor.getByTestId('account-changes');
const agree = (): Promise<void> => agrees(supervisor, 'miller');

test('an account is open, and says that nothing has changed since', async ({ browser }) => {
  ({ bench, counter, card } = await firstSale(browser, kwota, { cashier: 'wang', account: ACCOUNT, pay: '100' }));
  await bench.visit(card, '412600000148');
  await person(browser, kwota, 'miller');
  supervisor = await person(browser, kwota, 'zhao');
  await supervisor.goto(`/office/accounts?open=${ACCOUNT}`);
  await expect(segments()).toHaveAttribute('data-rows', '0');
  await accessible(supervisor, 'an open account');
});

test('without a reason nothing is changed, and what was chosen stays', async () => {
  await supervisor.getByTestId('change-plan').selectOption(PLAN);
  await supervisor.getByTestId('change-account').click();
  await expect(supervisor.locator('#change-reason-error')).toBeVisible();
  await expect(supervisor.getByTestId('change-reason'), 'where it is to be written').toBeFocused();
  await expect(supervisor.getByTestId('change-plan')).toHaveValue(PLAN);
});

test('another price plan from a day on: a second person agrees', async () => {
  await supervisor.getByTestId('change-from').fill(IN_A_WEEK);
  await supervisor.getByTestId('change-class').selectOption('trade');
  await supervisor.getByTestId('change-reason').fill('opens a shop');
  await supervisor.getByTestId('change-account').click();
  await agree();
  await expect(segments()).toHaveAttribute('data-rows', '2');
  await expect(supervisor.getByTestId('change-2')).toContainText('示例月度阶梯电价'); // by its name
  await expect(supervisor.getByTestId('change-2')).toContainText('赵敏, Ann Miller');
  await accessible(supervisor, 'the segments of an account');
  await shot(supervisor, '16-segments');
});

test('the window shows what comes, beside what counts today', async () => {
  await bench.put(card, 'reader:0');
  await expect(counter.page.getByTestId('next-plan')).toContainText(IN_A_WEEK);
  await accessible(counter.page, 'a customer whose plan changes');
});

test('it is withdrawn before it counts, by two again', async () => {
  await supervisor.getByTestId('withdraw-change-2').click();
  await agree();
  await expect(supervisor.getByTestId('change-2')).toContainText('withdrawn');
  await expect(supervisor.getByTestId('withdraw-change-2')).toBeHidden();
});

test('the class alone moves no price: nobody else is asked', async () => {
  await supervisor.getByTestId('change-class').selectOption('trade');
  await supervisor.getByTestId('change-reason').fill('opens a shop');
  await supervisor.getByTestId('change-account').click();
  await expect(segments()).toHaveAttribute('data-rows', '3');
  await expect(supervisor.getByTestId('fact-usage_class')).toHaveText('trade');
});

test('the street is named anew: the address changes from a day on, with a slip', async () => {
  await supervisor.getByTestId('change-address').fill('Mill street 3');
  await supervisor.getByTestId('change-from').fill(IN_A_WEEK);
  await supervisor.getByTestId('change-reason').fill('the street is named anew');
  await supervisor.getByTestId('change-account').click();
  await expect(segments()).toHaveAttribute('data-rows', '4');
  await expect(supervisor.getByTestId('change-4')).toContainText('Mill street 3');
  await supervisor.getByTestId('change-slip-4').click();
  await expect(supervisor.getByTestId('change-slip-dialog')).toContainText('Mill street 3');
  await accessible(supervisor, 'the slip of another address');
  await supervisor.keyboard.press('Escape');
});

test('all changes are a list', async () => {
  await supervisor.goto('/office/account-changes');
  await expect(supervisor.getByTestId('table-account-changes')).toHaveAttribute('aria-busy', 'false');
  await expect(supervisor.locator('tbody tr.openable')).toHaveCount(4);
  await accessible(supervisor, 'changes of accounts');
});
