import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import type { Bench } from '../house/bench';
import type { Counter } from '../house/counter';
import { firstSale } from '../house/first_sale';
import { kwotaFor } from '../house/kwota';
import { ownPassword, person, speak } from '../house/people';
import { shot } from '../house/shots';

// What else is done at a counter. Zhao Min is supervisor; where a second person must sign, the manager Ann Miller does.
// Chen Qiangguo's account waits for its card, his meter hangs on the bench.

const HIS_ACCOUNT = '100002';
const HIS_METER = '412600000148';
const NEXT_ACCOUNT = '100003';
const LANGUAGES = ['zh', 'ru', 'en'] as const;

const kwota = kwotaFor('3_other_work');
let counter: Counter;
let bench: Bench;
let manager: Page;
let card = '';
let oldCard = '';
let receipt = '';

const credit = () => bench.meter(HIS_METER).remaining();

test('the supervisor opens his account with 100.00', async ({ browser }) => {
  manager = await person(browser, kwota, 'miller');
  ({ counter, bench, card } = await firstSale(browser, kwota, { cashier: 'zhao', float: '100', account: HIS_ACCOUNT, pay: '100' }));
  receipt = await counter.receiptNumber();
});

test('the sale is still on the card: it is said, and 50.00 are added onto it', async () => {
  await counter.enter();
  await counter.is('unread_on_card');
  await expect(counter.at('unread')).toContainText('100.00');
  await shot(counter.page, '3-unread');
  await counter.enter();
  await counter.sell('50');
  await counter.is('done');
  await shot(counter.page, '3-summed');
  await bench.visit(card, HIS_METER);
  await bench.meter(HIS_METER).shows({ count: '1' });
  expect(await credit()).toBe(150);
});

test('both sales are settled by what the meter wrote back', async () => {
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
  await expect(counter.at(`last-sale-${receipt}`)).toHaveAttribute('data-state', 'applied');
});

test('a sale under way is taken back: a void of the same number is carried', async () => {
  await counter.sell('60');
  await counter.is('done');
  receipt = await counter.receiptNumber();
  await counter.enter();
  await counter.is('unread_on_card');
  await counter.at('unread-take-back').click();
  await counter.at('take-back-reason').fill('wanted 6.00, not 60.00');
  await shot(counter.page, '3-take-back');
  await counter.at('take-back-send').click();
  await counter.is('done');
  await expect(counter.at('outcome-taking-back')).toBeVisible(); // no money is handed out yet
  await expect(counter.at(`last-sale-${receipt}`)).toHaveAttribute('data-state', 'taking_back');
});

test('the meter meets the void, and its next statement settles the refund', async () => {
  await bench.visit(card, HIS_METER);
  expect(await credit()).toBe(150);
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
  await expect(counter.at(`last-sale-${receipt}`)).toHaveAttribute('data-state', 'taken_back');
  await shot(counter.page, '3-taken-back');
});

test('he changes the PIN of his card, types it wrong three times and gets a new one', async () => {
  const change = async (old: string, fresh: string): Promise<void> => {
    await counter.at('pin-old').fill(old);
    await counter.at('pin-fresh').fill(fresh);
    await counter.at('pin-again').fill(fresh);
    await counter.at('pin-send').click();
  };
  await counter.task('change_pin');
  await expect(counter.at('pin-old')).toBeFocused();
  await change('12', '471108');
  await expect(counter.at('pin-old')).toHaveAttribute('aria-invalid', 'true');
  await change(HIS_ACCOUNT, '471108'); // his first one: the last six digits of the account
  await expect(counter.at('pin-done')).toContainText('陈强国');
  await counter.page.keyboard.press('Escape');
  await counter.at('task-change_pin').click();
  for (const [n, code] of ['card_pin_wrong', 'card_pin_wrong', 'card_pin_locked'].entries()) {
    await change(`99999${n}`, '111111');
    await expect(counter.at('pin-fresh')).toHaveValue('');
    await expect(counter.at('problem')).toHaveAttribute('data-code', code);
  }
  await shot(counter.page, '3-pin-locked');
  await counter.at('pin-forgotten').check();
  await counter.at('pin-fresh').fill('280614');
  await counter.at('pin-again').fill('280614');
  await counter.at('pin-send').click();
  await expect(counter.at('pin-done')).toBeVisible();
  await shot(counter.page, '3-pin-set');
  await counter.page.keyboard.press('Escape');
  await counter.page.keyboard.press('Escape');
  await counter.is('recognised');
});

