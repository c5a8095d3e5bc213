import { expect, test, type Page } from '@playwright/test';
import { accessible, noSidewaysScroll } from '../house/access';
import { Carrier, Hands, withTwo } from '../house/api';
import { Counter } from '../house/counter';
import { kwotaFor } from '../house/kwota';
import { ownPassword, person } from '../house/people';
import { shot } from '../house/shots';

// A farmer's irrigation card: the money is on the card itself. He applies, the station grants it, a blank card becomes his with the first money; he loads, a load
// is torn and settled when the card is back, money comes off, the card is lost and replaced, and in the end the account is closed.
// The cashier Zhao Min is supervisor and grants nothing that she has entered; Wang enters, Miller signs as the second person.

const kwota = kwotaFor('21_purse_card');
const LANGUAGES = ['zh', 'ru', 'en'] as const;
const AREA = '11010001';
const OTHER_AREA = '11010002';
const LOOK = 4; // of the card's commands

let counter: Counter;
let manager: Page;
let bench: Carrier;
let clerk: Hands;
let card = '';
let account = '';

/** The state that stands on the screen, in three languages; in a browser that is set to dark, too. */
async function pictures(name: string): Promise<void> {
  for (const language of LANGUAGES) {
    await counter.at(`language-${language}`).click();
    await expect(counter.page.locator('html')).toHaveAttribute('lang', { en: 'en', zh: 'zh-CN', ru: 'ru' }[language]);
    await accessible(counter.page, `purse ${name} ${language}`);
    await noSidewaysScroll(counter.page, `purse ${name} ${language}`);
    await shot(counter.page, `21-${name}-${language}`);
  }
  await counter.page.emulateMedia({ colorScheme: 'dark' });
  await accessible(counter.page, `purse ${name} in the dark, en`);
  await counter.page.emulateMedia({ colorScheme: 'light' });
  await counter.page.evaluate(() => (document.querySelector<HTMLElement>('#amount') ?? (document.activeElement as HTMLElement | null))?.[document.querySelector('#amount') ? 'focus' : 'blur']());
}

async function balanceIs(text: string): Promise<void> {
  await expect(counter.at('purse-balance')).toContainText(text);
}

/** Amount, Enter, Enter. */
async function load(amount: string): Promise<void> {
  await counter.is('recognised');
  await counter.at('counter-amount').fill(amount);
  await counter.enter();
  await counter.is('quoted');
  await counter.enter();
  await expect(counter.at('counter-state')).not.toHaveText('quoted');
  if ((await counter.at('counter-state').textContent()) === 'confirm') await counter.at('confirm-yes').click();
}

test('a farmer applies, and the station grants it', async ({ browser }) => {
  const zhao = await person(browser, kwota, 'zhao');
  const wang = await person(browser, kwota, 'wang');
  manager = await person(browser, kwota, 'miller');
  counter = new Counter(zhao);
  bench = new Carrier(new Hands(manager));
  clerk = new Hands(wang);
  const station = new Hands(zhao);
  await station.post('/area-numbers', { number: AREA, name: '东河滩机井', village: 'V01', station: 'E01' });
  await station.post('/area-numbers', { number: OTHER_AREA, name: '磨坊机井', village: 'V01', station: 'E01' });
  const farmer = await station.post('/customers', { name: '刘大田', kind: 'person', identity_number: 'F-21', phone: '13800000021' });
  const asked = await clerk.post('/purse-applications', { customer: farmer['number'], village: 'V01', area_1: AREA, price_class: 1, remark: '' });
  const granted = await station.post(`/purse-applications/${asked['number']}/grant`);
  account = String(granted['account']);
});

