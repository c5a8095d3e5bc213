import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { firstShift } from '../house/first_sale';
import { kwotaFor } from '../house/kwota';
import { byMenu, loaded } from '../house/office';
import { agrees, person, speak } from '../house/people';
import { shot, shotOf } from '../house/shots';

// A utility writes its own slips: by the keyboard, beside samples that the server draws as it would print them, from a moment on and by two.

const kwota = kwotaFor('40_slip_templates');
let manager: Page;
let auditor: Page;

/** The place of a fact among the lines, from 1. */
async function lineOf(page: Page, fact: string): Promise<number> {
  const facts = await page.locator('.slip-line').evaluateAll((lines) => lines.map((line) => line.getAttribute('data-fact')));
  return facts.indexOf(fact) + 1;
}

test('people come to work, and the first shift ends the installation', async ({ browser }) => {
  await firstShift(browser, kwota);
  await person(browser, kwota, 'petrov');
  manager = await person(browser, kwota, 'miller');
  auditor = await person(browser, kwota, 'audit');
});

test('every kind of slip says what counts for it', async () => {
  await manager.goto('/office');
  await byMenu(manager, 'slip-templates');
  await loaded(manager, 'slip-templates');
  await shot(manager, '40-slips');
  await manager.getByTestId('open-sale').click();
  await expect(manager.getByTestId('paper-48')).toContainText('SAMPLE');
  await expect(manager.getByTestId('paper-32')).toContainText('SAMPLE');
  for (const language of ['zh', 'ru', 'en'] as const) {
    await speak(manager, language);
    await manager.getByTestId(`preview-${language}`).click();
    await expect(manager.getByTestId('slip-papers')).toHaveAttribute('aria-busy', 'false');
    expect(await manager.getByRole('main').innerText()).not.toMatch(/\b(slips?|slip_fact|slip_condition|slip_kind|page|setting)\.[a-z_.]+\b/);
    await accessible(manager, `editor ${language}`);
    await shotOf(manager.locator('.slip-work'), `40-editor-${language}`);
  }
});

test('a line is moved, taken off and put on by the keyboard alone, and the sample follows', async () => {
  const address = await lineOf(manager, 'address');
  await manager.getByTestId(`line-name-${address}`).focus();
  await manager.keyboard.press('Alt+ArrowUp');
  await manager.keyboard.press('Alt+ArrowUp');
  expect(await lineOf(manager, 'address')).toBe(address - 2);
  await expect(manager.getByTestId(`line-name-${address - 2}`)).toBeFocused();
  await manager.keyboard.press('Delete');
  await expect(manager.getByTestId('paper-48')).not.toContainText('Address');
  const total = await lineOf(manager, 'total');
  await manager.getByTestId(`line-name-${total}`).focus();
  await manager.keyboard.press('Delete'); // what must stay stays
  expect(await lineOf(manager, 'total')).toBe(total);
  await manager.getByTestId('slip-add').selectOption('own_text');
  await manager.getByTestId('slip-add').press('Tab');
  await manager.keyboard.press('Enter');
  const own = await lineOf(manager, 'own_text');
  await expect(manager.getByTestId(`line-name-${own}`)).toBeFocused();
  await expect(manager.getByTestId('problem')).toHaveAttribute('data-code', 'slip_text_missing'); // until it is written
  await manager.getByTestId('own-text_zh').fill('谢谢惠顾');
  await manager.getByTestId('own-text_en').fill('Thank you for paying in advance');
  await manager.getByTestId('own-text_ru').fill('Спасибо');
  await manager.getByTestId('line-align').selectOption('centre');
  await manager.getByTestId('line-emphasis').selectOption('strong');
  await expect(manager.getByTestId('problem')).toHaveCount(0);
  await expect(manager.getByTestId('paper-32')).toContainText('Thank you for paying');
  await manager.getByTestId('preview-zh').click();
  await expect(manager.getByTestId('paper-48')).toContainText('谢谢惠顾');
  await manager.getByTestId('preview-reprint').check();
  await expect(manager.getByTestId('paper-48')).toContainText('重打第 1 次');
  await accessible(manager, 'changed layout');
  await shotOf(manager.locator('.slip-work'), '40-changed');
});