test('credit without money needs a reason and a second person, at the same screen', async () => {
  await counter.task('supplement');
  await counter.at('supplement-amount').fill('30');
  await counter.at('supplement-code').selectOption('goodwill');
  await counter.at('supplement-reason').fill('three days without supply');
  await counter.at('supplement-send').click();
  await expect(counter.at('second-name')).toBeFocused();
  await shot(counter.page, '3-second-person');
  await counter.secondPerson('zhao', ownPassword('zhao'));
  await expect(counter.at('problem')).toHaveAttribute('data-code', /own|second|approv/);
  await counter.secondPerson('miller', 'not her password');
  await expect(counter.at('problem')).toHaveAttribute('data-code', /wrong_password/);
  await counter.secondPerson('miller', ownPassword('miller'));
  await counter.is('done');
  await expect(counter.at('outcome-receipt')).not.toBeEmpty();
  await shot(counter.page, '3-supplement');
});

test('who asked and who signed stands in the office', async () => {
  await manager.goto('/office/approvals');
  const row = manager.getByTestId('table-approvals').locator('tbody tr.openable').first();
  await expect(row).toContainText('赵敏');
  await expect(row).toContainText('Ann Miller');
  await shot(manager, '3-approvals');
});

test('the card is lost with 30.00 on it: a new one carries them, the old one is dead in the meter', async () => {
  oldCard = card;
  await bench.put(oldCard, 'wallet');
  await counter.is('idle');
  card = (await bench.wallet()).find((each) => each !== oldCard)!;
  await bench.put(card, 'reader:0');
  await counter.is('unknown_card');
  await counter.at('unknown-replace').click();
  await counter.at('replace-search').fill(HIS_ACCOUNT);
  await counter.at(`replace-search-option-${HIS_ACCOUNT}`).click();
  await shot(counter.page, '3-replace');
  await counter.at('replace-send').click();
  await counter.is('done');

  await bench.visit(card, HIS_METER);
  expect(await credit()).toBe(180);
  await bench.put(oldCard, `meter:${HIS_METER}`);
  await expect(bench.meter(HIS_METER).error()).toBeVisible();
  expect(await credit()).toBe(180);
  await shot(bench.page, '3-old-card-dead');
  await bench.put(oldCard, 'wallet');
});

test('the old card is refused at the counter too', async () => {
  await bench.put(oldCard, 'reader:0');
  await counter.is('blocked_card');
  await expect(counter.at('no-sale')).toHaveAttribute('data-reason', /replaced|blocked|lost/);
  await shot(counter.page, '3-blocked-card');
  await bench.put(oldCard, 'wallet');
});

