import { expect, test } from '@playwright/test';
import { accessible } from '../house/access';
import { Hands } from '../house/api';
import type { Bench } from '../house/bench';
import type { Counter } from '../house/counter';
import { firstSale } from '../house/first_sale';
import { kwotaFor } from '../house/kwota';
import { ownPassword, person } from '../house/people';
import { shot } from '../house/shots';

// Zhao Jun swaps a customer's meter at her window – first the old one gives up what it holds, then the new one gets it –, and later the house is sold.

const ACCOUNT = '100002';
const OLD = '412600000148';
const NEW = '412600009001';

const kwota = kwotaFor('19_another_meter');
let bench: Bench;
let counter: Counter;
let card = '';

const agreed = async (): Promise<void> => {
  await counter.at('second-name').or(counter.at('outcome')).first().waitFor();
  if (await counter.at('second-name').isVisible()) await counter.secondPerson('miller', ownPassword('miller'));
  await counter.is('done');
};

test('an account is open, and another meter hangs on the bench', async ({ browser }) => {
  ({ bench, counter, card } = await firstSale(browser, kwota, { cashier: 'zhao', account: ACCOUNT, pay: '100' }));
  await person(browser, kwota, 'miller');
  await bench.visit(card, OLD);
  await new Hands(bench.page).post('/bench/meters', { number: NEW, model: 'DDSY1352' });
});

test('the old meter is ordered to give up what it holds', async () => {
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
  await counter.task('swap_meter');
  await expect(counter.at('swap-order')).toBeChecked();
  await accessible(counter.page, 'the order before a swap');
  await counter.at('swap-send').click();
  await counter.is('done');
  await bench.visit(card, OLD);
  await bench.meter(OLD).shows({ relay: 'open' });
});

test('nothing is swapped before both plates and the reason are read', async () => {
  await bench.put(card, 'reader:0');
  await counter.is('no_sale_customer');
  await counter.task('swap_meter');
  await expect(counter.at('swap-swap')).toBeChecked();
  await counter.at('swap-send').click();
  await expect(counter.page.locator('.field-error')).toHaveCount(3);
  await counter.at('swap-old_meter').fill(NEW);
  await counter.at('swap-number').fill(NEW);
  await counter.at('swap-reason').fill('display dark');
  await counter.at('swap-send').click();
  await expect(counter.at('problem')).toBeVisible();
  await expect(counter.at('swap-reason')).toHaveValue('display dark');
});

test('the new meter gets what the old one gave up', async () => {
  await counter.at('swap-old_meter').fill(OLD);
  await counter.at('swap-model').fill('DDSY1352');
  await accessible(counter.page, 'a swap');
  await shot(counter.page, '19-swap');
  await counter.at('swap-send').click();
  await agreed();
  await shot(counter.page, '19-swapped');
  await bench.page.reload();
  await bench.visit(card, NEW);
  expect(await bench.meter(NEW).remaining()).toBeGreaterThan(0);
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
});

test('the account shows its former meter, and all swaps are a list', async () => {
  await bench.page.goto(`/office/accounts?open=${ACCOUNT}`);
  await expect(bench.page.getByTestId('former-meters')).toHaveAttribute('data-rows', '1');
  await expect(bench.page.getByTestId('former-meters'), 'people by their names, as everywhere').not.toContainText(/\b(zhao|wang|miller)\b/);
  await accessible(bench.page, 'an account with a former meter');
  await shot(bench.page, '19-former-meters');
  await bench.page.goto('/office/meter-swaps');
  await expect(bench.page.locator('tbody tr.openable')).toHaveCount(1);
  await accessible(bench.page, 'meter swaps');
  await bench.open();
});

test('the house is sold: a new customer takes over with what the meter held', async () => {
  await counter.task('transfer');
  await counter.at('transfer-send').click();
  await counter.is('done');
  await bench.visit(card, NEW);
  await bench.put(card, 'reader:0');
  await counter.is('no_sale_customer');
  await counter.task('transfer');
  await expect(counter.at('transfer-transfer')).toBeChecked();
  await counter.at('transfer-name').fill('Bai Lu');
  await counter.at('transfer-reason').fill('bought the house');
  await accessible(counter.page, 'a transfer');
  await shot(counter.page, '19-transfer');
  await counter.at('transfer-send').click();
  await agreed();
  await bench.visit(card, NEW);
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
  await expect(counter.page.getByText('Bai Lu').first()).toBeVisible();
});
