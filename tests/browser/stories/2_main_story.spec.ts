import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { Bench, type Meter } from '../house/bench';
import { Counter } from '../house/counter';
import { kwotaFor } from '../house/kwota';
import { person, secondWindow } from '../house/people';
import { shot } from '../house/shots';

// The main story: a sale travels from the counter, on a card, into a meter – and the meter's answer comes back.
// 高海玉 lives at the first service point of the sample utility; his meter hangs on the bench, his account waits for its card.

const HIS_ACCOUNT = '100001';
const HIS_METER = '412600000011';
const HOUR = 3600;

const kwota = kwotaFor('2_main_story');
let counter: Counter;
let bench: Bench;
let meter: Meter;
let card = '';
let firstReceipt = '';

test('the cashier signs in and opens her shift with the float in the drawer', async ({ browser }) => {
  counter = new Counter(await person(browser, kwota, 'wang'));
  bench = new Bench(await secondWindow(counter.page, 'wang'));
  meter = bench.meter(HIS_METER);
  await counter.open();
  await counter.takeTill('E01', 'T1');
  await shot(counter.page, '2-open-shift');
  await counter.openShift('200');
  await counter.is('idle');
  await shot(counter.page, '2-idle');
});

test('a blank card is drawn with the mouse onto the reader, and the counter says that it is blank', async () => {
  await bench.open();
  await shot(bench.page, '2-bench-at-first');
  card = (await bench.wallet())[0]!;
  await bench.drag(card, 'reader:0');
  await counter.is('unknown_card');
  await expect(counter.at('unknown-card')).toHaveAttribute('data-reason', 'blank_card');
  await shot(counter.page, '2-blank-card');
});

test('his account is opened with a first sale of 100.00, and the card is personalised', async () => {
  await counter.openAccount(HIS_ACCOUNT, '100');
  await counter.is('done');
  await expect(counter.at('outcome-sum')).toContainText('100.00');
  firstReceipt = await counter.receiptNumber();
  await shot(counter.page, '2-opened');
});

