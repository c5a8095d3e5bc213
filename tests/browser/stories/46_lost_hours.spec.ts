import { expect, test, type Page } from '@playwright/test';
import { accessible, noSidewaysScroll } from '../house/access';
import { Carrier, Hands } from '../house/api';
import { Counter } from '../house/counter';
import { Farm } from '../house/farm';
import { kwotaFor } from '../house/kwota';
import { ownPassword, person, speak, typeSignIn } from '../house/people';
import { shot } from '../house/shots';

// The books are put back to an older copy, and farmers come with cards that were made in the hours between. The supervisor Zhao takes over what such a card proves, the
// manager Miller agrees at the same screen; for a card that was made after a lost one both say what became of the money on that one. Between the pictures there are only keys.

const kwota = kwotaFor('46_lost_hours');
const LANGUAGES = ['zh', 'ru', 'en'] as const;
const STOPS_MAX = 40; // of Tab around the page
const REASON = 'books of last night';

interface Farmer { account: string; card: string }

let counter: Counter;
let farm: Farm;
const windows: { [name: string]: Page } = {};
let newcomer: Farmer;
let patient: Farmer; // what his lost card held waits
let paid: Farmer; // it was paid over to his next one

/** The state on the screen in three languages; the keys go on where they were. */
async function pictures(name: string, testid: string): Promise<void> {
  for (const language of LANGUAGES) {
    await speak(counter.page, language);
    await accessible(counter.page, `lost hours ${name} ${language}`);
    await noSidewaysScroll(counter.page, `lost hours ${name} ${language}`);
    await shot(counter.page, `46-${name}-${language}`);
  }
  await counter.at(testid).focus();
}

/** Sessions ended with the program: everybody comes back with his own password, the supervisor to her till. */
async function backAtWork(): Promise<void> {
  for (const [name, page] of Object.entries(windows)) {
    await page.goto('/sign-in');
    await typeSignIn(page, name, ownPassword(name));
    await expect(page.getByTestId('operator-menu')).toBeVisible();
  }
  await counter.open();
  await expect(counter.at('counter-state')).toHaveText(/^(no_till|idle)$/);
  if (await counter.at('till-choice').isVisible()) await counter.takeTill('E01', 'T1');
  await counter.is('idle');
}

/** From the band over the card to the form, whose first field is the reason. */
async function asks(): Promise<void> {
  await expect(counter.at('purse-not-in-books')).toBeVisible();
  await tabTo('way-purse_take_over');
  await counter.enter();
  await expect(counter.at('take-over-reason')).toBeFocused();
}

/** The same from the list of other work, whatever else that offers. */
async function asksFromTheList(): Promise<void> {
  await expect(counter.at('purse-not-in-books')).toBeVisible();
  await counter.page.keyboard.press('F10');
  await keyTo('ArrowRight', 'task-purse_take_over');
  await counter.enter();
  await expect(counter.at('take-over-reason')).toBeFocused();
}

const tabTo = (testid: string): Promise<void> => keyTo('Tab', testid);

/** That key until what has this test id has the focus. */
async function keyTo(key: string, testid: string): Promise<void> {
  const there = counter.at(testid);
  await expect(there).toBeVisible();
  for (let steps = 0; steps < STOPS_MAX && !(await there.evaluate((each) => each === document.activeElement)); ++steps) await counter.page.keyboard.press(key);
  await expect(there).toBeFocused();
}

/** Enter on a choice goes to the button and sends nothing; the next one sends. */
async function sends(): Promise<void> {
  await counter.enter();
  await expect(counter.at('take-over-send')).toBeFocused();
  await counter.enter();
}

/** Reads both sides in the screen's own words, signs, and the numbers stand in the books. */
async function agrees(parts: { [part: string]: string }): Promise<void> {
  await expect(counter.at('second-name')).toBeFocused();
  for (const [part, text] of Object.entries(parts)) await expect(counter.at(`proposal-${part}`)).toContainText(text);
  await counter.page.keyboard.type('miller');
  await counter.page.keyboard.press('Tab');
  await counter.page.keyboard.type(ownPassword('miller'));
  await counter.enter();
  await counter.is('done');
}

async function purses(account: string): Promise<{ state: string; balance: string; not_known: string }[]> {
  return ((await farm.clerk.get(`/purses?filter.account=${account}&sort=number`))['rows'] as { state: string; balance: string; not_known: string }[]);
}

test('a farmer has his application granted, two have money on their cards, and the books are copied', async ({ browser }) => {
  for (const name of ['zhao', 'wang', 'miller', 'audit']) windows[name] = await person(browser, kwota, name);
  counter = new Counter(windows['zhao']!);
  farm = new Farm(new Hands(counter.page), new Hands(windows['wang']!), new Hands(windows['wang']!), new Carrier(new Hands(windows['miller']!)));
  await farm.area();
  await counter.open();
  await counter.takeTill('E01', 'T1');
  await counter.openShift('500');
  newcomer = { account: await farm.granted('钱来'), card: await farm.carrier.newCard() };
  patient = await farm.farmer('孙等', '60');
  paid = await farm.farmer('周转', '70');
  await kwota.copied();
  await backAtWork();
});

