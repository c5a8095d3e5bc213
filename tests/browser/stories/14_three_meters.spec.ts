import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import type { Bench } from '../house/bench';
import type { Counter } from '../house/counter';
import { firstSale } from '../house/first_sale';
import { kwotaFor } from '../house/kwota';
import { loaded } from '../house/office';
import { person } from '../house/people';
import { shot } from '../house/shots';

// A day with three meters: one is sold to by card alone, one over its line alone – its customer has never held a card –, one both ways.
// Whatever way a sale takes, each meter has exactly what was sold to it, and in the evening the books say the same.

const BY_CARD = { account: '100001', meter: '412600000011' };
const BY_LINE = { account: '100003', meter: '412600000285' };
const BOTH = { account: '100004', meter: '412600000422' };

const kwota = kwotaFor('14_three_meters');
let counter: Counter;
let bench: Bench;
let office: Page;
const cards: Record<string, string> = {};

const has = (meter: string, yuan: number) => expect.poll(() => bench.meter(meter).remaining(), { timeout: 60_000 }).toBe(yuan);

/** The card comes home from the meter, is read at the counter, and goes back into the wallet. */
async function comesHome(card: string, meter: string): Promise<void> {
  await bench.visit(card, meter);
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
}

async function onALine(meter: string): Promise<void> {
  await bench.page.getByTestId(`line-${meter}`).click();
  const where = bench.page.getByTestId(`line-address-${meter}`);
  await expect(where).toContainText('tcp://');
  await office.goto('/office/links');
  await loaded(office, 'links');
  await office.getByTestId('new-row').click();
  await office.getByTestId('field-meter').fill(meter);
  await office.getByTestId('field-address').fill((await where.textContent())!);
  await office.getByTestId('form-save').click();
  await expect(office.locator('tbody tr.openable', { hasText: meter.slice(-4) })).toHaveCount(1);
}

/** A customer on the telephone: no card lies there, the sale goes over the line and turns green by itself. */
async function soldByTelephone(account: string, yuan: string): Promise<void> {
  await counter.page.goto(`/counter?account=${account}`);
  await counter.sell(yuan);
  await counter.is('done');
  await expect(counter.at('line-progress')).toHaveAttribute('data-state', 'applied');
}

test('in the morning two customers get cards, and the technician connects two meters', async ({ browser }) => {
  const first = await firstSale(browser, kwota, { cashier: 'wang', float: '200', account: BY_CARD.account, pay: '100' });
  ({ counter, bench } = first);
  cards[BY_CARD.meter] = first.card;
  await comesHome(first.card, BY_CARD.meter);
  await bench.put(first.card, 'wallet');
  await counter.is('idle');
  cards[BOTH.meter] = await bench.newCard();
  await bench.put(cards[BOTH.meter]!, 'reader:0');
  await counter.openAccount(BOTH.account, '80');
  await counter.is('done');
  await comesHome(cards[BOTH.meter]!, BOTH.meter);
  await bench.put(cards[BOTH.meter]!, 'wallet');
  await counter.is('idle');
  office = await person(browser, kwota, 'tech');
  await onALine(BY_LINE.meter);
  await onALine(BOTH.meter);
  await has(BY_CARD.meter, 100);
  await has(BOTH.meter, 80);
});

test('the third customer never holds a card: his account is opened over the line', async () => {
  await counter.page.goto('/counter');
  await counter.is('idle');
  await counter.task('open_account');
  await counter.fillOpening(BY_LINE.account, '60');
  await counter.at('open-scheme').selectOption('fee_control_line');
  await accessible(counter.page, 'an account that is opened over the line');
  await counter.at('open-next').click();
  await counter.is('done');
  await expect(counter.at('line-progress')).toHaveAttribute('data-state', 'applied');
  await shot(counter.page, '14-opened');
  await has(BY_LINE.meter, 60);
  await bench.meter(BY_LINE.meter).shows({ count: '1', relay: 'closed' });
});

test('by card: sold at the counter, carried home, in the meter once', async () => {
  await bench.leap(3600); // the openings are not a moment ago
  await counter.enter();
  await counter.is('idle');
  await bench.put(cards[BY_CARD.meter]!, 'reader:0');
  await counter.sell('50');
  await counter.is('done');
  await bench.put(cards[BY_CARD.meter]!, 'wallet');
  await bench.visit(cards[BY_CARD.meter]!, BY_CARD.meter);
  await has(BY_CARD.meter, 150);
  await bench.meter(BY_CARD.meter).shows({ count: '2' });
});

test('both ways: a purchase on the card and one over the line, and the meter counts them one after the other', async () => {
  await bench.put(cards[BOTH.meter]!, 'reader:0');
  await counter.sell('20');
  await counter.is('done');
  await bench.put(cards[BOTH.meter]!, 'wallet');
  await bench.visit(cards[BOTH.meter]!, BOTH.meter);
  await has(BOTH.meter, 100);
  await bench.leap(3600);
  await soldByTelephone(BOTH.account, '40');
  await has(BOTH.meter, 140);
  await bench.visit(cards[BOTH.meter]!, BOTH.meter);
  await has(BOTH.meter, 140);
  await bench.meter(BOTH.meter).shows({ count: '3' });
});

test('over the line: sold by telephone, and it turns green by itself', async () => {
  await soldByTelephone(BY_LINE.account, '30');
  await has(BY_LINE.meter, 90);
  await bench.meter(BY_LINE.meter).shows({ count: '2' });
});

test('in the evening each meter has what was sold to it, and the drawer what was paid', async ({ browser }) => {
  await bench.put(cards[BY_CARD.meter]!, 'reader:0');
  await counter.page.goto('/counter');
  await counter.is('recognised');
  await bench.put(cards[BY_CARD.meter]!, 'wallet');
  await counter.is('idle');
  const manager = await person(browser, kwota, 'miller');
  await manager.goto('/office/reconciliation');
  await loaded(manager, 'reconciliation');
  for (const [meter, sum] of [[BY_CARD.meter, '150.00'], [BY_LINE.meter, '90.00'], [BOTH.meter, '140.00']] as const) {
    const row = manager.getByTestId('table-reconciliation').locator('tbody tr', { hasText: meter.slice(-4) });
    await expect(row).toContainText(new RegExp(`${sum}\\s*${sum}`)); // sold, and taken in by the meter's own word
  }
  await expect(manager.getByTestId('table-reconciliation').locator('tfoot')).toContainText(/380\.00\s*380\.00/);
  await shot(manager, '14-reconciliation');
  await accessible(manager, 'reconciliation');
  await counter.at('shift-close-open').click();
  await counter.at('shift-counted').fill('580'); // float 200, card 150, line 90, both 140
  await counter.at('shift-close').click();
  await expect(counter.at('shift-closed')).toBeVisible();
  await expect(counter.at('shift-difference')).toContainText('0.00');
  await shot(counter.page, '14-slip');
});
