import { expect, test } from '@playwright/test';
import { accessible } from '../house/access';
import { Hands } from '../house/api';
import type { Bench } from '../house/bench';
import type { Counter } from '../house/counter';
import { firstSale } from '../house/first_sale';
import { tabTo } from '../house/keys_alone';
import { kwotaFor } from '../house/kwota';
import { ownPassword, person } from '../house/people';
import { shot } from '../house/shots';

// Zhao Jun moves a customer from his card to the server at her window: what is within reach is offered, the meter gives up what it holds, two people agree.

const ACCOUNT = '100002';
const OLD = '412600000148';
const NEW = '412600009101';
const THIRD = '412600009204';

const kwota = kwotaFor('38_another_scheme');
let bench: Bench;
let counter: Counter;
let card = '';

test('an account is open, and a meter of the office hangs on a line', async ({ browser }) => {
  ({ bench, counter, card } = await firstSale(browser, kwota, { cashier: 'zhao', account: ACCOUNT, pay: '100' }));
  await person(browser, kwota, 'miller');
  const technician = new Hands(await person(browser, kwota, 'tech'));
  await bench.visit(card, OLD);
  const hands = new Hands(bench.page);
  await hands.post('/bench/meters', { number: NEW, model: 'DDZY1352Y' });
  await technician.post('/meters', { number: NEW, model: 'DDZY1352Y' });
  await technician.post('/meters', { number: THIRD, model: 'DDSY1352' });
  const hung = await hands.post(`/bench/meters/${NEW}/line`, { fault: '' });
  const there = hung['meters'].find((one: { number: string }) => one.number === NEW);
  await technician.put(`/links/${NEW}`, { address: there.line.address });
});

test('what is within reach is offered, and what is not says why', async () => {
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
  await counter.task('change_scheme');
  await expect(counter.at('scheme-to-server_account')).toBeEnabled();
  await expect(counter.at('scheme-to-volume_card')).toBeDisabled();
  await accessible(counter.page, 'the schemes of an account');
  await counter.at('scheme-to-server_account').check();
  await expect(counter.at('scheme_change-order')).toBeChecked();
  await counter.at('scheme-send').click();
  await counter.is('done');
  await bench.visit(card, OLD);
});

test('the account goes to the server, by two', async () => {
  await bench.put(card, 'reader:0');
  await counter.is('no_sale_customer');
  await counter.task('change_scheme');
  await counter.at('scheme-to-server_account').check();
  await counter.at('scheme-send').click();
  await expect(counter.page.locator('.field-error')).toHaveCount(2);
  await expect(counter.at('scheme-number'), 'the first that is missing has the focus').toBeFocused();
  await expect(counter.at('scheme-number')).toHaveAccessibleDescription('This must be filled in.');
  await counter.at('scheme-number').fill(NEW);
  await counter.at('scheme-alarm').fill('10.00');
  await counter.at('scheme-reason').fill('one bill');
  await accessible(counter.page, 'a change of scheme');
  await shot(counter.page, '38-change');
  await counter.at('scheme-send').click();
  await counter.at('second-name').or(counter.at('outcome')).first().waitFor();
  await counter.secondPerson('miller', ownPassword('miller'));
  await counter.is('done');
  await shot(counter.page, '38-changed');
});

test('and back onto a card by keys alone: what is missing has the focus, a refusal is seen beside it', async () => {
  const { page } = counter;
  await toTheCard();
  await tabTo(page, 'scheme-reason');
  await counter.calm();
  await page.keyboard.press('Enter');
  await expect(counter.at('scheme-number')).toBeFocused();
  await page.keyboard.type(THIRD);
  await tabTo(page, 'scheme-reason');
  await page.keyboard.type('no line there');
  await counter.calm();
  await page.keyboard.press('Enter');
  await expect(counter.at('problem'), 'a card that went out of use lies there').toHaveAttribute('data-code', 'blocked_card');
  await expect(counter.at('problem'), 'that is said where it is seen').toBeInViewport();
  await expect(counter.at('scheme-reason'), 'the focus is where it was').toBeFocused();
  await accessible(page, 'a refusal above a long form');
  await shot(page, '38-refused');
});

test('the blank card may lie there before, and it may be put down, lifted and put down again: the work stays as it was typed', async () => {
  const { page } = counter;
  await bench.put(card, 'wallet');
  const blank = await bench.newCard();
  await bench.put(blank, 'reader:0');
  await page.goto('/counter');
  await counter.is('unknown_card');
  await page.keyboard.press('F2');
  await page.keyboard.type(ACCOUNT);
  await expect(page.locator('[data-testid^="search-option-"]')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(counter.at('account-number'), 'found by search beside a blank card').toContainText(ACCOUNT);
  await counter.is('recognised');
  await expect(counter.at('counter-amount'), 'the balance is at the server: there is nothing to choose about a card').toBeFocused();
  await expect(counter.at('unknown-card')).toHaveCount(0);
  await expect(counter.at('counter-say')).toHaveText('The balance is at the server: type what the customer pays, then Enter.');
  await expect(counter.at('card-serial'), 'the blank card is not his').toHaveCount(0);
  await page.keyboard.type('20');
  await expect(counter.at('balance-after')).toBeVisible();
  await counter.enter();
  await counter.at('outcome').or(counter.at('confirm-yes')).first().waitFor();
  if ((await counter.at('counter-state').textContent()) === 'confirm') await counter.at('confirm-yes').click(); // the second payment within minutes
  await counter.is('done');
  await expect(counter.at('counter-say'), 'lifting a card that was not needed calls nobody').toHaveText('Done. Enter calls the next customer.');
  await bench.put(blank, 'wallet');
  await counter.is('done');
  await bench.put(blank, 'reader:0');
  await counter.enter();
  await counter.is('unknown_card');
  await shot(page, '38-blank-and-account');
  await toTheCard();
  await tabTo(page, 'scheme-number');
  await page.keyboard.type(THIRD);
  await tabTo(page, 'scheme-reason');
  await page.keyboard.type('his own card');
  for (const place of ['wallet', 'reader:0', 'wallet', 'reader:0']) {
    await bench.put(blank, place);
    await expect(counter.at('counter-state')).toHaveText('recognised');
    await expect(counter.at('scheme-number'), 'what was typed is there').toHaveValue(THIRD);
    await expect(counter.at('scheme-reason'), 'and the focus').toBeFocused();
  }
  await counter.enter();
  await expect(counter.at('second-name')).toBeFocused();
  await page.keyboard.type('miller');
  await page.keyboard.press('Tab');
  await page.keyboard.type(ownPassword('miller'));
  await counter.enter();
  await counter.is('done');
  await shot(page, '38-onto-the-blank');
});

/** The account, its other work, and the way to a card, without a mouse. */
async function toTheCard(): Promise<void> {
  const { page } = counter;
  await page.goto(`/counter?account=${ACCOUNT}`);
  await expect(counter.at('account-number')).toContainText(ACCOUNT);
  await page.keyboard.press('F10');
  await page.keyboard.press((await counter.at('task-change_scheme').locator('kbd').textContent())!);
  await expect(counter.at('change-scheme').locator('input[type=radio]:focus')).toHaveCount(1);
  for (let stops = 0; stops < 12 && !(await counter.at('scheme-to-fee_control_card').isChecked()); ++stops) await page.keyboard.press('ArrowDown');
  await expect(counter.at('scheme-to-fee_control_card')).toBeChecked();
}
