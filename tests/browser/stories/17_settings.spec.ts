import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { firstShift } from '../house/first_sale';
import { kwotaFor } from '../house/kwota';
import { byMenu, loaded } from '../house/office';
import { agrees, person, speak } from '../house/people';
import { shot } from '../house/shots';

// Limits are the utility's own: two people change them, from a moment on, and everybody who asks is told why.

const kwota = kwotaFor('17_settings');
let manager: Page;
let auditor: Page;

/** The page, or one setting's drawer: languages are chosen outside of it. */
async function inEveryLanguage(page: Page, what: string, setting?: string): Promise<void> {
  for (const language of ['zh', 'ru', 'en'] as const) {
    if (setting) await page.keyboard.press('Escape');
    await speak(page, language);
    if (setting) await page.getByTestId(`open-${setting}`).click();
    if (setting) await expect(page.getByTestId('setting-history')).toBeVisible();
    await accessible(page, `${what} ${language}`);
  }
}

test('people come to work, and the first shift ends the installation', async ({ browser }) => {
  await firstShift(browser, kwota);
  await person(browser, kwota, 'petrov');
  manager = await person(browser, kwota, 'miller');
  auditor = await person(browser, kwota, 'audit');
});

test('every setting says what counts', async () => {
  await manager.goto('/office');
  await byMenu(manager, 'settings');
  await loaded(manager, 'settings');
  await expect(manager.getByTestId('value-hoarding_limit')).toContainText('5,000.00');
  await shot(manager, '16-settings');
  await inEveryLanguage(manager, 'settings');
});

test('a limit is raised by two: the second person reads before he agrees, and the first one is no second', async () => {
  await manager.getByTestId('open-hoarding_limit').click();
  await expect(manager.getByTestId('setting-history')).toBeVisible();
  await manager.getByTestId('setting-new').fill('6 000,00');
  await manager.getByTestId('setting-ask').click(); // nobody has said why
  await expect(manager.getByTestId('setting-reason')).toBeFocused();
  await expect(manager.getByTestId('error-summary')).toContainText('This must be filled in.');
  await expect(manager).toHaveTitle(/^Error: /);
  await manager.getByTestId('setting-reason').fill('Board of 12 May');
  await manager.getByTestId('setting-ask').click();
  await expect(manager.getByTestId('second-what')).toContainText('6,000.00');
  await accessible(manager, 'second person');
  await agrees(manager, 'miller');
  await expect(manager.getByTestId('problem')).toHaveAttribute('data-code', 'approval_own');
  await agrees(manager, 'petrov');
  await expect(manager.getByTestId('setting-value')).toContainText('6,000.00');
  await expect(manager.getByTestId('step-1')).toHaveAttribute('data-state', 'in_force');
  await expect(manager.getByTestId('step-1')).toContainText('Ann Miller, Петров И. С.');
  await shot(manager, '16-changed');
});

test('what cannot be is refused in words, and what was typed stays', async () => {
  await manager.getByTestId('setting-new').fill('99999999999');
  await manager.getByTestId('setting-reason').fill('a slip of the key');
  await manager.getByTestId('setting-ask').click();
  await expect(manager.getByTestId('setting-new')).toHaveAccessibleDescription(/from 0.00 to /);
  await expect(manager.getByTestId('setting-new')).toHaveValue('99999999999.00');
  await manager.getByTestId('setting-new').fill('5,000');
  await manager.getByTestId('setting-ask').click();
  await expect(manager.getByTestId('setting-new'), 'a mark before three digits is nobody\'s guess').toHaveAccessibleDescription(/“5,000” can be 5000 or 5\.000\. For the first type 5000/);
  await expect(manager.getByTestId('setting-new')).toHaveValue('5,000');
  await expect(manager.getByTestId('setting-new')).toBeFocused();
});

test('one usage class gets a limit of its own from a day on, and two think again', async () => {
  await manager.getByTestId('setting-new').fill('20000');
  await manager.getByTestId('setting-scope').selectOption('usage_class');
  await manager.getByTestId('setting-class').selectOption('irrigation');
  await manager.getByTestId('setting-day').fill('2199-01-01');
  await manager.getByTestId('setting-time').fill('08:00');
  await manager.getByTestId('setting-reason').fill('Season of watering');
  await accessible(manager, 'form filled in');
  await manager.getByTestId('setting-ask').click();
  await agrees(manager, 'petrov');
  await expect(manager.getByTestId('step-2')).toHaveAttribute('data-state', 'coming');
  await inEveryLanguage(manager, 'drawer with what is coming', 'hoarding_limit');
  await shot(manager, '16-coming');
  await manager.getByTestId('withdraw-reason-2').fill('No season');
  await manager.getByTestId('withdraw-2').click();
  await agrees(manager, 'petrov');
  await expect(manager.getByTestId('step-2')).toHaveAttribute('data-state', 'withdrawn');
  await manager.keyboard.press('Escape');
  await expect(manager.getByTestId('drawer')).toBeHidden();
  await expect(manager.getByTestId('value-hoarding_limit')).toContainText('6,000.00');
});

test('an auditor reads it all and changes nothing', async () => {
  await auditor.goto('/office/settings?open=hoarding_limit');
  await expect(auditor.getByTestId('step-2')).toContainText('No season');
  await expect(auditor.getByTestId('setting-form')).toHaveCount(0);
  await accessible(auditor, 'an auditor looks');
});