test('the receipt is there on the screen, as PDF and as plain text', async () => {
  await counter.at('outcome-print').click();
  const paper = counter.at('receipt-paper');
  await expect(paper).toContainText(firstReceipt);
  await expect(paper).toContainText('100.00');
  await expect(paper).toContainText(HIS_METER);
  await shot(counter.page, '2-receipt');

  const file = async (kind: 'pdf' | 'text'): Promise<Buffer> => {
    const download = counter.page.waitForEvent('download');
    await counter.at(`receipt-${kind}`).click();
    return readFileSync((await (await download).path())!);
  };
  expect((await file('pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  const text = (await file('text')).toString('utf8');
  expect(text).toContain('Reprint 1'); // the PDF was the first print
  expect(text).toContain(firstReceipt);
  for (const line of text.split('\n')) expect(columns(line), line).toBeLessThanOrEqual(48);
  await counter.page.keyboard.press('Escape');
});

test('lifting the card calls the next customer', async () => {
  await bench.put(card, 'wallet');
  await counter.is('idle');
});

test('at home the meter takes the card once, opens its account and closes the relay', async () => {
  await meter.shows({ count: '0' });
  await bench.put(card, `meter:${HIS_METER}`);
  await meter.finished();
  await meter.shows({ count: '1', relay: 'closed' });
  await meter.has('account_open');
  expect(await meter.remaining()).toBe(100);
  await shot(bench.page, '2-meter-took-the-card');
  await bench.put(card, 'wallet');
  await bench.put(card, `meter:${HIS_METER}`);
  await meter.finished();
  await meter.shows({ count: '1' });
  expect(await meter.remaining()).toBe(100);
  await bench.put(card, 'wallet');
});

test('a load is switched on, time runs faster, the display cycles and the credit burns', async () => {
  await meter.load(10_000);
  const shown = new Set<string>();
  await bench.page.getByTestId('speed-3600').click();
  await expect.poll(async () => {
    shown.add((await bench.page.getByTestId(`lcd-${HIS_METER}`).getAttribute('data-page')) ?? '');
    return shown.size;
  }, { timeout: 60_000 }).toBeGreaterThan(2);
  await expect.poll(() => meter.remaining()).toBeLessThan(95);
  await bench.page.getByTestId('speed-1').click();
});

test('alarm 1 warns, alarm 2 trips with credit left, and the key resumes the supply', async () => {
  while ((await meter.remaining()) > 20) await bench.leap(HOUR);
  await meter.has('alarm1');
  await meter.shows({ relay: 'closed' });
  await shot(bench.page, '2-alarm-1');
  while ((await meter.remaining()) > 5) await bench.leap(HOUR);
  await meter.has('alarm2');
  await meter.shows({ relay: 'open' });
  expect(await meter.remaining()).toBeGreaterThan(4);
  await shot(bench.page, '2-alarm-2');
  await meter.press('key-long');
  await meter.shows({ relay: 'closed' });
  await meter.has('alarm2_resumed');
});

test('at zero the meter disconnects for good', async () => {
  while ((await meter.remaining()) > 0) await bench.leap(HOUR);
  await meter.shows({ relay: 'open' });
  expect(await meter.remaining()).toBe(0);
  await shot(bench.page, '2-zero');
});

test('the card brings the meter\'s word back: read by itself, and nothing is missing', async () => {
  await bench.put(card, `meter:${HIS_METER}`);
  await meter.finished();
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
  await expect(counter.at('account-number')).toHaveText(HIS_ACCOUNT);
  await expect(counter.at('meter-number')).toHaveAttribute('data-value', HIS_METER);
  await expect(counter.at('credit-left')).toContainText('0.00');
  const sums = counter.at('counter-reconciliation');
  await expect(sums).toBeVisible();
  await shot(counter.page, '2-statement');
});

test('sold in three keys: the amount, Enter, Enter', async () => {
  await bench.put(card, 'wallet');
  await counter.is('idle');
  const put = await bench.put(card, 'reader:0');
  const recognised = (await counter.when('recognised')) - put;
  await expect(counter.at('counter-amount')).toBeFocused();

  await counter.page.keyboard.type('10', { delay: 60 });
  await counter.is('quoted');
  await expect(counter.at('quote-total')).toContainText('10.00');
  await counter.page.evaluate(() => {
    const noted = window as unknown as { keyAt: number; quotedAt: number };
    window.addEventListener('keydown', () => { noted.keyAt = Date.now(); noted.quotedAt = 0; }, true);
    new MutationObserver(() => {
      if (noted.quotedAt === 0 && document.querySelector('[data-testid="quote-total"]')?.textContent?.includes('100.00')) noted.quotedAt = Date.now();
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  await counter.page.keyboard.type('0');
  await expect(counter.at('quote-total')).toContainText('100.00');
  const quoted = await counter.page.evaluate(() => {
    const noted = window as unknown as { keyAt: number; quotedAt: number };
    return noted.quotedAt - noted.keyAt;
  });
  await shot(counter.page, '2-quoted');

  await counter.enter();
  const done = await counter.when('done');
  const sold = done - (await counter.page.evaluate(() => (window as unknown as { keyAt: number }).keyAt));
  await expect(counter.at('outcome-should-show')).toContainText('100.00');
  await shot(counter.page, '2-done');
  await counter.enter();
  await expect(counter.at('counter-state')).not.toHaveText('done');

  console.log(`    put down -> recognised ${recognised} ms, keystroke -> quote ${quoted} ms, Enter -> done ${sold} ms`);
  test.info().annotations.push({ type: 'measured', description: `recognised ${recognised} ms, quote ${quoted} ms, done ${sold} ms` });
});

test('the meter takes the second sale, its lamp blinks that it may close, and the held key connects the supply again', async () => {
  await bench.put(card, `meter:${HIS_METER}`);
  await meter.finished();
  await meter.shows({ count: '2', lamp: 'blink' });
  await meter.press('key-long');
  await meter.shows({ relay: 'closed' });
  expect(await meter.remaining()).toBeGreaterThan(99);
  await shot(bench.page, '2-connected-again');
});

test('the next contact settles the sale: sold equals taken in, nothing is under way', async () => {
  await bench.put(card, 'wallet');
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
  const sale = counter.at('panel-last-sales').locator('[data-state="applied"]');
  await expect(sale).not.toHaveCount(0);
  await shot(counter.page, '2-settled');
});

/** Columns of a slip printer: Chinese characters take two. */
function columns(line: string): number {
  return [...line].reduce((sum, character) => sum + (/[ᄀ-￦]/.test(character) && /[⺀-鿿＀-｠]/.test(character) ? 2 : 1), 0);
}
