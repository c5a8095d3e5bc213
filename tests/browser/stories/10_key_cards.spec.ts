import { expect, test } from '@playwright/test';
import { accessible } from '../house/access';
import { Carrier, Hands, withTwo } from '../house/api';
import { CONTROL_PIN, KeyDesk, MOTHER_PIN, type Pair } from '../house/key_desk';
import { KeyOffice, newVersion } from '../house/keys';
import { bothFor } from '../house/kwota';
import { person, speak } from '../house/people';
import { shot } from '../house/shots';

// A key change reaches the key cards: from the master control card downward each gets the new keys beside the old ones, the PSAM of a
// counter last, and a key-modify card brings them into a meter.

const METER = '412600000148';
const DAY_MS = 86_400_000;
const LANGUAGES = ['zh', 'ru', 'en'] as const;

const { kwota, keyOffice } = bothFor('10_key_cards');
let keller: KeyOffice;
let orlova: KeyOffice;
let bench: Carrier;
let desk: KeyDesk;
let top: Pair;
let province: Pair;
let county: Pair;
let psam = '';
let lastDay = '';

/** The page that issues cards, asked for one of this kind. */
async function asksFor(kind: string): Promise<void> {
  await keller.open('devices');
  await keller.at('card-issue').click();
  await keller.at('key-card-kind').selectOption(kind);
}

test('three pairs and a PSAM are in use when a key change begins', async ({ browser }) => {
  keller = new KeyOffice(await person(browser, keyOffice, 'keller'), 'keller');
  orlova = new KeyOffice(await person(browser, keyOffice, 'orlova'), 'orlova');
  const people = { keller: new Hands(keller.page), orlova: new Hands(orlova.page), sun: new Hands(await person(browser, keyOffice, 'sun')), sokolov: new Hands(await person(browser, keyOffice, 'sokolov')) };
  bench = new Carrier(new Hands(await person(browser, kwota, 'wang')));
  await newVersion(people, 1);
  for (const what of ['restore', 'download']) await people.keller.post(`/meters/${METER}/keys`, { what, reason: 'our own keys' });
  desk = new KeyDesk(bench, people.keller, people.orlova);
  top = await desk.issuesPair('master_control', null);
  province = await desk.issuesPair('province', top);
  county = await desk.issuesPair('county', province);
  psam = await desk.issues('psam', county, { terminal: '000013092501', pin: '111111', holder: 'T1' });
  await newVersion(people, 2);
  lastDay = new Date(Date.parse(String((await bench.hands.get('/bench'))['clock'])) + 10 * DAY_MS).toISOString().slice(0, 10);
  await withTwo(people.keller, people.orlova, '/keys/campaigns', { to_version: 2, refuse_after: lastDay, reason: 'yearly change' });
});

test('the key change names the cards that lack the new keys, the topmost first, with the way to each', async () => {
  for (const language of LANGUAGES) {
    await speak(keller.page, language);
    await keller.open('campaigns');
    const cards = keller.at('campaign-key-cards').locator('tbody tr');
    await expect(cards).toHaveCount(3);
    for (const [at, card] of [top, province, county].entries()) await expect(cards.nth(at).getByTestId(`renew-${await desk.serial(card.mother)}`)).toBeVisible();
    await expect(keller.at('campaign-missing').getByTestId(`renew-${await desk.serial(psam)}`)).toBeVisible();
    await accessible(keller.page, `key change ${language}`);
    await shot(keller.page, `10-key-change-${language}`);
  }
});

test('the master control card gets them from the vault', async () => {
  const serial = await desk.serial(top.mother);
  await desk.lays({ 'reader:0': top.mother });
  await keller.at(`renew-${serial}`).click();
  await keller.loaded('devices');
  await expect(keller.at('device-behind')).toBeVisible();
  await shot(keller.page, '10-behind');
  await keller.at('device-renew').click();
  await keller.at('renew-send').click();
  await expect(keller.page.locator('#renew-reason-error')).toBeVisible();
  await keller.at('renew-reason').fill('yearly change');
  await keller.at('renew-send').click();
  await expect(keller.at('second-what')).toContainText(serial);
  await keller.with(orlova);
  await expect(keller.at('renew-card')).toBeHidden();
  await expect(keller.at('device-behind')).toBeHidden();
  await desk.clears(top.mother);
});

