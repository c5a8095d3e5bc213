import { expect, type Browser, type Page } from '@playwright/test';
import { accessible } from './access';
import { Hands } from './api';
import { pinAt, type House } from './kwota';
import { openWindow } from './windows';

/** The password that everybody of these stories chooses for himself. */
export const ownPassword = (name: string): string => `${name} waters the vines`;

/** A browser window of one person, at the address of the server or of the key office. */
export async function window(browser: Browser, house: House, options: { locale?: string; timezoneId?: string; viewport?: { width: number; height: number } } = {}): Promise<Page> {
  return openWindow(browser, { baseURL: house.address, acceptDownloads: true, ...options });
}

/** At a key office the PIN of his token goes with each password. */
export async function typePin(page: Page, testid: string, name: string): Promise<void> {
  const pin = pinAt(page.url(), name);
  if (pin !== null) await page.getByTestId(testid).fill(pin);
}

export async function typeSignIn(page: Page, name: string, password: string): Promise<void> {
  await page.getByTestId('sign-in-name').fill(name);
  await page.getByTestId('sign-in-password').fill(password);
  await typePin(page, 'sign-in-pin', name);
  await page.getByTestId('sign-in-submit').click();
}

/** Signs in with the one-time password and chooses an own one. */
export async function firstSignIn(page: Page, house: House, name: string): Promise<void> {
  const once = house.oneTimePassword(name);
  await page.goto('/sign-in');
  await typeSignIn(page, name, once);
  await page.getByTestId('password-old').fill(once);
  await page.getByTestId('password-new').fill(ownPassword(name));
  await page.getByTestId('password-again').fill(ownPassword(name));
  await page.getByTestId('password-save').click();
  await expect(page.getByTestId('operator-menu')).toBeVisible();
  await expect(page.getByTestId('password-save')).toBeHidden();
}

/** Comes to work: own password, own language, the console is there. How that looks is told by the stories of the first start and of the key office; here the doors are asked as the page asks them. */
export async function person(browser: Browser, house: House, name: string, language: 'en' | 'zh' | 'ru' = 'en'): Promise<Page> {
  const page = await window(browser, house);
  const once = house.oneTimePassword(name);
  const pin = pinAt(house.address, name);
  const hands = new Hands(page);
  await hands.post('/session', { name, password: once, ...(pin !== null && { pin }) });
  await hands.post('/session/password', { old: once, new: ownPassword(name) });
  await hands.put('/session/language', { language });
  await page.goto('/');
  await expect(page.getByTestId('operator-menu')).toBeVisible();
  await comesBackAlways(page, name);
  return page;
}

/** The second person agrees, in the dialog of the first. */
export async function agrees(page: Page, name: string): Promise<void> {
  await page.getByTestId('second-name').fill(name);
  await page.getByTestId('second-password').fill(ownPassword(name));
  await page.getByTestId('second-approve').click();
}

/** A second window beside it, in the same browser. */
export async function secondWindow(page: Page, name: string): Promise<Page> {
  const second = await page.context().newPage();
  await comesBackAlways(second, name);
  return second;
}

/** A page of his that was left alone for as long as others took may have locked itself: how long that is depends on the machine. */
async function comesBackAlways(page: Page, name: string): Promise<void> {
  await page.addLocatorHandler(page.getByTestId('lock-dialog').locator('[data-why="left"]'), () => unlock(page, name));
}

/** Gives his password to a page that has locked itself. */
export async function unlock(page: Page, name: string): Promise<void> {
  await page.getByTestId('lock-password').fill(ownPassword(name));
  await typePin(page, 'lock-pin', name);
  await page.getByTestId('lock-resume').click();
  await expect(page.getByTestId('lock-dialog')).toBeHidden();
}

/** Chooses the language; for somebody who is signed in the server remembers it. */
export async function speak(page: Page, language: 'en' | 'zh' | 'ru'): Promise<void> {
  const remembered = (await page.getByTestId('operator-menu').isVisible()) ? page.waitForResponse(/\/session\/language$/) : null;
  await page.getByTestId(`language-${language}`).click();
  await remembered;
  await expect(page.locator('html')).toHaveAttribute('lang', { en: 'en', zh: 'zh-CN', ru: 'ru' }[language]);
}

/** A page in every language, each looked at. */
export async function inEveryLanguage(page: Page, what: string): Promise<void> {
  for (const language of ['zh', 'ru', 'en'] as const) {
    await speak(page, language);
    await accessible(page, `${what} ${language}`);
  }
}