test('a blank card on the reader: his name is chosen, and it is to become his', async () => {
  await counter.open();
  await counter.takeTill('E01', 'T1');
  await counter.openShift('500');
  card = await bench.newCard();
  await bench.put(card, 'reader:0');
  await counter.is('unknown_card');
  await expect(counter.at('unknown-purse')).toBeVisible();
  await pictures('blank');
  await counter.page.keyboard.press('f');
  await expect(counter.at('first-load-search')).toBeFocused();
  await expect(counter.at(`first-load-search-option-${account}`)).toContainText('刘大田');
  await shot(counter.page, '21-whose');
  await counter.enter();
  await counter.is('recognised');
  await expect(counter.at('customer-name')).toHaveText('刘大田');
  await expect(counter.at('purse-village')).toHaveText('城东村');
  await expect(counter.at('counter-amount')).toBeFocused();
});

test('the first money makes his card: amount, Enter, Enter', async () => {
  await counter.page.keyboard.type('200');
  await counter.enter();
  await counter.is('quoted');
  await expect(counter.at('load-after')).toContainText('200.00');
  await pictures('first-quote');
  await counter.enter();
  await counter.is('done');
  await expect(counter.at('outcome-should-show')).toContainText('200.00');
  await shot(counter.page, '21-first-done');
  await counter.enter();
  await counter.is('recognised');
  await balanceIs('200.00');
  await expect(counter.at('account-number')).toHaveText(account);
  await pictures('card');
});

test('he loads 50.00 more: the card says before and after', async () => {
  await counter.at('counter-amount').fill('50');
  await counter.enter();
  await counter.is('quoted');
  await expect(counter.at('load-before')).toContainText('200.00');
  await expect(counter.at('load-after')).toContainText('250.00');
  await counter.at('counter-amount').fill('51'); // another amount is another question
  await counter.is('recognised');
  await load('50');
  await counter.is('done');
  await counter.enter();
  await balanceIs('250.00');
  await expect(counter.at('purse-moves')).toContainText('50.00');
});

test('he shall water at other wells, too: the books know it at once, and the card after its next contact', async () => {
  await bench.put(card, 'wallet');
  await counter.is('idle');
  await counter.at('search').fill(account);
  await counter.at(`search-option-${account}`).click();
  await counter.is('needs_card');
  await counter.task('purse_areas');
  await counter.at('purse-areas-field').fill(OTHER_AREA);
  await counter.at(`purse-areas-field-option-${OTHER_AREA}`).click();
  await pictures('areas');
  await counter.at('purse-areas-send').click();
  await expect(counter.at('purse-areas-wait')).toBeVisible();
  await expect(counter.at('panel-customer')).toContainText(OTHER_AREA);
  await pictures('areas-wait');
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
  await expect(counter.at('purse-areas-wait')).toHaveCount(0);
  await expect(counter.at('panel-customer')).toContainText(OTHER_AREA);
});

test('what cannot be loaded is said before anything is booked', async () => {
  await counter.at('counter-amount').fill('9999999');
  await counter.enter();
  await expect(counter.at('counter-hint')).not.toBeEmpty();
  await counter.is('recognised');
  await shot(counter.page, '21-too-much');
  await counter.page.keyboard.press('Escape');
});

test('a load is torn, and nobody knows yet what the card has', async () => {
  let torn = false;
  // Lifted during a command: too late the load is done, too early nothing was booked; between them lies the one that credits.
  for (let commands = 12; commands > 0 && !torn; --commands) {
    await counter.is('recognised');
    await counter.at('counter-amount').fill('30');
    await counter.enter();
    await counter.is('quoted');
    await counter.calm();
    await counter.looked();
    await bench.hands.post(`/bench/cards/${card}/pull`, { at_command: commands });
    await counter.enter();
    await expect(counter.at('counter-state')).toHaveText(/^(confirm|done|idle|not_done|card_removed|not_yet_known)$/);
    if ((await counter.at('counter-state').textContent()) === 'confirm') await counter.at('confirm-yes').click();
    await expect(counter.at('counter-state')).toHaveText(/^(done|idle|not_done|card_removed|not_yet_known)$/);
    torn = /card_removed|not_yet_known/.test((await counter.at('counter-state').textContent())!);
    if (torn) break;
    await bench.put(card, 'wallet');
    await counter.page.keyboard.press('Escape');
    await counter.is('idle');
    await bench.put(card, 'reader:0');
  }
  expect(torn).toBe(true);
  await pictures('torn');
});