/** In the drawer of that card: the pair above it gives the keys. */
async function renews(card: string, above: Pair, cardLater = false): Promise<void> {
  const serial = await desk.serial(card);
  await desk.lays({ 'reader:1': above.mother, 'reader:2': above.control, ...(cardLater ? {} : { 'reader:0': card }) });
  await keller.page.goto(`/keys/devices?open=${serial}`);
  await keller.loaded('devices');
  await keller.at('device-renew').click();
  await expect(keller.at('key-card-mother')).toHaveValue(await desk.serial(above.mother));
  await accessible(keller.page, 'new keys from the pair above');
  await keller.at('key-card-mother_pin').fill(MOTHER_PIN);
  await keller.at('key-card-control_pin').fill(CONTROL_PIN);
  await keller.at('renew-reason').fill('yearly change');
  await keller.at('renew-send').click();
  if (cardLater) {
    const signed = keller.with(orlova);
    await expect(keller.at('card-wanted')).toHaveAttribute('data-card', serial);
    await shot(keller.page, '10-card-wanted');
    await bench.put(card, 'reader:0');
    await signed;
  } else {
    await keller.with(orlova);
  }
  await expect(keller.at('renew-card')).toBeHidden();
  await expect(keller.at('device-next')).toBeVisible();
  await expect(keller.at('device-behind')).toBeHidden();
  await desk.clears(card, above.mother, above.control);
}

test('the province card gets them from the card above it, when it is asked for', async () => {
  await renews(province.mother, top, true);
});

test('the county card and the PSAM follow; nothing is left to renew', async () => {
  await renews(county.mother, province);
  await renews(psam, county);
  await keller.open('campaigns');
  await expect(keller.at('bar-psams')).toHaveAttribute('data-done', '1');
  await expect(keller.at('campaign-key-cards')).toBeHidden();
});

test('a key-modify card is for the version that is left behind, until the last day: in three languages', async () => {
  for (const language of LANGUAGES) {
    await speak(keller.page, language);
    await asksFor('key_modify');
    await expect(keller.at('key-card-last-day')).toHaveAttribute('data-value', lastDay);
    await expect(keller.at('key-card-meters-version')).toHaveValue('1');
    await accessible(keller.page, `key-modify card ${language}`);
    expect(await keller.at('issue-card').innerText(), language).not.toMatch(/\b(column|state|word|key_[a-z]+)\.[a-z_]+\b/);
    await shot(keller.page, `10-key-modify-${language}`);
    await keller.page.keyboard.press('Escape');
    await keller.at('leave-discard').click(); // a kind was chosen
  }
});

test('a key-modify card is issued for one meter until the last day, and brings it the new keys', async () => {
  const card = await bench.newCard();
  await desk.lays({ 'reader:0': card, 'reader:1': county.mother, 'reader:2': county.control });
  await asksFor('key_modify');
  await expect(keller.at('key-card-blank')).toHaveValue(await desk.serial(card));
  await keller.at('key-card-meter').fill('41260000014x');
  await keller.at('key-card-reason').fill('no line there');
  await keller.at('key-card-issue').click();
  await expect(keller.page.locator('#issue-meter-error')).toBeVisible();
  await keller.at('key-card-meter').fill('4126 0000 0148');
  await keller.at('key-card-mother_pin').fill(MOTHER_PIN);
  await keller.at('key-card-control_pin').fill(CONTROL_PIN);
  await keller.at('key-card-issue').click();
  await keller.with(orlova);
  await expect(keller.at('card-issued')).toBeVisible();
  await keller.at('issue-close').click();
  await desk.clears(card, county.mother, county.control);
  expect(await bench.visit(card, METER)).toMatchObject({ key_version: 2, previous_key_version: 1 });
});

