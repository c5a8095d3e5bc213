import { expect, test, type Browser, type Page } from '@playwright/test';
import { accessible, noSidewaysScroll } from '../house/access';
import { Hands } from '../house/api';
import { KeyOffice } from '../house/keys';
import { bothFor, KeyOfficeProgram } from '../house/kwota';
import { agrees, firstSignIn, ownPassword, person, speak, typeSignIn, window } from '../house/people';
import { shot } from '../house/shots';

// Two programs and what they know of each other: the key office works for counters that people confirmed, the counters hear the key
// office that people confirmed, and either one may be away. Jan Keller and Орлова manage keys; Ann Miller and Петров the utility.

const LANGUAGES = ['zh', 'ru', 'en'] as const;
const WRONG = '0000-1111-2222-3333';

const { kwota, keyOffice } = bothFor('15_key_office');
const another = new KeyOfficeProgram('15_another_key_office');
let keller: KeyOffice;
let orlova: KeyOffice;
let miller: Page;
let petrov: Page;
let own = '';
let counters = '';

test.afterAll(async () => another.stop());

const print = (page: Page, testid: string) => page.getByTestId(testid).getAttribute('data-value');

/** Looked at by everybody: in three languages, without a text that is missing. */
async function inEveryLanguage(page: Page, what: string, name: string): Promise<void> {
  for (const language of LANGUAGES) {
    await page.getByTestId(`language-${language}`).evaluate((button: HTMLElement) => button.click()); // a dialogue may lie over it
    await expect(page.locator('html')).toHaveAttribute('lang', { en: 'en', zh: 'zh-CN', ru: 'ru' }[language]);
    await accessible(page, `${what} ${language}`);
    expect(await page.locator('body').innerText(), `${what} in ${language}`).not.toMatch(/\b(page|column|word|role|counters|key_office|key_people|fingerprint|vaults|shell)\.[a-z_]+\b/);
    await shot(page, `15-${name}-${language}`);
  }
}

/** The second of the utility's managers signs at the first one's screen. */
async function withPetrov(page: Page): Promise<void> {
  await agrees(page, 'petrov');
  await expect(page.getByTestId('second-person')).toBeHidden();
}

test('whoever signs in at the address of the key office reads where he is', async ({ browser }) => {
  const page = await window(browser, keyOffice);
  await page.goto('/');
  await expect(page.getByTestId('sign-in-place')).toBeVisible();
  await inEveryLanguage(page, 'sign-in of the key office', 'sign-in');
  await typeSignIn(page, 'wang', kwota.oneTimePassword('wang'));
  await expect(page.getByTestId('problem')).toHaveAttribute('data-code', 'wrong_password'); // who sells is nobody here
  keller = new KeyOffice(await person(browser, keyOffice, 'keller'), 'keller');
  orlova = new KeyOffice(await person(browser, keyOffice, 'orlova'), 'orlova');
  miller = await person(browser, kwota, 'miller');
  petrov = await person(browser, kwota, 'petrov');
  await expect(miller.getByTestId('nav-keys')).toBeHidden();
  await expect(miller.getByTestId('key-office-label')).toBeHidden();
});

test('both programs show the same two fingerprints', async () => {
  await keller.open('counters');
  await expect(keller.at('counters-state')).toHaveAttribute('data-state', 'there');
  own = (await print(keller.page, 'counters-own'))!;
  counters = (await print(keller.page, 'counters-theirs'))!;
  expect(own).not.toBe(counters);
  await inEveryLanguage(keller.page, 'the counters', 'counters');
  await miller.goto('/office/key-office');
  await expect(miller.getByTestId('key-office')).toHaveAttribute('data-known', 'true');
  expect([await print(miller, 'key-office-own'), await print(miller, 'key-office-theirs')]).toEqual([counters, own]);
  await expect(miller.getByTestId('key-office-stranger')).toBeHidden();
  await inEveryLanguage(miller, 'the key office', 'known');
});

