import { expect, test } from '@playwright/test';
import { accessible, noSidewaysScroll } from '../house/access';
import { Carrier, Hands, withTwo } from '../house/api';
import { Counter } from '../house/counter';
import { KeyDesk, type Pair } from '../house/key_desk';
import { KeyOffice, newVersion, nothingLeftOf } from '../house/keys';
import { bothFor } from '../house/kwota';
import { ownPassword, person, speak, typeSignIn, unlock } from '../house/people';
import { shot } from '../house/shots';

// A counter that sells with nothing but a load SAM in a reader of its own: from its refill by two managers until it is used up. Then the same
// counter with a PSAM. And a UKEY, whose holder types his PIN. Wang Fang sells; Jan Keller and Орлова manage keys; the meter hangs on the bench.

const ACCOUNT = '100002';
const METER = '412600000148';
const TERMINAL = '000013092501';
const PSAM_PIN = '246810';
const SAM_TERMINAL = '000013092502';
const SAM_PIN = '864213';
const UKEY_PIN = '73916402';
const LANGUAGES = ['zh', 'ru', 'en'] as const;

const { kwota, keyOffice } = bothFor('9_counters');
let keller: KeyOffice;
let orlova: KeyOffice;
let counter: Counter;
let bench: Carrier;
let card = '';
let county: Pair;
let sam = '';
let samSerial = '';
let psam = '';

const vault = () => counter.at('vault-band');
const vaultIs = (state: string) => expect(vault()).toHaveAttribute('data-state', state);

/** The server came up anew: the counter goes on where it was, the key office signs in again. */
async function backToWork(): Promise<void> {
  await expect(counter.at('lock-dialog')).toBeVisible();
  await unlock(counter.page, 'wang');
  await expect(counter.at('lamp-server')).toHaveAttribute('data-state', 'up');
  for (const { page, name } of [keller, orlova]) {
    await page.goto('/sign-in');
    await typeSignIn(page, name, ownPassword(name));
    await expect(page.getByTestId('operator-menu')).toBeVisible();
  }
}

/** The card is put down anew: whatever is shown then is shown of this contact. */
async function laysCard(): Promise<void> {
  await liftsCard();
  await bench.put(card, 'reader:0');
}

async function liftsCard(): Promise<void> {
  await bench.put(card, 'wallet');
  await counter.is('idle');
}

/** Sells onto the card that lies there; the meter takes it, and its word comes back. */
async function sells(amount: string): Promise<void> {
  await counter.sell(amount);
  await counter.is('done');
  await bench.visit(card, METER);
  await laysCard();
  await counter.is('recognised');
  await liftsCard();
}

test('a house with keys of its own: a customer has his card, his meter its keys', async ({ browser }) => {
  counter = new Counter(await person(browser, kwota, 'wang'));
  keller = new KeyOffice(await person(browser, keyOffice, 'keller'), 'keller');
  orlova = new KeyOffice(await person(browser, keyOffice, 'orlova'), 'orlova');
  const officers = { sun: new Hands(await person(browser, keyOffice, 'sun')), sokolov: new Hands(await person(browser, keyOffice, 'sokolov')) };
  const hands = new Hands(keller.page);
  await newVersion({ keller: hands, orlova: new Hands(orlova.page), ...officers }, 1);
  for (const what of ['restore', 'download']) await hands.post(`/meters/${METER}/keys`, { what, reason: 'our own keys' });
  bench = new Carrier(new Hands(counter.page));
  card = await bench.newCard();
  await counter.open();
  await counter.takeTill('E01', 'T1');
  await counter.openShift('0');
  await expect(vault()).toBeHidden(); // with the token there is nothing to say
  await bench.put(card, 'reader:0');
  await counter.openAccount(ACCOUNT, '100');
  await counter.is('done');
  expect((await bench.visit(card, METER))['count']).toBe(1);
  await laysCard();
  await counter.is('recognised'); // the meter's word is in the books
  await liftsCard();
});

test('two managers issue a UKEY; its holder types the PIN, and nobody tells it back', async () => {
  await keller.open('devices');
  await keller.at('ukey-issue').click();
  await keller.at('ukey-issue-send').click();
  await expect(keller.page.locator('#ukey-holder-error')).toBeVisible();
  await expect(keller.page.locator('#ukey-pin-error')).toBeVisible();
  await keller.at('ukey-holder').fill('刘敏');
  await keller.at('ukey-valid-to').fill('2039-12-31');
  await keller.at('ukey-reason').fill('meters of the district');
  await accessible(keller.page, 'issue a UKEY');
  await keller.at('ukey-pin').fill(UKEY_PIN);
  await shot(keller.page, '9-issue-ukey');
  await keller.at('ukey-issue-send').click();
  await expect(keller.at('second-what')).toContainText('刘敏');
  await keller.with(orlova);
  const ukey = (await keller.at('ukey-issued').getAttribute('data-serial'))!;
  await expect(keller.at('ukey-given')).not.toContainText(UKEY_PIN);
  await keller.at('ukey-close').click();
  await expect(keller.at('ukey-given')).toBeHidden();
  await nothingLeftOf(keller.page, UKEY_PIN);
  for (const language of LANGUAGES) {
    await keller.open('devices');
    await speak(keller.page, language);
    await keller.page.goto(`/keys/devices?open=${ukey}`);
    await keller.loaded('devices');
    await expect(keller.at('ukey-now')).toHaveAttribute('data-plugged', 'true');
    await accessible(keller.page, `UKEY ${language}`);
    expect(await keller.page.getByRole('dialog').innerText(), language).not.toMatch(/\b(column|state|word|ukey|key_[a-z]+)\.[a-z_]+\b/);
    await shot(keller.page, `9-ukey-${language}`);
  }
});