test('in the hours after it the first card is made, and two lost ones are replaced; then the copy is put in place of the books', async () => {
  await farm.atTheTill(newcomer.card, 'unknown_card', () => farm.load(newcomer.account, '80'));
  for (const [farmer, pay] of [[patient, '25'], [paid, '90']] as const) {
    await farm.station.post(`/accounts/${farmer.account}/purse/block`, { reason: 'lost' });
    farmer.card = await farm.carrier.newCard();
    await farm.atTheTill(farmer.card, 'unknown_card', async () => {
      await farm.replaced(farmer.account);
      await farm.load(farmer.account, pay);
    });
  }
  await kwota.putBack();
  await backAtWork();
  expect(await purses(newcomer.account)).toMatchObject([{ state: 'granted' }]);
  expect(await purses(patient.account)).toMatchObject([{ state: 'active', balance: '60.00' }]);
});

test('a first card that no book knows: the counter offers to take it over, two persons agree, and the account has it', async () => {
  await farm.carrier.put(newcomer.card, 'reader:0');
  await counter.is('no_sale_customer');
  await pictures('first-card', 'way-purse_take_over');
  await asks();
  await counter.enter();
  await expect(counter.at('take-over-reason')).toHaveAttribute('aria-invalid', 'true');
  await counter.page.keyboard.type(REASON);
  await pictures('first-form', 'take-over-reason');
  await counter.enter();
  await expect(counter.at('second-person')).toBeVisible();
  await expect(counter.at('proposal-lost_rest')).toHaveCount(0);
  await pictures('first-second-person', 'second-name');
  await agrees({ counted_by_card: '1', counted_by_books: '0', shown_by_card: '80.00', sum: '80.00', reason: REASON });
  await pictures('first-done', 'outcome-next');
  const sale = counter.at(`last-sale-${await counter.at('outcome-receipt').innerText()}`);
  await expect(sale).toContainText('Taken over'); // no money passed the till, and no 0.00 says so
  await expect(sale).not.toContainText('0.00');
  await counter.enter();
  await counter.is('recognised');
  await expect(counter.at('customer-name')).toHaveText('钱来');
  await expect(counter.at('purse-balance')).toContainText('80.00');
  expect(await purses(newcomer.account)).toMatchObject([{ state: 'active', balance: '80.00' }]);
  await farm.carrier.put(newcomer.card, 'wallet');
  await counter.is('idle');
});

test('a card that was made after a lost one: the page asks what became of the money on that one, and it waits', async () => {
  await farm.carrier.put(patient.card, 'reader:0');
  await asks();
  await expect(counter.at('take-over-rest')).toHaveCount(0);
  await counter.page.keyboard.type(REASON);
  await counter.enter();
  await expect(counter.at('take-over-rest')).toBeVisible();
  await expect(counter.at('problem')).toContainText('60.00');
  await pictures('rest-asked', 'take-over-reason');
  await tabTo('take-over-rest-paid_over');
  await counter.page.keyboard.press('ArrowDown');
  await expect(counter.at('take-over-rest-waits')).toBeChecked();
  await pictures('rest-said', 'take-over-rest-waits');
  await sends();
  await expect(counter.at('second-person')).toBeVisible();
  await expect(counter.at('second-approve')).toBeInViewport({ ratio: 1 });
  await pictures('rest-second-person', 'second-name');
  await agrees({ lost_rest: 'waits', shown_by_card: '25.00', sum: '25.00' });
  await counter.enter();
  await counter.is('recognised');
  await expect(counter.at('purse-balance')).toContainText('25.00');
  await expect(counter.at('purse-waiting')).toContainText('60.00');
  await pictures('rest-waits', 'counter-amount');
  expect(await purses(patient.account)).toMatchObject([{ state: 'blocked', balance: '60.00' }, { state: 'active', balance: '25.00' }]);
  await farm.carrier.put(patient.card, 'wallet');
  await counter.is('idle');
});

test('or it was paid over: the lost card has ended, and what is beyond it stands by itself', async () => {
  await farm.carrier.put(paid.card, 'reader:0');
  await asksFromTheList();
  await counter.page.keyboard.type(REASON);
  await counter.enter();
  await expect(counter.at('take-over-rest')).toBeVisible();
  await tabTo('take-over-rest-paid_over');
  await counter.page.keyboard.press('Space');
  await sends();
  await expect(counter.at('second-person')).toBeVisible();
  await agrees({ lost_rest: 'paid over', shown_by_card: '90.00', shown_by_books: '70.00', sum: '20.00' });
  await counter.enter();
  await counter.is('recognised');
  await expect(counter.at('purse-balance')).toContainText('90.00');
  await expect(counter.at('purse-waiting')).toHaveCount(0);
  expect(await purses(paid.account)).toMatchObject([{ state: 'paid_over', not_known: '0.00' }, { state: 'active', balance: '90.00' }]);
});

test('the books know of the lost hours what was taken over, to the fen, and verify', async () => {
  const auditor = new Hands(windows['audit']!);
  const rows = (await auditor.get('/balances?page_size=200'))['rows'] as { account: string; amount: string }[];
  expect(rows.find((row) => row.account === 'taken_over/purse')!.amount).toBe('125.00'); // 80 + 25 + (90 - 70)
  expect(await auditor.post('/verify')).toMatchObject({ ok: true, signatures_checked: true });
});
