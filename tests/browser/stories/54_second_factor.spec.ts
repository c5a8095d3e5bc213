import { createHmac } from 'node:crypto';
import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { kwotaFor } from '../house/kwota';
import { inEveryLanguage, ownPassword, person, typeSignIn, window } from '../house/people';
import { shot } from '../house/shots';

// Zhao agrees to money at other people's screens. From today on her telephone has a word in it.

const kwota = kwotaFor('54_second_factor');
let zhao: Page;
let secret = '';

const STEP_MS = 30_000;
let lastStep = 0;

/** What a telephone shows (RFC 6238) by this machine's time; each time of another half minute, for a code is good once. Of one before and one after now, too:
 * only the fourth has to be waited for. */
async function shown(): Promise<string> {
  const now = () => Math.floor(Date.now() / STEP_MS);
  lastStep = Math.max(lastStep + 1, now() - 1);
  while (lastStep > now() + 1) await new Promise((go) => setTimeout(go, 200));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(lastStep));
  const mac = createHmac('sha1', base32(secret)).update(counter).digest();
  return String((mac.readUInt32BE(mac[19]! & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

function base32(text: string): Buffer {
  const bits = [...text].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
}

test('a telephone is set up as a second factor: what it is to hold is shown once, and a code proves that it does', async ({ browser }) => {
  zhao = await person(browser, kwota, 'zhao');
  await zhao.getByTestId('operator-menu').click();
  await zhao.getByTestId('menu-second-factor').click();
  await inEveryLanguage(zhao, 'a second factor');
  await zhao.getByTestId('second-factor-password').fill('not this one');
  await zhao.getByTestId('second-factor-begin').click();
  await expect(zhao.getByTestId('problem')).toHaveAttribute('data-code', 'wrong_password');
  await zhao.getByTestId('second-factor-password').fill(ownPassword('zhao'));
  await zhao.keyboard.press('Enter');
  await expect(zhao.locator('.square-code')).toBeVisible();
  secret = (await zhao.getByTestId('second-factor-secret').innerText()).replaceAll(/\s/g, '');
  await expect(zhao.getByTestId('second-factor-code')).toBeFocused();
  await accessible(zhao, 'what a telephone is to hold');
  await shot(zhao, '54-offer');
  await zhao.keyboard.type('000000');
  await zhao.keyboard.press('Enter');
  await expect(zhao.getByTestId('problem')).toHaveAttribute('data-code', 'code_not_shown');
  await zhao.getByTestId('second-factor-code').fill(await shown());
  await zhao.keyboard.press('Enter');
  await expect(zhao.getByTestId('second-factor-set')).toBeVisible();
  await accessible(zhao, 'a second factor that is set up');
});

test('at the door the code is asked for when the password is right, and the password need not be typed again', async ({ browser }) => {
  const page = await window(browser, kwota);
  await page.goto('/sign-in');
  await expect(page.getByTestId('sign-in-code')).toHaveCount(0);
  await typeSignIn(page, 'zhao', ownPassword('zhao'));
  await expect(page.getByTestId('sign-in-code')).toBeFocused();
  await expect(page.getByTestId('problem')).toHaveCount(0);
  await accessible(page, 'a code is asked for');
  await shot(page, '54-code');
  await page.keyboard.type('000000');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('problem')).toHaveAttribute('data-code', 'wrong_code');
  await expect(page.getByTestId('sign-in-code')).toBeFocused();
  await page.keyboard.type(await shown());
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('operator-menu')).toBeVisible();
  await page.getByTestId('operator-menu').click();
  await page.getByTestId('menu-lock').click();
  await page.getByTestId('lock-password').fill(ownPassword('zhao'));
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('lock-code'), 'the locked screen asks for it, too').toBeFocused();
  await page.keyboard.type(await shown());
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('lock-dialog')).toBeHidden();
  await page.context().close();
});

test('an administrator sees that she has one; she gives it up, and her password is enough again', async ({ browser }) => {
  test.slow(); // her next code is waited for
  const admin = await person(browser, kwota, 'admin');
  await admin.goto('/office/operators?open=zhao');
  await expect(admin.getByTestId('fact-second_factor')).toContainText('yes');
  await expect(admin.getByTestId('operator-sessions'), 'and where she is signed in').toHaveAttribute('data-rows', /^[1-9]/); // each time that a screen was unlocked is one
  await expect(admin.getByTestId('may-second')).toContainText('supplement');
  await accessible(admin, 'an operator, his sessions and rights');
  await shot(admin, '54-operator');
  await zhao.goto('/second-factor');
  await zhao.getByTestId('second-factor-password').fill(ownPassword('zhao'));
  await zhao.getByTestId('second-factor-code').fill(await shown());
  await zhao.getByTestId('second-factor-give-up').click();
  await expect(zhao.getByTestId('second-factor')).toHaveAttribute('data-set', 'false');
  const page = await window(browser, kwota);
  await page.goto('/sign-in');
  await typeSignIn(page, 'zhao', ownPassword('zhao'));
  await expect(page.getByTestId('operator-menu')).toBeVisible();
});