test('a load SAM is issued for this counter, from the county card', async () => {
  const desk = new KeyDesk(bench, new Hands(keller.page), new Hands(orlova.page));
  await bench.put(card, 'wallet');
  const top = await desk.issuesPair('master_control', null);
  county = await desk.issuesPair('county', await desk.issuesPair('province', top));
  sam = await desk.issues('load_sam', county, { terminal: SAM_TERMINAL, pin: SAM_PIN, holder: '王秀英' });
  samSerial = await desk.serial(sam);
});

test('after a start the counter wants its PIN: no card is read before', async () => {
  await bench.put(sam, 'reader:2');
  await kwota.sealWith({ kind: 'load_sam', reader: await bench.reader('reader:2'), terminal: SAM_TERMINAL });
  await backToWork();
  await vaultIs('pin_wanted');
  await laysCard();
  await counter.is('card_error');
  await expect(counter.at('vault-stops')).toBeVisible();
  await expect(counter.at('counter-alert')).not.toBeEmpty();
  await expect(counter.at('counter-amount')).toBeHidden();
  await counter.at('vault-pin').fill('000000');
  await counter.at('vault-pin-enter').click();
  await expect(vault().getByTestId('problem')).toHaveAttribute('data-code', 'wrong_pin');
  await expect(counter.at('vault-pin')).toHaveValue('');
  for (const language of LANGUAGES) {
    await speak(counter.page, language);
    await accessible(counter.page, `a PIN is wanted, ${language}`);
    await noSidewaysScroll(counter.page, `a PIN is wanted, ${language}`);
    await shot(counter.page, `9-pin-wanted-${language}`);
  }
});

test('its holder types the PIN; two managers give it something to sell while it stays there', async () => {
  await counter.at('vault-pin').fill(SAM_PIN);
  await counter.page.keyboard.press('Enter');
  await vaultIs('used_up'); // as it left the key card above it
  await nothingLeftOf(counter.page, SAM_PIN);
  await withTwo(new Hands(keller.page), new Hands(orlova.page), `/keys/devices/${samSerial}/quota`, { amount: '30.00', count: 9, valid_to: '2039-12-31', reason: 'counter two' });
  await vaultIs('ready');
  await expect(counter.at('vault-left')).toContainText('30.00');
  await counter.is('recognised');
  await shot(counter.page, '9-load-sam-ready');
  await sells('10');
  await expect(counter.at('vault-left')).toContainText('20.00');
});

test('the load SAM is pulled out: selling stops with a sentence; put in again it goes on by itself', async () => {
  await bench.put(sam, 'wallet');
  await vaultIs('away');
  await expect(vault().getByRole('alert')).not.toBeEmpty();
  await laysCard();
  await counter.is('card_error');
  await expect(counter.at('vault-stops')).toBeVisible();
  await expect(counter.at('counter-amount')).toBeHidden();
  await shot(counter.page, '9-load-sam-away');
  await accessible(counter.page, 'the load SAM is away');
  await bench.put(sam, 'reader:2');
  await vaultIs('ready');
  await counter.is('recognised');
  await sells('10');
  await expect(counter.at('vault-left')).toContainText('10.00');
});

test('more than is left is not sealed; with the last of it the load SAM is used up', async () => {
  await laysCard();
  await counter.sell('10.01');
  await counter.is('not_done');
  await counter.enter();
  await laysCard();
  await sells('10');
  await vaultIs('used_up');
  await shot(counter.page, '9-load-sam-used-up');
});

test('the counter seals with the token again, and says nothing about it', async () => {
  await bench.put(sam, 'wallet');
  await kwota.sealWith(null);
  await backToWork();
  await laysCard();
  await counter.is('recognised');
  await expect(vault()).toBeHidden();
  await sells('10');
  expect((await bench.visit(card, METER))['remaining']).toBe('140.00');
});

test('a PSAM is issued for this counter, from the county card', async () => {
  const desk = new KeyDesk(bench, new Hands(keller.page), new Hands(orlova.page));
  await bench.put(card, 'wallet');
  psam = await desk.issues('psam', county, { terminal: TERMINAL, pin: PSAM_PIN, holder: 'T1' });
});

test('the counter with a PSAM sells only while it is in its reader', async () => {
  const reader = await bench.reader('reader:2');
  kwota.keeps('psam.pin', PSAM_PIN);
  await kwota.sealWith({ kind: 'psam', reader, terminal: TERMINAL, pin_file: 'psam.pin' });
  await backToWork();
  await vaultIs('away');
  await laysCard();
  await counter.is('card_error');
  await expect(counter.at('vault-stops')).toBeVisible();
  await accessible(counter.page, 'the PSAM is away');
  await shot(counter.page, '9-psam-away');
  await bench.put(psam, 'reader:2');
  await vaultIs('ready');
  await expect(vault()).toContainText(TERMINAL);
  await counter.is('recognised');
  await shot(counter.page, '9-psam-ready');
  await sells('10');
  await bench.put(psam, 'wallet');
  await vaultIs('away');
});