test('it counts when a second person has read every line', async () => {
  await manager.getByTestId('slip-ask').click(); // nobody has said why
  await expect(manager.getByTestId('slip-reason')).toBeFocused();
  await expect(manager.getByTestId('slip-reason')).toHaveAccessibleDescription(/must be filled in/);
  await manager.getByTestId('slip-reason').fill('Shorter paper');
  await manager.getByTestId('slip-ask').click();
  await expect(manager.getByTestId('second-what')).toContainText('Address of the supply');
  await expect(manager.getByTestId('second-what')).toContainText('谢谢惠顾');
  await accessible(manager, 'second person');
  await shotOf(manager.locator('.slip-form'), '40-second');
  await agrees(manager, 'petrov');
  await expect(manager.getByTestId('step-1')).toHaveAttribute('data-state', 'in_force');
  await expect(manager.getByTestId('step-1')).toContainText('Ann Miller, Петров И. С.');
  expect(await lineOf(manager, 'address')).toBe(0);
  await accessible(manager, 'history');
  await shotOf(manager.getByTestId('slip-history'), '40-history');
});

test('as delivered is one key away, and a coming layout is withdrawn by two', async () => {
  await manager.getByTestId('slip-as-delivered').click();
  expect(await lineOf(manager, 'address')).toBeGreaterThan(0);
  await manager.getByTestId('slip-day').fill('2199-01-01');
  await manager.getByTestId('slip-reason').fill('Back again');
  await manager.getByTestId('slip-ask').click();
  await agrees(manager, 'petrov');
  await expect(manager.getByTestId('step-2')).toHaveAttribute('data-state', 'coming');
  await manager.getByTestId('withdraw-reason-2').fill('Not yet');
  await manager.getByTestId('withdraw-2').click();
  await agrees(manager, 'petrov');
  await expect(manager.getByTestId('step-2')).toHaveAttribute('data-state', 'withdrawn');
  await manager.getByTestId('slip-back').click();
  await expect(manager.getByTestId('kind-sale')).not.toContainText('as delivered');
  await expect(manager.getByTestId('kind-swap')).toContainText('as delivered');
});

test('the papers of drawers are laid out as well, and keep every figure', async () => {
  await manager.getByTestId('open-closing').click();
  await expect(manager.getByTestId('paper-32')).toContainText('OVER / SHORT');
  await expect(manager.getByTestId('preview-reprint')).toHaveCount(0);
  const difference = await lineOf(manager, 'difference');
  await manager.getByTestId(`line-name-${difference}`).press('Delete');
  expect(await lineOf(manager, 'difference')).toBe(difference);
  await manager.getByTestId(`off-${await lineOf(manager, 'pieces')}`).click();
  await expect(manager.getByTestId('paper-48')).not.toContainText('Counted by notes and coins');
  await accessible(manager, 'closing slip');
  await shotOf(manager.locator('.slip-work'), '40-closing');
});

test('who holds what is a paper of the house, at the page of operators', async () => {
  await auditor.goto('/office/operators');
  await loaded(auditor, 'operators');
  await speak(auditor, 'en');
  await auditor.getByTestId('people-paper').click();
  await expect(auditor.getByTestId('people-slip')).toContainText('Who holds what');
  await expect(auditor.getByTestId('people-slip')).toContainText('Manager');
  await accessible(auditor, 'who holds what');
  await shot(auditor, '40-people');
  await auditor.keyboard.press('Escape');
});

test('an auditor reads it all and changes nothing, also on a narrow screen', async () => {
  await auditor.setViewportSize({ width: 390, height: 800 });
  await auditor.goto('/office/slip-templates?kind=sale');
  await expect(auditor.getByTestId('step-1')).toContainText('Shorter paper');
  await expect(auditor.getByTestId('paper-32')).toContainText('Thank you for paying');
  await expect(auditor.getByTestId('slip-add')).toHaveCount(0);
  await expect(auditor.getByTestId('slip-form')).toHaveCount(0);
  await auditor.getByTestId('line-name-1').press('Delete');
  expect(await auditor.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await accessible(auditor, 'an auditor looks');
  await shotOf(auditor.locator('.slip-page'), '40-narrow');
});
