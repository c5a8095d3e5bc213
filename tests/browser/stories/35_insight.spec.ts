import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { yearFor } from '../house/kwota';
import { byMenu, complaints, loaded } from '../house/office';
import { person } from '../house/people';
import { shot } from '../house/shots';

// What somebody should look at, after a year: each list says its rule, a row opens its account; and a report as the books stood some time ago.

const kwota = yearFor('35_insight');
let manager: Page;
let heard: string[];

test('each list of insight says its rule and has its figures', async ({ browser }) => {
  manager = await person(browser, kwota, 'miller');
  heard = complaints(manager);
  await byMenu(manager, 'insight');
  await loaded(manager, 'insight');
  const lists = await manager.getByTestId('report').locator('option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
  expect(lists).toEqual(expect.arrayContaining(['I01', 'I02', 'I03', 'I04', 'I05', 'I06', 'I09']));
  for (const list of lists) {
    await manager.getByTestId('report').selectOption(list);
    await expect(manager.getByTestId('report-table')).toHaveAttribute('data-report', list);
    await expect(manager.getByTestId('insight-rule')).not.toBeEmpty();
  }
  await manager.getByTestId('report').selectOption('I01');
  await expect(manager.getByTestId('report-table')).toHaveAttribute('data-report', 'I01');
  await accessible(manager, 'days left');
  await shot(manager, '35-days-left');
});

test('a row opens the account that it is about', async () => {
  await manager.getByTestId('report-open').first().click();
  await loaded(manager, 'accounts');
  await expect(manager.getByTestId('row-count')).toHaveAttribute('data-total', '1');
});

test('a report of money is made as the books stood, and says what came since', async () => {
  await byMenu(manager, 'reports');
  await manager.getByTestId('report').selectOption('R07');
  await expect(manager.getByTestId('report-table')).toHaveAttribute('data-report', 'R07');
  await manager.getByTestId('report-as-of').fill('5');
  await manager.getByTestId('report-as-of').press('Enter');
  await expect(manager.getByTestId('report-changes')).not.toHaveAttribute('data-total', '0');
  await expect(manager.getByTestId('report-totals')).toBeVisible();
  await accessible(manager, 'report as of an anchor');
  await manager.getByTestId('report').selectOption('R05');
  await expect(manager.getByTestId('report-as-of')).toHaveCount(0);
  expect(heard).toEqual([]);
});