test('the counters are away: what they must know waits, and what only they know is not guessed', async () => {
  await kwota.kill();
  await expect(keller.at('counters-state')).toHaveAttribute('data-state', 'away');
  await new Hands(keller.page).post('/keys/factors', { utility_factor: '4B574F5441303031', officers: 2 });
  await expect(keller.at('counters-waiting')).not.toHaveAttribute('data-value', '0');
  await expect(keller.at('counters-trouble')).toHaveAttribute('data-code', 'counters_away');
  await inEveryLanguage(keller.page, 'counters are away', 'counters-away');
  await keller.open('vaults');
  await expect(keller.at('vault-counters')).toHaveAttribute('data-health', 'counters_away');
  await expect(keller.at('vault-office')).toHaveAttribute('data-health', 'ok');
  await inEveryLanguage(keller.page, 'vaults, counters are away', 'vaults-away');
});

test('they come back: it goes by itself', async () => {
  await kwota.comeBack();
  await keller.open('counters');
  await expect(keller.at('counters-waiting')).toHaveAttribute('data-value', '0');
  await expect(keller.at('counters-trouble')).toBeHidden();
  await expect(keller.at('counters-taken')).not.toHaveAttribute('data-value', '0');
  await keller.open('vaults');
  await expect(keller.at('vault-counters')).toHaveAttribute('data-health', 'ok');
});

test('other counters are confirmed by their fingerprint alone, and by two managers', async () => {
  await keller.open('counters');
  await keller.does('counters-confirm', 'their vault was lost');
  await expect(keller.page.locator('#counters-confirm-fingerprint-error')).toBeVisible();
  await inEveryLanguage(keller.page, 'confirm the counters', 'confirm-counters');
  await keller.at('counters-confirm-fingerprint').fill(WRONG);
  await keller.at('counters-confirm-send').click();
  await keller.refused('counters_not_there');
  await keller.at('counters-confirm-fingerprint').fill(counters.toLowerCase().replaceAll('-', ' '));
  await keller.at('counters-confirm-send').click();
  await expect(keller.at('second-what')).toContainText(counters);
  await keller.with(orlova);
  await expect(keller.at('counters-confirm-dialog')).toBeHidden();
  await expect(keller.at('counters-theirs')).toHaveAttribute('data-value', counters);
});

test('another key office knocks: nothing of it is done before two managers have compared its fingerprint', async ({ browser }) => {
  another.prepare();
  await another.start(kwota);
  const stranger = new KeyOffice(await person(browser, another, 'keller'), 'keller');
  await stranger.open('counters');
  await new Hands(stranger.page).post('/keys/factors', { utility_factor: '4B574F5441303031', officers: 2 });
  await expect(stranger.at('counters-trouble')).toHaveAttribute('data-code', 'key_office_unknown');
  const shown = (await print(stranger.page, 'counters-own'))!;
  for (const page of [miller, petrov]) {
    await page.goto('/sign-in'); // the server came up anew
    await typeSignIn(page, page === miller ? 'miller' : 'petrov', ownPassword(page === miller ? 'miller' : 'petrov'));
    await expect(page.getByTestId('operator-menu')).toBeVisible();
  }
  await miller.goto('/office/key-office');
  await expect(miller.getByTestId('key-office-stranger')).toHaveAttribute('data-value', shown);
  await expect(miller.getByTestId('key-office-theirs')).toHaveAttribute('data-value', own);
  await inEveryLanguage(miller, 'a stranger knocked', 'stranger');
  await miller.getByTestId('key-office-confirm').click();
  await miller.getByTestId('key-office-confirm-reason').fill('its token was lost');
  await miller.getByTestId('key-office-confirm-fingerprint').fill(own);
  await miller.getByTestId('key-office-confirm-send').click();
  await expect(miller.locator('#key-office-confirm-fingerprint-error')).toBeVisible();
  await inEveryLanguage(miller, 'confirm the key office', 'confirm-office');
  await miller.getByTestId('key-office-confirm-fingerprint').fill(shown);
  await miller.getByTestId('key-office-confirm-send').click();
  await expect(miller.getByTestId('second-what')).toContainText(shown);
  await withPetrov(miller);
  await expect(miller.getByTestId('key-office-theirs')).toHaveAttribute('data-value', shown);
  await expect(stranger.at('counters-trouble')).toBeHidden();
});

