import { expect, test } from '@playwright/test';
import { accessible } from '../house/access';
import type { Bench } from '../house/bench';
import type { Counter } from '../house/counter';
import { firstSale } from '../house/first_sale';
import { kwotaFor } from '../house/kwota';
import { speak } from '../house/people';
import { shot } from '../house/shots';

// He comes without his card. What can be done for him is offered, what cannot is not, and what comes first is said before anything is tried.

const ACCOUNT = '100002';
const METER = '412600000148';
const kwota = kwotaFor('55_without_the_card');
let counter: Counter;
let bench: Bench;
let card = '';

/** He is found by his number; the amount is typed and quoted. */
async function quoted(amount: string): Promise<void> {
  await counter.page.goto(`/counter?account=${ACCOUNT}`);
  await expect(counter.at('account-number')).toContainText(ACCOUNT);
  await counter.at('counter-amount').fill(amount);
  await counter.is('quoted');
}

test('his account is opened, and he goes home with the card', async ({ browser }) => {
  ({ counter, bench, card } = await firstSale(browser, kwota, { cashier: 'wang', account: ACCOUNT, pay: '100' }));
  await bench.put(card, 'wallet');
  await counter.is('idle');
});

test('while a sale lies unread on his card, nothing is sold for later: the card comes first, and that is said in three languages', async () => {
  await quoted('20');
  await expect(counter.at('counter-sell-later')).toHaveCount(0);
  await expect(counter.at('counter-hint')).toContainText('Put the card on the reader first');
  await counter.page.keyboard.press('l');
  await counter.is('quoted');
  for (const language of ['zh', 'ru', 'en'] as const) {
    await speak(counter.page, language);
    await expect(counter.at('counter-hint')).not.toBeEmpty();
    await accessible(counter.page, `an unread sale on a card that is not here, ${language}`);
    await shot(counter.page, `55-unread-away-${language}`);
  }
});

test('with the card here the same is added onto it', async () => {
  await bench.put(card, 'reader:0');
  await counter.is('unread_on_card');
  await counter.enter();
  await counter.sell('20');
  await counter.is('done');
  await bench.visit(card, METER);
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
  await bench.put(card, 'wallet');
});

test('nothing waits: L sells now, and the next one waits for that card', async () => {
  await quoted('30');
  await expect(counter.at('counter-sell-later')).toBeVisible();
  await counter.calm();
  await counter.page.keyboard.press('l');
  await expect(counter.at('counter-state')).not.toHaveText('quoted');
  if ((await counter.at('counter-state').textContent()) === 'confirm') await counter.at('confirm-yes').click();
  await counter.is('done');
  await counter.enter();
  await quoted('40');
  await expect(counter.at('counter-sell-later')).toHaveCount(0);
  await expect(counter.at('counter-hint')).toContainText('waits for the customer');
  await shot(counter.page, '55-booked-away');
});

test('put down, the card gets what waits for it, and is added to', async () => {
  await bench.put(card, 'reader:0');
  await counter.is(/^(in_doubt_found|unread_on_card)$/);
  while ((await counter.at('counter-state').textContent()) !== 'recognised') {
    await counter.enter();
    await counter.is(/^(unread_on_card|recognised|quoted)$/);
    if ((await counter.at('counter-state').textContent()) === 'quoted') break;
  }
  await counter.at('counter-amount').fill('40');
  await counter.is('quoted');
  await counter.enter();
  await expect(counter.at('counter-state')).not.toHaveText('quoted');
  if ((await counter.at('counter-state').textContent()) === 'confirm') await counter.at('confirm-yes').click();
  await counter.is('done');
  await bench.visit(card, METER);
  expect(await bench.meter(METER).remaining()).toBe(190);
});

test('of more than eight that are found it is said that there are more', async () => {
  const { page } = counter;
  await page.goto('/counter');
  await counter.is('idle');
  await page.keyboard.press('F2');
  await page.keyboard.type('城东村');
  await expect(page.getByRole('option')).toHaveCount(8);
  await expect(counter.at('search-more')).toContainText('type more of it');
  await accessible(page, 'more than eight are found');
  await counter.at('search').fill(ACCOUNT);
  await expect(page.getByRole('option').first()).toContainText(ACCOUNT);
  await expect(counter.at('search-more')).toHaveCount(0);
  await page.keyboard.press('Escape');
});

test('magnified to one column, what became of a sale comes into sight by itself', async () => {
  const { page } = counter;
  await page.setViewportSize({ width: 390, height: 640 });
  await page.goto('/counter');
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
  await counter.at('counter-amount').fill('10');
  await counter.is('quoted');
  await page.evaluate(() => scrollTo(0, 0));
  await counter.enter();
  await expect(counter.at('counter-state')).not.toHaveText('quoted');
  if ((await counter.at('counter-state').textContent()) === 'confirm') await counter.at('confirm-yes').click();
  await counter.is('done');
  await expect(counter.at('outcome-receipt')).toBeInViewport();
  await page.keyboard.press('p');
  const cut = await counter.at('receipt-paper').evaluate((paper) => paper.scrollWidth - paper.clientWidth);
  expect(cut, 'and its receipt is as wide as the screen').toBeLessThanOrEqual(0);
});
