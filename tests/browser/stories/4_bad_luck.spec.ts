import { expect, test } from '@playwright/test';
import type { Bench } from '../house/bench';
import type { Counter } from '../house/counter';
import { firstSale } from '../house/first_sale';
import { kwotaFor } from '../house/kwota';
import { ownPassword } from '../house/people';
import { shot } from '../house/shots';

// Everything that can go wrong before a browser. After each of these the money is in exactly one place.

const ACCOUNT = '100003';
const METER = '412600000285';

const kwota = kwotaFor('4_bad_luck');
let counter: Counter;
let bench: Bench;
let card = '';

/** Number of sales in the books. */
async function sales(): Promise<number> {
  const answer = await counter.page.request.get('/api/v1/sales?page_size=20');
  return ((await answer.json()) as { total: number }).total;
}

/** The card comes home from its meter, nothing is under way, and the last sale is an hour ago: nothing unusual about the next one. */
async function cardIsBack(): Promise<void> {
  await bench.visit(card, METER);
  await bench.leap(3600);
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
}

test('an account is opened as on any other day', async ({ browser }) => {
  ({ counter, bench, card } = await firstSale(browser, kwota, { cashier: 'wang', account: ACCOUNT, pay: '100' }));
  await counter.enter();
  await cardIsBack();
});

test('a double click on Sell sells once', async () => {
  const before = await sales();
  await counter.at('counter-amount').fill('11');
  await counter.is('quoted');
  await counter.calm();
  await counter.at('counter-sell').dblclick();
  await counter.is('done');
  expect(await sales()).toBe(before + 1);
  await counter.enter();
  await cardIsBack();
});

test('a finger that stays on Enter sells once', async () => {
  const before = await sales();
  await counter.at('counter-amount').fill('12');
  await counter.is('quoted');
  await counter.calm();
  for (let pressed = 0; pressed < 12; ++pressed) await counter.page.keyboard.down('Enter'); // the second and later ones repeat
  await counter.page.keyboard.up('Enter');
  await counter.is('done');
  expect(await sales()).toBe(before + 1);
  await counter.enter();
  await cardIsBack();
});

test('the Enter that ends an input method\'s composition sells nothing', async () => {
  const before = await sales();
  await counter.at('counter-amount').fill('13');
  await counter.is('quoted');
  await counter.calm();
  await counter.at('counter-amount').evaluate((field) => {
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', isComposing: true, bubbles: true, cancelable: true }));
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', keyCode: 229, bubbles: true, cancelable: true }));
  });
  await counter.is('quoted');
  expect(await sales()).toBe(before);
  await counter.page.keyboard.press('Escape');
});

test('another card is laid down while an amount is typed: the amount is not for that one', async () => {
  const blank = (await bench.wallet())[0]!;
  await counter.at('counter-amount').fill('14');
  await counter.is('quoted');
  await bench.put(card, 'wallet');
  await counter.is('idle');
  await bench.put(blank, 'reader:0');
  await counter.is('foreign_change');
  await shot(counter.page, '4-other-card');
  await bench.put(blank, 'wallet');
  await counter.is('idle');
  await bench.put(card, 'reader:0');
  await counter.is('quoted');
  await expect(counter.at('counter-amount')).toHaveValue(/^14/);
  await counter.page.keyboard.press('Escape');
});

test('a card on a reader that is not this till’s neither shows nor stops anybody', async () => {
  const blank = (await bench.wallet())[0]!;
  await bench.put(blank, 'reader:1');
  await counter.page.reload();
  await counter.is('recognised');
  await bench.put(blank, 'wallet');
});

