import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import type { Bench } from '../house/bench';
import type { Counter } from '../house/counter';
import { firstSale } from '../house/first_sale';
import { kwotaFor } from '../house/kwota';
import { loaded } from '../house/office';
import { ownPassword, person } from '../house/people';
import { shot } from '../house/shots';

// Meters on a line. Chen Qiangguo's meter gets credit by card and over the line; whatever breaks on the way, it takes each sale once.
// Wang Fang sells; Sun Qiang, technician, writes the line down and gives orders.

const ACCOUNT = '100002';
const METER = '412600000148';

const kwota = kwotaFor('11_on_a_line');
let counter: Counter;
let bench: Bench;
let technician: Page;
let card = '';

const meter = () => bench.meter(METER);
const progress = () => counter.at('line-progress');
const has = (yuan: number) => expect.poll(() => meter().remaining(), { timeout: 60_000 }).toBe(yuan);

/** The customer is on the telephone: no card, found by his number. */
async function calls(): Promise<void> {
  await counter.page.goto(`/counter?account=${ACCOUNT}`);
  await counter.is('recognised');
}

/** Nothing is waited for longer than the queue itself would: the bench's clock leaps over its pauses. */
async function leapUntil(state: string | RegExp): Promise<void> {
  await expect(async () => {
    await bench.leap(3600);
    await expect(progress()).toHaveAttribute('data-state', state, { timeout: 3_000 });
  }).toPass({ timeout: 300_000 });
}

test('an account is opened with a card, and the meter hangs on a line', async ({ browser }) => {
  ({ counter, bench, card } = await firstSale(browser, kwota, { cashier: 'wang', account: ACCOUNT, pay: '100' }));
  await bench.visit(card, METER);
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
  await bench.put(card, 'wallet');
  await counter.is('idle');
  await bench.page.getByTestId(`line-${METER}`).click();
  await expect(bench.page.getByTestId(`line-address-${METER}`)).toContainText('tcp://');
});

test('the technician writes down where the meter is reached', async ({ browser }) => {
  technician = await person(browser, kwota, 'tech');
  await technician.goto('/office/links');
  await loaded(technician, 'links');
  await technician.getByTestId('new-row').click();
  await technician.getByTestId('field-meter').fill(METER);
  await technician.getByTestId('field-address').fill((await bench.page.getByTestId(`line-address-${METER}`).textContent())!);
  await accessible(technician, 'a link');
  await technician.getByTestId('form-save').click();
  await expect(technician.locator('tbody tr.openable')).toHaveCount(1);
  await shot(technician, '11-links');
});

test('a sale by telephone: three keys, and it turns green by itself', async () => {
  await bench.leap(3600); // the opening is not a moment ago
  await calls();
  await counter.at('counter-amount').fill('50');
  await counter.is('quoted');
  await expect(counter.at('counter-sell')).toContainText('over the line');
  await expect(counter.at('counter-say')).toContainText('over the line');
  await counter.enter();
  await counter.is('done');
  await expect(progress()).toHaveAttribute('data-state', 'applied');
  await shot(counter.page, '11-applied');
  await accessible(counter.page, 'sold over the line');
  await has(150);
  await meter().shows({ count: '2' });
});

test('no answer comes back: the meter is asked whether it has it, and nothing is sent twice', async () => {
  await bench.page.getByTestId(`line-fault-${METER}`).selectOption('lose-answer:1');
  await calls();
  await counter.at('counter-amount').fill('30');
  await counter.is('quoted');
  await counter.enter();
  await confirmed();
  await counter.is('done');
  await expect(progress()).toHaveAttribute('data-state', /queued|sent|unknown/);
  await bench.page.getByTestId(`line-fault-${METER}`).selectOption('');
  await leapUntil('applied');
  await has(180);
  await meter().shows({ count: '3' });
});