test('the office that was put aside is told so, with what to do', async () => {
  await keller.open('counters');
  await new Hands(keller.page).post('/keys/factors', { utility_factor: '4B574F5441303032', officers: 2 });
  await expect(keller.at('counters-trouble')).toHaveAttribute('data-code', 'key_office_unknown');
  await inEveryLanguage(keller.page, 'the counters hear another office', 'put-aside');
  await another.kill();
});

test('a cashier may not say whose keys the counters take', async ({ browser }) => {
  const cashier = await person(browser, kwota, 'wang');
  await cashier.goto('/office');
  await expect(cashier.getByTestId('menu-customers')).toBeVisible();
  await expect(cashier.getByTestId('menu-key-office')).toHaveCount(0);
  await cashier.goto('/office/key-office');
  await expect(cashier.getByTestId('state-not-allowed')).toBeVisible();
});

/** What the dialogue shows once: no picture is taken of it. */
async function oneTime(page: Page): Promise<string> {
  const password = (await page.getByTestId('one-time-password').textContent())!.trim();
  await page.getByTestId('person-password-close').click();
  await expect(page.getByTestId('one-time-password')).toBeHidden();
  return password;
}

async function comesFirst(browser: Browser, name: string, once: string): Promise<Page> {
  const page = await window(browser, keyOffice);
  await firstSignIn(page, { address: keyOffice.address, oneTimePassword: () => once }, name);
  return page;
}

/** Three people at one workstation: the one whose token it is, keller whose session it is, and orlova beside him. */
async function handsOf(name: string, pin: string): Promise<void> {
  keyOffice.pins.set(name, pin);
  for (const field of ['pin', 'pin-again']) await keller.at(`hands-${field}`).fill(pin);
  await keller.at('hands-own-password').fill(ownPassword('keller'));
  await keller.at('hands-own-pin').fill(keyOffice.pinOf('keller'));
  await keller.at('hands-second-name').fill('orlova');
  await keller.at('hands-second-password').fill(ownPassword('orlova'));
  await keller.at('hands-second-pin').fill(keyOffice.pinOf('orlova'));
}

test('two key managers appoint an officer, who has a token of his own; his password is shown once, and opens only the page where he chooses his own', async ({ browser }) => {
  await keller.open('people');
  await inEveryLanguage(keller.page, 'people', 'people');
  await keller.does('person-appoint', 'Gao is on leave');
  await expect(keller.page.locator('#person-name-error')).toBeVisible();
  await keller.at('person-full-name').fill('李明');
  await keller.at('person-name').fill('liming');
  await expect(keller.at('person-role').locator('option')).toHaveCount(3);
  await inEveryLanguage(keller.page, 'appoint a person', 'appoint');
  await handsOf('liming', 'seven cranes over the weir');
  await keller.at('hands-pin-again').fill('eight cranes over the weir');
  await keller.at('person-appoint-send').click();
  await expect(keller.page.locator('#person-pin-again-error')).toBeVisible(); // twice the same, or nobody knows it
  await handsOf('liming', 'seven cranes over the weir');
  await keller.at('hands-second-pin').fill('not hers');
  await keller.at('person-appoint-send').click();
  await expect(keller.at('problem')).toHaveAttribute('data-code', 'wrong_person_pin');
  await expect(keller.at('hands-own-pin')).toHaveValue(''); // what nobody shall read is typed again
  await handsOf('liming', 'seven cranes over the weir');
  await keller.at('person-appoint-send').click();
  const once = await oneTime(keller.page);
  await expect(keller.at('person-liming')).toBeVisible();
  const page = await comesFirst(browser, 'liming', once);
  await page.goto('/keys/people');
  await expect(page.getByTestId('person-liming')).toBeVisible();
  await expect(keller.at('person-state-liming')).toHaveAttribute('data-locked', 'false');
  await expect(keller.at('person-unlock-liming')).toBeHidden(); // nobody has locked him out
  await expect(page.getByTestId('person-appoint')).toBeHidden(); // an officer appoints nobody
  await expect(page.getByTestId('person-reset-keller')).toBeHidden();
});