test('without a card the customer is found and quoted, and the button asks for the card', async () => {
  await bench.put(card, 'wallet');
  await counter.is('idle');
  await counter.at('search').fill(ACCOUNT);
  await counter.at(`search-option-${ACCOUNT}`).click();
  await counter.is('recognised');
  await counter.at('counter-amount').fill('15');
  await counter.is('quoted');
  const before = await sales();
  await counter.enter();
  await counter.is('quoted');
  expect(await sales()).toBe(before);
  await expect(counter.at('counter-sell')).toHaveAttribute('aria-disabled', 'true');
  await shot(counter.page, '4-no-card');
  await counter.page.keyboard.press('Escape');
  await counter.page.keyboard.press('Escape');
});

test('amounts that cannot be sold are explained while they are typed', async () => {
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
  for (const wrong of ['0', '1.234', '99999999', '-5', '1e3']) {
    await counter.at('counter-amount').fill(wrong);
    await expect(counter.at('counter-hint')).not.toBeEmpty();
    await counter.is('recognised');
  }
  await shot(counter.page, '4-cannot-sell');
  await expect(counter.at('counter-amount')).toHaveValue('1e3'); // and not 13
  await counter.page.keyboard.press('Escape');
});

test('F2 looks for somebody else and Esc comes back to the amount; where nobody is, letters begin a search', async () => {
  await counter.is('recognised');
  await counter.page.keyboard.press('F2');
  await expect(counter.at('search')).toBeFocused();
  await counter.page.keyboard.press('Escape');
  await expect(counter.at('counter-amount')).toBeFocused();
  await counter.page.keyboard.type('21');
  await expect(counter.at('counter-amount')).toHaveValue('21');
  await counter.page.keyboard.press('Escape');
  await bench.put(card, 'wallet');
  await counter.is('idle');
  await counter.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur()); // the keys go to no field
  await counter.page.keyboard.type('li');
  await expect(counter.at('search')).toHaveValue('li');
  await expect(counter.at('search')).toBeFocused();
  await counter.page.keyboard.press('Escape');
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
});

test('the network is away while a digit is typed: when it is back, the amount is quoted as if nothing had been', async () => {
  const context = counter.page.context();
  await counter.at('counter-amount').fill('2');
  await counter.is('quoted');
  await context.setOffline(true);
  await counter.at('counter-amount').fill('25');
  await expect(counter.at('lost-banner')).not.toBeEmpty();
  await context.setOffline(false);
  await expect(counter.at('lamp-server')).toHaveAttribute('data-state', 'up');
  await counter.is('quoted');
  await expect(counter.at('counter-amount')).toHaveValue(/^25/);
  await expect(counter.at('counter-hint')).toBeEmpty();
  await counter.page.keyboard.press('Escape');
});

test('a card that was copied byte by byte is refused by counter and meter', async () => {
  const copy = await bench.copy(card);
  await bench.put(card, 'wallet');
  await counter.is('idle');
  await bench.put(copy, 'reader:0');
  await counter.is(/unknown_card|card_error|blocked_card/);
  await shot(counter.page, '4-copied-card');
  const credit = await bench.meter(METER).remaining();
  await bench.put(copy, `meter:${METER}`);
  await expect(bench.meter(METER).error()).toBeVisible();
  expect(await bench.meter(METER).remaining()).toBe(credit);
  await shot(bench.page, '4-copied-card-in-meter');
  await bench.put(copy, 'wallet');
});

test('a card of another meter is refused by this one', async () => {
  await bench.put(card, 'meter:412600000422');
  await expect(bench.meter('412600000422').error()).toBeVisible();
  await bench.put(card, 'wallet');
});

/** A hand takes the card off its reader at so many commands from now. */
async function pullAtCommand(command: number): Promise<void> {
  await counter.page.evaluate(async ([id, at]) => {
    const csrf = ((await (await fetch('/api/v1/session')).json()) as { csrf: string }).csrf;
    const answer = await fetch(`/api/v1/bench/cards/${id}/pull`, {
      method: 'POST', body: JSON.stringify({ at_command: at }),
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf, 'Idempotency-Key': crypto.randomUUID() },
    });
    if (!answer.ok) throw new Error(await answer.text());
  }, [card, command] as const);
}