test('the page is closed over it; at the next contact the card settles it, it is loaded once, and that is said', async () => {
  const before = await clerk.get(`/purse-moves?filter.account=${account}`);
  await bench.put(card, 'wallet');
  await counter.open();
  await bench.put(card, 'reader:0');
  await counter.is('in_doubt_found');
  await expect(counter.at('in-doubt')).toHaveAttribute('data-outcome', 'done');
  await pictures('settled');
  const after = await clerk.get(`/purse-moves?filter.account=${account}`);
  expect((after['rows'] as object[]).length).toBe((before['rows'] as object[]).length + 1);
  await counter.enter();
  await counter.is('recognised');
});

test('money comes off the card, is owed, and paid out', async () => {
  const held = Number((await clerkLook())['balance']);
  await counter.task('purse_deduct');
  await counter.at('deduct-amount').fill('20');
  await counter.at('deduct-reason').fill('typed 50, wanted 30');
  await shot(counter.page, '21-deduct');
  await accessible(counter.page, 'purse deduct en');
  await counter.enter();
  await counter.is('done');
  await expect(counter.at('outcome-sum')).toContainText('20.00');
  await counter.enter();
  await balanceIs((held - 20).toFixed(2));
  await expect(counter.at('purse-owed')).toContainText('20.00');
  await counter.task('purse_pay_out');
  await expect(counter.at('pay-out-amount')).toHaveValue('20.00');
  await counter.at('pay-out-send').click();
  await counter.is('done');
  await counter.enter();
  await expect(counter.at('purse-owed')).toHaveCount(0);
});

/** Another farmer's application is granted, and the blank card on the reader becomes his. */
async function takenBy(name: string, identity: string): Promise<void> {
  const station = new Hands(counter.page);
  const farmer = await station.post('/customers', { name, kind: 'person', identity_number: identity });
  const asked = await clerk.post('/purse-applications', { customer: farmer['number'], village: 'V01', area_1: AREA, price_class: 1, remark: '' });
  account = String((await station.post(`/purse-applications/${asked['number']}/grant`))['account']);
  await counter.is('unknown_card');
  await counter.page.keyboard.press('f');
  await expect(counter.at(`first-load-search-option-${account}`)).toContainText(name);
  await counter.enter();
  await load('80');
  await counter.is('done');
  await counter.enter();
  await counter.is('recognised');
  await expect(counter.at('customer-name')).toHaveText(name);
  await balanceIs('80.00');
}

/** The first step of closing: the card has proved that it is empty. */
async function emptied(): Promise<void> {
  await counter.task('purse_close');
  await counter.at('purse-close-send').click();
  await counter.is('done');
  await counter.enter();
}

/** What the card says to her till. */
async function clerkLook(): Promise<{ [name: string]: unknown }> {
  return new Hands(counter.page).post('/purses/look', {});
}

test('a supplement needs a reason; the menu says what is lacking for the rest', async () => {
  await counter.page.keyboard.press('F10');
  await expect(counter.at('task-purse_replace')).toHaveAttribute('aria-disabled', 'true');
  await pictures('menu');
  await counter.at('task-purse_supplement').click();
  await counter.at('supplement-amount').fill('5');
  await counter.at('supplement-code').selectOption('goodwill');
  await counter.at('supplement-reason').fill('the pump stood still');
  await shot(counter.page, '21-supplement');
  await counter.at('supplement-send').click();
  await expect(counter.at('second-person').or(counter.at('outcome'))).toBeVisible();
  if (await counter.at('second-person').isVisible()) await counter.secondPerson('miller', ownPassword('miller'));
  await counter.is('done');
  await counter.enter();
  await counter.is('recognised');
});