test('nothing reaches the meter: the sale moves onto the card, and the line brings it no second time', async () => {
  await bench.page.getByTestId(`line-fault-${METER}`).selectOption('lose-request:1');
  await calls();
  await counter.at('counter-amount').fill('20');
  await counter.is('quoted');
  await counter.enter();
  await confirmed();
  await counter.is('done');
  await expect(progress()).toHaveAttribute('data-state', 'queued');
  await counter.at('move-to-card').click();
  await expect(progress()).toHaveAttribute('data-state', 'cancelled');
  await shot(counter.page, '11-moved');
  await counter.enter();
  await bench.put(card, 'reader:0');
  await counter.is('in_doubt_found'); // written now, without new money
  await counter.enter();
  await counter.is('unread_on_card');
  await bench.visit(card, METER);
  await has(200);
  await bench.page.getByTestId(`line-fault-${METER}`).selectOption('');
  await bench.leap(3600);
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
  await bench.put(card, 'wallet');
  await has(200);
  await meter().shows({ count: '4' });
});

test('the technician disconnects the meter, and connects it again', async () => {
  await technician.goto(`/office/links?open=${METER}`);
  for (const [order, relay] of [['trip', 'open'], ['close', 'closed']] as const) {
    await technician.getByTestId('order-what').selectOption(order);
    await technician.getByTestId('order-give').click();
    await meter().shows({ relay });
  }
  await expect(technician.getByTestId('link-commands').locator('tbody tr').first()).toContainText('done');
  await shot(technician, '11-orders');
  await accessible(technician, 'orders to a meter');
});

test('a plan reads the meter every hour, and the morning shows how complete it is', async () => {
  await technician.goto('/office/reading-plans');
  await loaded(technician, 'reading-plans');
  await technician.getByTestId('new-row').click();
  await technician.getByTestId('field-code').fill('hourly');
  await technician.getByTestId('field-name').fill('every hour');
  await technician.getByTestId('field-every_hours').fill('1');
  await accessible(technician, 'a reading plan');
  await technician.getByTestId('form-save').click();
  await expect(technician.locator('tbody tr.openable')).toHaveCount(1);
  await bench.leap(3600);
  await technician.goto('/office/collection');
  await expect(async () => {
    await technician.reload();
    await expect(technician.getByTestId('collection-drift')).toHaveAttribute('data-rows', '1', { timeout: 3_000 });
  }).toPass({ timeout: 300_000 });
  await expect(technician.getByTestId('collection-silent')).toHaveAttribute('data-rows', '0');
  await shot(technician, '11-collection');
  await accessible(technician, 'collection');
  await technician.getByTestId('collection-drift').getByRole('link').first().click();
  await expect(technician.getByTestId('drawer')).toContainText(METER.slice(-4));
});

test('he moves out: the account is closed over the line, and what the meter gave up is paid', async () => {
  await calls();
  await counter.task('close_account');
  await expect(counter.at('close-order')).toBeChecked();
  await shot(counter.page, '11-close');
  await accessible(counter.page, 'closing over the line');
  await counter.at('close-send').click();
  await counter.is('done');
  await expect(progress()).toHaveAttribute('data-state', 'applied');
  await meter().shows({ relay: 'open' });
  await has(0);

  await calls();
  await counter.task('close_account');
  await expect(counter.at('close-refund')).toBeChecked();
  await counter.at('close-reason').fill('moves away');
  await counter.at('close-send').click();
  if (await counter.at('second-name').or(counter.at('outcome')).first().waitFor().then(() => counter.at('second-name').isVisible())) {
    await counter.secondPerson('miller', ownPassword('miller'));
  }
  await counter.is('done');
  await expect(counter.at('outcome-sum')).toContainText('200.00');
});

test('the line is gone: what is missing is said by name, and after some days the meter is silent', async () => {
  await bench.page.getByTestId(`line-${METER}`).click();
  await bench.leap(3600);
  await technician.goto('/office/collection');
  await expect(async () => {
    await technician.reload();
    await expect(technician.getByTestId('show-missing').first()).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 300_000 });
  await technician.getByTestId('show-missing').first().click();
  await expect(technician.getByTestId('collection-missing')).toContainText(METER);
  await accessible(technician, 'missing readings');
  for (let day = 0; day < 4; ++day) await bench.leap(86400);
  await technician.reload();
  await expect(technician.getByTestId('collection-silent')).toContainText(METER);
  await shot(technician, '11-silent');
});

/** A second sale within ten minutes is confirmed. */
async function confirmed(): Promise<void> {
  await expect(counter.at('counter-state')).not.toHaveText('quoted');
  if ((await counter.at('counter-state').textContent()) === 'confirm') await counter.at('confirm-yes').click();
}