test('the card is pulled at any moment of the writing: the counter says what is known, and the same card settles the rest', async () => {
  let state = '';
  await bench.put(card, 'reader:0');
  // Halved until it is found: the command whose lost answer leaves it open whether the credit is on the card.
  for (let early = 0, late = 64; state !== 'card_removed';) {
    expect(late - early, 'between too early and too late there is doubt').toBeGreaterThan(1);
    const command = Math.floor((early + late) / 2);
    const amount = 16 + command;
    await counter.is('recognised');
    const before = await sales();
    const credit = await bench.meter(METER).remaining();
    await pullAtCommand(command);
    await counter.sell(String(amount));
    await counter.is(/^(done|not_done|card_removed|idle)$/);
    state = (await counter.at('counter-state').textContent())!;
    if (state === 'done') await bench.backToWallet(card); // the writing was over before that command, or right at it
    await bench.isAt(card, 'wallet');
    if (state === 'not_done') early = command;
    else late = command;
    await shot(counter.page, `4-pulled-${state}`);
    if (state === 'not_done') {
      await expect(counter.at('outcome-why')).not.toContainText('asked');
      await counter.enter();
    }
    await bench.put(card, 'reader:0');
    await counter.is(/^(done|in_doubt_found|unread_on_card|recognised)$/);
    if (state === 'card_removed') {
      await shot(counter.page, '4-settled');
      await counter.enter();
    }
    expect(await sales()).toBe(before + 1);
    await cardIsBack();
    expect(await bench.meter(METER).remaining() - credit).toBeCloseTo(state === 'not_done' ? 0 : amount, 2);
  }
});

test('the server dies in the middle of a sale and comes back: the connection is missed, and the same sale is known', async () => {
  const before = await sales();
  const credit = await bench.meter(METER).remaining();
  let key = '';
  // SIGKILL as soon as the sale is booked; whatever the server got done until then, its answer never arrives.
  await counter.page.exposeFunction('pullThePlug', () => kwota.kill());
  await counter.page.evaluate(async () => {
    const events = new EventSource('/api/v1/events');
    await new Promise((open) => events.addEventListener('open', open, { once: true }));
    events.addEventListener('sale', () => {
      events.close();
      (window as unknown as { pullThePlug: () => void }).pullThePlug();
    }, { once: true });
  });
  await counter.page.route('**/api/v1/sales', async (route) => {
    key = (route.request().postDataJSON() as { client_key: string }).client_key;
    await route.fetch().catch(() => undefined);
    await kwota.kill();
    await route.abort('connectionreset');
  }, { times: 1 });
  await counter.sell('17');
  await counter.is('not_yet_known');
  await expect(counter.at('lamp-server')).toHaveAttribute('data-state', 'down');
  await expect(counter.at('lost-banner')).not.toBeEmpty();
  await shot(counter.page, '4-server-lost');

  await kwota.start();
  // Sessions end with the server; the page stays, with the sale in it.
  await expect(counter.at('lock-dialog')).toBeVisible();
  await counter.at('lock-password').fill(ownPassword('wang'));
  await counter.at('lock-resume').click();
  await expect(counter.at('lamp-server')).toHaveAttribute('data-state', 'up');
  await counter.is(/^(done|not_done|in_doubt_found)$/);
  await shot(counter.page, '4-known-again');
  await bench.page.reload();

  const answer = await counter.page.request.get(`/api/v1/sales/by-key/${key}`);
  const booked = answer.status() === 200;
  expect(await sales()).toBe(before + (booked ? 1 : 0));
  await counter.enter();
  if (await counter.at('till-choice').isVisible()) await counter.takeTill('E01', 'T1');
  await cardIsBack();
  expect(await bench.meter(METER).remaining()).toBeCloseTo(credit + (booked ? 17 : 0), 2);
});