test('the card is lost: blocked without it, and a new one is made of a blank card', async () => {
  const held = Number((await clerkLook())['balance']);
  await bench.put(card, 'wallet');
  await counter.is('idle');
  await counter.at('search').fill(account);
  await counter.at(`search-option-${account}`).click();
  await counter.is('needs_card');
  await pictures('at-home');
  await counter.task('purse_block');
  await counter.at('block-reason').fill('lost in the field');
  await counter.at('block-send').click();
  await expect(counter.at('purse-blocked')).toContainText(held.toFixed(2));
  await shot(counter.page, '21-blocked');
  await counter.at('purse-blocked-leave').click();
  const lost = card;
  card = await bench.newCard();
  await bench.put(card, 'reader:0');
  await expect(counter.at('way-purse_replace')).toBeVisible();
  await shot(counter.page, '21-replace');
  await counter.at('way-purse_replace').click();
  await accessible(counter.page, 'purse replace en');
  await counter.at('purse-replace-send').click();
  await counter.is('done');
  await counter.enter();
  await counter.is('recognised');
  await balanceIs('0.00');
  await expect(counter.at('purse-waiting')).toContainText(held.toFixed(2));
  await bench.put(card, 'wallet');
  await bench.put(lost, 'reader:0');
  await counter.is('blocked_card');
  await pictures('found-again');
  await bench.put(lost, 'wallet');
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
});

test('what the lost one held is paid over by two persons, after the waiting time', async () => {
  await counter.task('purse_pay_over');
  await counter.at('pay-over-send').click();
  await expect(counter.at('problem')).toHaveAttribute('data-code', 'waits_until');
  await shot(counter.page, '21-pay-over');
  await accessible(counter.page, 'purse pay over en');
  await counter.page.keyboard.press('Escape');
  await counter.page.keyboard.press('Escape');
  await counter.is('recognised');
  await counter.task('purse_close');
  await counter.at('purse-close-send').click();
  await expect(counter.at('problem')).toHaveAttribute('data-code', 'purse_waits');
  await counter.page.keyboard.press('Escape');
  await counter.page.keyboard.press('Escape');
  await clerk.post('/bench/clock', { advance_s: 15 * 24 * 3600 });
  const held = await counter.at('purse-waiting').textContent();
  await counter.task('purse_pay_over');
  await counter.at('pay-over-send').click();
  await counter.secondPerson('miller', ownPassword('miller'));
  await counter.is('done');
  await counter.enter();
  await expect(counter.at('purse-waiting')).toHaveCount(0);
  expect(held).toContain(await counter.at('purse-balance').textContent());
});

test('he gives it up: the card is emptied, paid out, and the account is closed', async () => {
  await bench.put(card, 'wallet');
  await counter.is('idle');
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
  const held = Number((await clerkLook())['balance']);
  await load('40');
  await counter.is('done');
  await counter.enter();
  await balanceIs((held + 40).toFixed(2));
  await emptied();
  await counter.is('no_sale_customer');
  await expect(counter.at('purse-closing')).toBeVisible();
  await pictures('closing');
  await counter.at('way-purse_close').click();
  await expect(counter.at('purse-close-finish')).toBeChecked();
  await counter.at('purse-close-send').click();
  await expect(counter.at('second-person').or(counter.at('outcome'))).toBeVisible();
  if (await counter.at('second-person').isVisible()) await counter.secondPerson('miller', ownPassword('miller'));
  await counter.is('done');
  await expect(counter.at('outcome-sum')).toContainText((held + 40).toFixed(2));
  await counter.enter();
  await bench.put(card, 'wallet');
  await counter.is('idle');
  await shot(counter.page, '21-closed');
});

test('his card was cleared with his account: a blank card again, to be issued to the next one', async () => {
  await bench.put(card, 'reader:0');
  await counter.is('unknown_card');
  await pictures('cleared');
});

test('the next one takes it with his first money', async () => {
  await takenBy('王二丰', 'F-22');
});

