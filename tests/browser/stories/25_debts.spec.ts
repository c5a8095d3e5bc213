import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import type { Bench } from '../house/bench';
import type { Counter } from '../house/counter';
import { firstSale } from '../house/first_sale';
import { kwotaFor } from '../house/kwota';
import { agrees, person, speak } from '../house/people';
import { shot } from '../house/shots';

// Old arrears get a name: Zhao Jun raises them by a bill, Miller agrees, each sale recovers a fifth, and F9 takes money for nothing else.

const ACCOUNT = '100002';
const METER = '412600000148';

const kwota = kwotaFor('25_debts');
let bench: Bench;
let counter: Counter;
let card = '';
let supervisor: Page;
let manager: Page;

const agree = (): Promise<void> => agrees(supervisor, 'miller');

test('nobody owes anything by name', async ({ browser }) => {
  ({ bench, counter, card } = await firstSale(browser, kwota, { cashier: 'wang', account: ACCOUNT, pay: '100' }));
  await bench.visit(card, METER);
  manager = await person(browser, kwota, 'miller');
  supervisor = await person(browser, kwota, 'zhao');
  await supervisor.goto('/office/debts');
  await expect(supervisor.getByText('Nobody owes anything by name.')).toBeVisible();
  await accessible(supervisor, 'no debts');
});

test('two persons raise a debt by its document', async () => {
  await supervisor.getByTestId('new-row').click();
  await supervisor.getByTestId('field-account').fill(ACCOUNT);
  await supervisor.getByTestId('field-kind').selectOption('arrears');
  await supervisor.getByTestId('field-document').fill('bill 77');
  await supervisor.getByTestId('field-amount').fill('50.00');
  await supervisor.getByTestId('field-value').fill('20');
  await accessible(supervisor, 'a new debt');
  await supervisor.getByTestId('form-save').click();
  await agree();
  await expect(supervisor.getByRole('table').getByText('bill 77')).toBeVisible();
  await supervisor.goto('/office/debts?open=1');
  await expect(supervisor.getByTestId('debt-recoveries')).toHaveAttribute('data-rows', '0');
  await accessible(supervisor, 'a debt');
  await shot(supervisor, '25-debt');
});

test('the window shows it, and the quote names its share', async () => {
  await bench.put(card, 'reader:0');
  await expect(counter.at('debt')).toContainText('50.00');
  await expect(counter.page.locator('.figure').filter({ has: counter.at('debt') })).toContainText('20 % of each payment');
  await counter.at('counter-amount').fill('100');
  await expect(counter.at('quote-lines')).toContainText('20 % (30.00 left)');
  await expect(counter.at('quote-credit')).toContainText('80.00');
  await accessible(counter.page, 'a quote with a debt');
  await shot(counter.page, '25-quote');
});

test('F9 takes money for the debt and sells nothing', async () => {
  await counter.page.keyboard.press('F9');
  await expect(counter.at('pay-debts')).toBeVisible();
  await expect(counter.at('debts-amount')).toHaveValue('50.00');
  await accessible(counter.page, 'money for debts');
  await counter.at('debts-amount').fill('15.00');
  await counter.at('debts-pay').click();
  await counter.is('done');
  await supervisor.reload();
  await expect(supervisor.getByTestId('debt-recoveries')).toHaveAttribute('data-rows', '1');
  await expect(supervisor.getByTestId('fact-left')).toContainText('35.00');
});

test('it is paused by two, and goes on', async () => {
  const until = supervisor.getByTestId('pause-until');
  await until.fill('31.02.2099');
  await supervisor.getByTestId('pause-reason').fill('in hospital');
  await supervisor.getByTestId('debt-pause').click();
  await expect(supervisor.locator('#pause-until-error'), 'what is no day is not sent').toContainText('no day of the calendar');
  await until.fill('31.12.2099');
  await until.press('Tab');
  await expect(until, 'shown as the language writes it').toHaveValue('31 Dec 2099');
  await expect(until).toHaveAttribute('data-value', '2099-12-31');
  await supervisor.getByTestId('debt-pause').click();
  await agree();
  await expect(supervisor.getByTestId('debt-paused')).toContainText('in hospital');
  await expect(supervisor.getByTestId('debt-paused'), 'days as everywhere').toContainText(/31\sDec\s2099/);
  await accessible(supervisor, 'a debt that is paused');
  await supervisor.getByTestId('debt-resume').click();
  await expect(supervisor.getByTestId('debt-pause-form')).toBeVisible();
});