test('who typed too many wrong passwords is unlocked by two managers; who forgot his gets another', async ({ browser }) => {
  const page = await window(browser, keyOffice);
  await page.goto('/sign-in');
  for (let tries = 0; tries < 5; ++tries) {
    await typeSignIn(page, 'liming', `guess number ${tries}`);
    await expect(page.getByTestId('sign-in-password')).toHaveValue('');
  }
  await expect(page.getByTestId('problem')).toHaveAttribute('data-code', 'locked_out');
  await expect(keller.at('person-state-liming')).toHaveAttribute('data-locked', 'true');
  await inEveryLanguage(keller.page, 'somebody is locked out', 'locked-out');
  await keller.does('person-unlock-liming', 'he was there and said so');
  await expect(keller.at('second-what')).toContainText('李明');
  await keller.with(orlova);
  await expect(keller.at('person-unlock-liming-dialog')).toBeHidden();
  await expect(keller.at('person-unlock-liming')).toBeHidden();
  await expect(keller.at('person-state-liming')).toHaveAttribute('data-locked', 'false');
  await typeSignIn(page, 'liming', ownPassword('liming'));
  await expect(page.getByTestId('operator-menu')).toBeVisible();
  await keller.does('person-reset-liming', 'forgotten');
  await keller.with(orlova);
  const once = await oneTime(keller.page);
  await expect(page.getByTestId('lock-dialog').or(page.getByTestId('sign-in-name')).first()).toBeVisible(); // his sessions ended
  await comesFirst(browser, 'liming', once);
});

test('who lost his token gets another one; the lost one opens nothing', async ({ browser }) => {
  await keller.open('people');
  await keller.does('person-void-liming', 'lost at the weir');
  await keller.with(orlova);
  await expect(keller.at('person-void-liming-dialog')).toBeHidden();
  const page = await window(browser, keyOffice);
  await page.goto('/sign-in');
  await typeSignIn(page, 'liming', ownPassword('liming'));
  await expect(page.getByTestId('problem')).toHaveAttribute('data-code', 'person_void');
  await expect(page.getByTestId('sign-in-pin')).toHaveValue('');
  await accessible(page, 'a void token');
  await keller.at('person-token-liming').click();
  await keller.at('person-token-liming-reason').fill('a new one');
  await inEveryLanguage(keller.page, 'a new token', 'new-token');
  await handsOf('liming', 'nine cranes over the weir');
  await keller.at('person-token-liming-send').click();
  await expect(keller.at('person-token-liming-dialog')).toBeHidden();
  await page.getByTestId('sign-in-name').focus();
  await page.keyboard.press('ControlOrMeta+a'); // by the keyboard alone
  await page.keyboard.type('liming');
  await page.keyboard.press('Tab');
  await page.keyboard.type(ownPassword('liming'));
  await page.keyboard.press('Tab');
  await page.keyboard.type('nine cranes over the weir');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('operator-menu')).toBeVisible();
});

test('nothing of it scrolls sideways at 1024 x 640', async () => {
  for (const page of [keller.page, miller]) await page.setViewportSize({ width: 1024, height: 640 });
  for (const language of LANGUAGES) {
    await speak(keller.page, language);
    for (const id of ['counters', 'people', 'meters', 'vaults'] as const) {
      await keller.open(id);
      await noSidewaysScroll(keller.page, `${id} ${language}`);
    }
    await speak(miller, language);
    await miller.goto('/office/key-office');
    await expect(miller.getByTestId('key-office')).toBeVisible();
    await noSidewaysScroll(miller, `key office ${language}`);
  }
});