test('he gives it up too, and takes his card away before it is cleared: paid out, closed, and the card comes back as nobody\'s', async () => {
  await emptied();
  await counter.is('no_sale_customer');
  await counter.at('way-purse_close').click();
  await counter.looked(); // what it asks by itself would be counted, too
  await bench.hands.post(`/bench/cards/${card}/pull`, { at_command: LOOK + 1 }); // paid out without a second person: looked at once
  await counter.at('purse-close-send').click();
  await counter.is('done'); // what is to be paid out stays on the screen though the card is gone
  await expect(counter.at('outcome-sum')).toContainText('80.00');
  await expect(counter.at('outcome-not-cleared')).toBeVisible();
  await pictures('not-cleared');
  await counter.enter();
  await bench.put(card, 'wallet');
  await counter.is('idle');
  expect(((await clerk.get(`/purses?filter.account=${account}`))['rows'] as { state: string }[])[0]!.state).toBe('closed');
  await bench.put(card, 'reader:0');
  await counter.is('no_sale_customer');
  await expect(counter.at('purse-returned')).toBeVisible();
  await expect(counter.at('counter-amount')).toHaveCount(0);
  await pictures('returned');
});

test('it is cleared at the counter, and a third farmer has it', async () => {
  await counter.at('purse-clear').click();
  await counter.is('unknown_card');
  await expect(counter.at('unknown-purse')).toBeVisible();
  await takenBy('赵小满', 'F-23');
});

/** Name, then where he waters: the counter's own dialog. */
async function opensFor(name: string): Promise<void> {
  await counter.page.keyboard.press('f');
  await counter.at('first-load-new').click();
  await counter.at('open-name').fill(name);
  await counter.at('open-purse-next').click();
  await counter.at('open-purse-village').fill('V01');
  await counter.at('open-purse-village-option-V01').click();
  await counter.at('open-purse-areas').fill(AREA);
  await counter.at(`open-purse-areas-option-${AREA}`).click();
  await counter.at('open-purse-class').fill('2');
}

test('somebody who is not listed applies at the counter, and waits for the station', async () => {
  await bench.put(card, 'wallet');
  await counter.is('idle');
  card = await bench.newCard();
  await bench.put(card, 'reader:0');
  await counter.is('unknown_card');
  await opensFor('孙新来');
  await pictures('open-wells');
  await counter.at('open-purse-next').click();
  await expect(counter.at('open-purse-reviewed')).toBeVisible();
  await pictures('open-reviewed');
  await counter.at('open-purse-next').click();
  await expect(counter.at('first-load-entered')).toBeVisible();
  const waits = ((await clerk.get('/purse-applications?filter.state=waiting'))['rows'] as { number: number; area_1: string; price_class: number }[])[0]!;
  expect([waits.area_1, waits.price_class]).toEqual([AREA, 2]);
  const granted = await new Hands(manager).post(`/purse-applications/${waits.number}/grant`);
  await counter.at('first-load-search').fill('孙新来');
  await expect(counter.at(`first-load-search-option-${granted['account']}`)).toBeVisible();
  await counter.page.keyboard.press('Escape');
});

test('where none is reviewed the counter opens his account, makes his card and loads it in one go', async ({ browser }) => {
  const petrov = await person(browser, kwota, 'petrov');
  await withTwo(new Hands(manager), new Hands(petrov), '/settings', { name: 'purse_review', value: '0', reason: 'a small county' });
  await counter.page.reload();
  await counter.is('unknown_card');
  await opensFor('周一趟');
  await counter.at('open-purse-next').click();
  await counter.at('open-purse-next').click();
  await expect(counter.page.locator('#open-purse-pay-error')).toBeVisible();
  await counter.at('open-purse-pay').fill('120');
  await pictures('open-money');
  await counter.at('open-purse-next').click();
  await expect(counter.at('open-purse-check')).toContainText('120.00');
  await pictures('open-check');
  await counter.at('open-purse-next').click();
  await counter.is('done');
  await expect(counter.at('outcome-should-show')).toContainText('120.00');
  await counter.enter();
  await counter.is('recognised');
  await expect(counter.at('customer-name')).toHaveText('周一趟');
  await balanceIs('120.00');
});