test('the rest becomes a plan of instalments', async () => {
  await supervisor.getByTestId('debt-rule').selectOption('plan');
  await supervisor.getByTestId('debt-from').fill('2099-01-31');
  await supervisor.getByTestId('debt-parts').fill('3');
  await expect(supervisor.getByTestId('debt-planned')).toContainText(/28\sFeb\s2099/);
  // Meanwhile the manager decides otherwise: nobody overwrites what he has not seen, and nothing typed is lost.
  await manager.goto('/office/debts?open=1');
  await manager.getByTestId('debt-rule').selectOption('first');
  await manager.getByTestId('debt-rule-save').click();
  await expect(manager.getByTestId('fact-rule')).toContainText('first');
  await supervisor.getByTestId('debt-rule-save').click();
  await expect(supervisor.getByTestId('debt-rule-form')).toContainText('Somebody else has changed this since you opened it');
  await expect(supervisor.getByTestId('fact-rule')).toContainText('first');
  await expect(supervisor.getByTestId('debt-planned')).toContainText(/28\sFeb\s2099/);
  await supervisor.getByTestId('debt-rule-save').click();
  await expect(supervisor.getByTestId('debt-plan').getByRole('row')).toHaveCount(4);
  await expect(supervisor.getByTestId('debt-plan')).toContainText(/28\sFeb\s2099/);
  await shot(supervisor, '25-plan');
});

test('another one bears interest, for each whole month', async () => {
  await supervisor.goto('/office/debts');
  await supervisor.getByTestId('new-row').click();
  await supervisor.getByTestId('field-account').fill(ACCOUNT);
  await supervisor.getByTestId('field-kind').selectOption('arrears');
  await supervisor.getByTestId('field-document').fill('bill 78');
  await supervisor.getByTestId('field-amount').fill('1200.00');
  await supervisor.getByTestId('field-interest').fill('6');
  await supervisor.getByTestId('field-rule').selectOption('at_counter');
  await shot(supervisor, '25-with-interest');
  await supervisor.getByTestId('form-save').click();
  await agree();
  await expect(supervisor.getByRole('table').getByText('bill 78')).toBeVisible();
  await supervisor.goto('/office/debts?open=2');
  await expect(supervisor.getByTestId('debt-interest')).toHaveAttribute('data-rows', '0');
  await expect(supervisor.getByTestId('debt-interest')).toContainText('6 % a year');
  for (let month = 0; month < 2; ++month) await bench.leap(2592000);
  await expect.poll(async () => {
    await supervisor.goto('/office/debts?open=2');
    await expect(supervisor.getByTestId('debt-interest')).toBeVisible();
    return Number(await supervisor.getByTestId('debt-interest').getAttribute('data-rows'));
  }).toBeGreaterThan(0);
  await expect(supervisor.getByTestId('debt-interest')).toContainText('6.00');
  await accessible(supervisor, 'a debt with interest');
  await shot(supervisor, '25-interest');
});

/** Without a mouse. */
const typed = async (field: string, text: string): Promise<void> => {
  await supervisor.getByTestId(field).focus();
  await supervisor.keyboard.type(text);
};

test('interest is borne from a day that is agreed with the debt', async () => {
  await supervisor.goto('/office/debts');
  const heads = { zh: '计息起始日', ru: 'Проценты с', en: 'Interest from' };
  for (const [language, head] of Object.entries(heads) as ['zh' | 'ru' | 'en', string][]) {
    await supervisor.goto('/office/debts');
    await speak(supervisor, language);
    await supervisor.getByTestId('new-row').press('Enter');
    await expect(supervisor.getByLabel(head)).toHaveAttribute('data-testid', 'field-interest_from');
    await accessible(supervisor, `interest from a day on ${language}`);
  }
  await typed('field-account', ACCOUNT);
  await supervisor.getByTestId('field-kind').selectOption('arrears');
  await typed('field-document', 'bill 79');
  await typed('field-amount', '600.00');
  await typed('field-interest', '6');
  await supervisor.getByTestId('field-interest_from').fill('2099-05-15');
  await supervisor.getByTestId('field-rule').selectOption('at_counter');
  await supervisor.getByTestId('field-document').press('Control+Enter');
  await agree();
  await supervisor.getByTestId('row-3').press('Enter');
  await expect(supervisor.getByTestId('debt-interest').getByRole('listitem')).toHaveText([/^6 % a year.*15\sMay\s2099/]);
});

test('and another rate by two, while that day has not come for the same day', async () => {
  const agreed = { zh: /^自 2099-05-15.*年利率 3 %/, ru: /^3 % годовых.*15\.05\.2099/, en: /^3 % a year.*15\sMay\s2099.*赵敏, Ann Miller/ };
  await typed('interest-rate', '3');
  await supervisor.getByTestId('interest-from').fill('2099-05-15');
  await typed('interest-reason', 'hardship');
  await supervisor.getByTestId('interest-save').press('Enter');
  await agree();
  await expect(supervisor.getByTestId('debt-interest').getByRole('listitem')).toHaveText([agreed.en]);
  for (const [language, rate] of Object.entries(agreed) as ['zh' | 'ru' | 'en', RegExp][]) {
    await supervisor.goto('/office/debts');
    await speak(supervisor, language);
    await supervisor.getByTestId('row-3').press('Enter');
    await expect(supervisor.getByTestId('debt-interest').getByRole('listitem')).toHaveText([rate]);
    await accessible(supervisor, `a rate agreed anew ${language}`);
  }
  await shot(supervisor, '25-rate-anew');
});