test('a receipt is printed for the first time once; printed again it keeps its number, and the reprint is counted', async () => {
  await counter.is('idle');
  await counter.task('reprint');
  await counter.at(`reprint-${receipt}`).click();
  await expect(counter.at('receipt-paper')).toContainText(receipt);
  await expect(counter.at('receipt-paper')).toContainText('not printed');
  await counter.at('receipt-reprint').click();
  await expect(counter.at('print-note')).toHaveAttribute('data-print', '0');
  // What the browser prints is the slip alone, on a sheet of the roll's width: 80 mm, or 58.
  for (const [columns, wide] of [[32, 164], [48, 227]] as const) {
    await counter.at(`receipt-${columns}`).click();
    await expect(counter.at('receipt-paper')).toContainText(receipt);
    const pdf = (await counter.page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(Math.round(Number(/\/MediaBox \[0 0 ([\d.]+)/.exec(pdf)![1]))).toBe(wide);
    expect(/\/Type \/Pages\s[^>]*\/Count (\d+)/.exec(pdf)![1]).toBe('1');
  }
  await counter.at('receipt-reprint').click();
  await expect(counter.at('print-note')).toHaveAttribute('data-print', '1');
  await expect(counter.at('receipt-paper')).toContainText('Reprint 1');
  await shot(counter.page, '3-reprint');
  await counter.page.keyboard.press('Escape');
  await counter.page.keyboard.press('Escape');
  await counter.page.keyboard.press('Escape');
});

test('the page is loaded anew while a sale runs: asked by its own key the answer is the same sale', async () => {
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
  const page = counter.page;
  page.once('dialog', (dialog) => void dialog.accept());
  const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/api/v1/sales'));
  await counter.sell('40');
  const request = await sent;
  await page.reload();
  const key = (request.postDataJSON() as { client_key: string }).client_key;
  const ask = async () => (await page.request.get(`/api/v1/sales/by-key/${key}`)).json() as Promise<{ outcome: string; sale: { number: string } }>;
  await expect.poll(async () => (await ask()).outcome).toBe('done');
  const first = await ask();
  const again = await page.request.post('/api/v1/sales', { data: request.postDataJSON(), headers: await request.allHeaders().then(onlyOwn) });
  expect(((await again.json()) as typeof first).sale.number).toBe(first.sale.number);
  await counter.is('unread_on_card');
  await expect(counter.at('unread')).toContainText('40.00');
});

test('the account is closed in two visits, and what the meter gave up is refunded, with what else is owed', async () => {
  await bench.visit(card, HIS_METER);
  const left = await credit();
  expect(left).toBe(220);
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
  await counter.task('close_account');
  await shot(counter.page, '3-close-order');
  await counter.at('close-send').click();
  await counter.is('done');

  await bench.visit(card, HIS_METER);
  await bench.meter(HIS_METER).shows({ relay: 'open' });
  expect(await credit()).toBe(0);

  await bench.put(card, 'reader:0');
  await counter.task('close_account');
  await expect(counter.at('close-refund')).toBeChecked();
  await counter.at('close-reason').fill('moves away');
  await shot(counter.page, '3-close-refund');
  await counter.at('close-send').click();
  if (await counter.at('second-name').or(counter.at('outcome')).first().waitFor().then(() => counter.at('second-name').isVisible())) {
    await counter.secondPerson('miller', ownPassword('miller'));
  }
  await counter.is('done');
  // 220.00 from the meter, and the 60.00 that were taken back and not paid out yet.
  await expect(counter.at('outcome-sum')).toContainText('280.00');
  await shot(counter.page, '3-closed');
});

test('the card of a closed account is refused', async () => {
  await counter.enter();
  await counter.is(/blocked_card|no_sale_customer/);
  await shot(counter.page, '3-closed-card');
});

test('a first sale above the usual limit is booked only when somebody said yes to this very sum', async () => {
  const booked = async (): Promise<number> => ((await (await counter.page.request.get('/api/v1/sales?page_size=1')).json()) as { total: number }).total;
  const before = await booked();
  await bench.put(card, 'wallet');
  await counter.is('idle');
  await bench.put((await bench.wallet()).find((each) => each !== oldCard && each !== card)!, 'reader:0');
  await counter.is('unknown_card');
  await counter.at('unknown-open').click();
  await counter.fillOpening(NEXT_ACCOUNT, '1500');
  const yes = counter.at('open-confirm-large_sale');
  for (const language of LANGUAGES) {
    await speak(counter.page, language);
    await expect(yes).not.toBeChecked();
    await accessible(counter.page, `an unusual first sale ${language}`);
    expect(await counter.at('open-account').innerText(), language).not.toMatch(/\b(confirm|open|word)\.[a-z_]+\b/);
    await shot(counter.page, `3-unusual-first-sale-${language}`);
  }
  await counter.at('open-next').click();
  await expect(counter.at('problem')).toHaveAttribute('data-code', 'confirmation_needed');
  expect(await booked()).toBe(before);
  await yes.check();
  await counter.at('open-step-first_sale').click();
  await counter.at('open-pay').fill('1600');
  await counter.at('open-next').click();
  await expect(yes).not.toBeChecked(); // it was said of another sum
  await yes.check();
  await counter.at('open-next').click();
  await counter.is('done');
  await expect(counter.at('outcome-sum')).toContainText(/1.?600[.,]00/);
  expect(await booked()).toBe(before + 1);
});

/** The headers that the console itself set. */
function onlyOwn(headers: Record<string, string>): Record<string, string> {
  return { 'x-csrf-token': headers['x-csrf-token']!, 'idempotency-key': headers['idempotency-key']! };
}
