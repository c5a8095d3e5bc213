import { expect, test } from '@playwright/test';
import { accessible } from '../house/access';
import type { Counter } from '../house/counter';
import { firstSale } from '../house/first_sale';
import { kwotaFor } from '../house/kwota';
import { shot } from '../house/shots';

// Money that is no cash: F4, a number from the terminal's slip, a part by another tender – and the slips that are added up in the evening.

const kwota = kwotaFor('18_tenders');
let counter: Counter;

test('a shift with one sale in cash', async ({ browser }) => {
  counter = (await firstSale(browser, kwota, { cashier: 'wang', float: '200', account: '100001', pay: '100' })).counter;
});

test('F4: the bank card pays all of it, and asks for its number before anything is sold', async () => {
  await counter.enter();
  await counter.is('unread_on_card');
  await counter.enter();
  await counter.is('recognised');
  await counter.at('counter-amount').fill('50');
  await counter.is('quoted');
  await counter.page.keyboard.press('F4');
  await expect(counter.at('tender-0')).toBeFocused();
  await expect(counter.at('tender-0')).toHaveValue('card');
  await counter.enter();
  await expect(counter.at('tender-reference-0')).toBeFocused();
  await counter.is('quoted');
  for (const language of ['zh', 'ru', 'en']) {
    await counter.at(`language-${language}`).click();
    await accessible(counter.page, `tenders ${language}`);
    await shot(counter.page, `16-tenders-${language}`);
  }
});

test('Esc is cash again, back in the amount, which stays', async () => {
  await counter.at('tender-reference-0').focus();
  await counter.page.keyboard.press('Escape');
  await expect(counter.at('counter-amount')).toBeFocused();
  await expect(counter.at('counter-amount')).toHaveValue('50.00');
  await expect(counter.at('counter-received')).toBeVisible();
  await counter.is('quoted');
});

test('20.00 in cash, the rest by card', async () => {
  await counter.page.keyboard.press('F4');
  await counter.at('tender-reference-0').fill('A41F77');
  await counter.page.keyboard.press('F4');
  await expect(counter.at('tender-amount-1')).toBeFocused();
  await expect(counter.at('tender-amount-1')).toHaveAttribute('placeholder', ''); // of two lines one alone takes the rest
  await counter.at('tender-reference-0').focus();
  await counter.enter();
  await expect(counter.at('tender-amount-1')).toBeFocused();
  await counter.is('quoted');
  await counter.at('tender-amount-1').fill('20');
  await expect(counter.at('tender-amount-0')).toHaveAttribute('placeholder', '30.00');
  await shot(counter.page, '16-split');
  await counter.enter();
  await expect(counter.at('counter-state')).toHaveText(/confirm|writing|done/);
  if ((await counter.at('counter-state').textContent()) === 'confirm') await counter.at('confirm-yes').click();
  await counter.is('done');
  const number = await counter.receiptNumber();
  const slip = await (await counter.page.request.get(`/api/v1/receipts/${number}?format=text&lang=en`)).text();
  expect(slip).toMatch(/Bank card A41F77\s+30\.00/);
  expect(slip).toMatch(/Cash\s+20\.00/);
});

test('the next customer pays in cash again, and in the evening the slips are added up beside the drawer', async () => {
  await counter.enter();
  await counter.is('unread_on_card');
  await counter.at('shift-close-open').click();
  await expect(counter.at('shift-slips-card')).toBeVisible();
  await expect(counter.at('shift-slips-cheque')).toHaveCount(0);
  await counter.at('shift-counted').fill('320');
  await counter.at('shift-slips-card').fill('30');
  await shot(counter.page, '16-slips');
  await accessible(counter.page, 'slips en');
  await counter.at('shift-close').click();
  await expect(counter.at('shift-closed')).toBeVisible();
  await expect(counter.at('shift-expected-card')).toContainText('30.00');
  await expect(counter.at('shift-difference-card')).toContainText('0.00');
  await expect(counter.at('shift-slip')).toContainText('Bank card (1)');
});