test('a clear card says for which one meter it is, and how long it is good: in three languages', async () => {
  for (const language of LANGUAGES) {
    await speak(keller.page, language);
    await asksFor('clear');
    await expect(keller.at('key-card-last-day')).toHaveValue('');
    await keller.at('key-card-issue').click();
    await expect(keller.page.locator('#issue-meter-error')).toBeVisible();
    await accessible(keller.page, `clear card ${language}`);
    expect(await keller.at('issue-card').innerText(), language).not.toMatch(/\b(column|state|word|key_[a-z]+)\.[a-z_]+\b/);
    await shot(keller.page, `10-clear-card-${language}`);
    await keller.page.keyboard.press('Escape');
    await keller.at('leave-discard').click(); // a kind was chosen
  }
});

test('the county card issues a clear card for one meter, which takes it; lost, it is declared void', async () => {
  const card = await bench.newCard();
  const serial = await desk.serial(card);
  await desk.lays({ 'reader:0': card, 'reader:1': county.mother, 'reader:2': county.control });
  await asksFor('clear');
  await expect(keller.at('key-card-blank')).toHaveValue(serial);
  await keller.at('key-card-meter').fill(METER);
  await keller.at('key-card-meters-version').selectOption('2');
  await keller.at('key-card-mother_pin').fill(MOTHER_PIN);
  await keller.at('key-card-control_pin').fill(CONTROL_PIN);
  await keller.at('key-card-reason').fill('meter exchanged');
  await keller.at('key-card-issue').click();
  await keller.with(orlova);
  await expect(keller.at('card-issued')).toBeVisible();
  await keller.at('issue-close').click();
  await desk.clears(card, county.mother, county.control);
  expect(await bench.visit(card, METER)).toMatchObject({ error_code: 0, remaining: '0.00', account_open: false });
  expect((await bench.visit(card, METER))['error_code'], 'each permission is taken once').toBe(34);
  await keller.page.goto(`/keys/devices?open=${serial}`);
  await keller.loaded('devices');
  await expect(keller.at('device-next')).toBeVisible();
  await accessible(keller.page, 'clear card in use');
  await keller.at('device-void').click();
  await keller.at('device-void-reason').fill('lost by the crew');
  await keller.at('device-void-send').click();
  await keller.with(orlova);
  await expect(keller.at('device-void')).toBeHidden();
});

test('blank cards are prepared for a counter one after the other: in three languages', async () => {
  const cards = [await bench.newCard(), await bench.newCard()];
  const serials = [await desk.serial(cards[0]!), await desk.serial(cards[1]!)];
  await desk.lays({ 'reader:0': cards[0]!, 'reader:1': cards[1]! });
  await keller.open('devices');
  await keller.at('card-prepare').click();
  await expect(keller.at('prepare-card').locator('option')).toHaveCount(2);
  for (const language of LANGUAGES) {
    await keller.at(`language-${language}`).evaluate((button: HTMLElement) => button.click()); // the dialogue lies over it
    await expect(keller.page.locator('html')).toHaveAttribute('lang', { en: 'en', zh: 'zh-CN', ru: 'ru' }[language]);
    await accessible(keller.page, `blank cards ${language}`);
    await shot(keller.page, `10-prepare-${language}`);
  }
  await keller.at('prepare-go').click();
  await expect(keller.at('prepared-cards')).toHaveAttribute('data-count', '1');
  await keller.at('prepare-go').click();
  await expect(keller.at('prepared-cards')).toHaveAttribute('data-count', '2');
  for (const serial of serials) await expect(keller.at('prepared-cards').locator(`[data-value="${serial}"]`)).toBeVisible();
  await keller.at('prepare-go').click();
  await expect(keller.page.locator('#prepare-card-error')).toBeVisible();
  await accessible(keller.page, 'no blank card is left');
  await keller.at('prepare-close').click();
  await expect(keller.at('prepare-blank')).toBeHidden();
  await desk.clears(...cards);
});
