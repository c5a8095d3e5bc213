import { expect, test, type Page } from '@playwright/test';
import { accessible, noSidewaysScroll } from '../house/access';
import { firstSale } from '../house/first_sale';
import { kwotaFor } from '../house/kwota';
import { loaded } from '../house/office';
import { ownPassword, person, speak, typeSignIn, window } from '../house/people';
import { shot } from '../house/shots';

// What people ask themselves: the queries that everybody knows by name, a view that is kept, a query that is built, shared, asked by somebody else.

const LANGUAGES = ['zh', 'ru', 'en'] as const;
const EVIL = '\'"><img onerror>';
const kwota = kwotaFor('27_queries');
let manager: Page;
let cashier: Page;

test('a morning: a sale, and people who look at it', async ({ browser }) => {
  const { counter } = await firstSale(browser, kwota, { cashier: 'wang', account: '100001', pay: '100' });
  cashier = counter.page;
  manager = await person(browser, kwota, 'miller');
});

test('common queries stand under their names, in three languages and in Ctrl-K', async () => {
  await manager.goto('/office/queries');
  await expect(manager.getByTestId('common-queries').getByRole('link')).toHaveCount(8);
  await expect(manager.getByTestId('saved-none')).toBeVisible();
  for (const language of LANGUAGES) {
    await speak(manager, language);
    await accessible(manager, `queries ${language}`);
    if (language === 'zh') await expect(manager.getByTestId('common-supplements')).toHaveText('补电记录查询');
  }
  await manager.getByTestId('common-supplements').click();
  await expect(manager).toHaveURL(/\/office\/sales\?f\.kind=supplement$/);
  await loaded(manager, 'sales');
  await manager.keyboard.press('Control+k');
  await manager.getByTestId('palette-input').fill('closings');
  await manager.getByTestId('palette-page-common-closings').click();
  await expect(manager).toHaveURL(/f\.kind=closing/);
});

test('a view is kept under a name, is an address, and is nobody else\'s', async () => {
  await manager.goto('/office/sales?f.kind=open&sort=-time');
  await loaded(manager, 'sales');
  await manager.getByTestId('view-save').click();
  await manager.getByTestId('saved-name').fill(EVIL);
  await manager.getByTestId('saved-pin').check();
  await accessible(manager, 'saving a view');
  await manager.getByTestId('saved-save').click();
  await expect(manager.getByTestId('save-dialog')).toHaveCount(0);
  const tab = manager.getByTestId('saved-views').getByRole('link', { name: EVIL });
  await expect(tab).toHaveAttribute('aria-current', 'page');
  await expect(manager).toHaveURL(/cols=number/);
  await shot(manager, '27-saved-view');
  await manager.getByTestId('table-search').fill('R1');
  await manager.getByTestId('view-update').click(); // what is seen now takes the place of what was kept
  await manager.getByTestId('saved-save').click();
  await expect(tab).toHaveAttribute('aria-current', 'page');
  await expect(manager).toHaveURL(/q=R1/);
  await manager.getByTestId('view-all').click();
  await expect(manager).toHaveURL(/\/office\/sales$/);
  await manager.getByTestId('menu-group-reports').click();
  await manager.locator('.menu-pinned').click();
  await expect(manager).toHaveURL(/f\.kind=open/);
  await cashier.goto('/office/sales');
  await loaded(cashier, 'sales');
  await expect(cashier.getByTestId('saved-views').getByRole('link')).toHaveCount(0);
});

test('columns and rows a page follow a person to another workstation', async ({ browser }) => {
  await manager.goto('/office/customers');
  await loaded(manager, 'customers');
  await expect(manager.getByRole('columnheader', { name: 'Phone' })).toBeVisible();
  const kept = manager.waitForResponse((answer) => answer.url().includes('/choices/columns.customers') && answer.ok());
  await manager.getByTestId('columns').click();
  await manager.getByTestId('column-phone').click();
  await kept;
  const elsewhere = await window(browser, kwota); // another machine: nothing is remembered there
  await elsewhere.goto('/sign-in');
  await typeSignIn(elsewhere, 'miller', ownPassword('miller'));
  await expect(elsewhere.getByTestId('operator-menu')).toBeVisible();
  await elsewhere.goto('/office/customers');
  await loaded(elsewhere, 'customers');
  await expect(elsewhere.getByRole('columnheader', { name: 'Phone' })).toHaveCount(0);
});

test('a query is built, says what it asks, is answered and taken away', async () => {
  await manager.goto('/office/query-builder');
  await expect(manager.getByTestId('query-nothing-asked')).toBeVisible();
  await manager.getByTestId('query-subject').selectOption('customers');
  await manager.getByTestId('add-others-1').click();
  await manager.getByTestId('others-1-0').selectOption('sales/customer');
  await manager.getByTestId('has-1-0').selectOption('has');
  await manager.getByTestId('where-1-0').click();
  await manager.getByTestId('add-condition-1-0-w').click();
  await manager.getByTestId('field-1-0-w-0').selectOption('time');
  await manager.getByTestId('how-1-0-w-0').selectOption('last_days');
  await manager.getByTestId('value-1-0-w-0').fill('30');
  await expect(manager.getByTestId('query-said')).toContainText('there are Sales where Time is in the last 30 days');
  await manager.getByTestId('value-1-0-w-0').press('Enter');
  await expect(manager.getByTestId('query-count')).toHaveAttribute('data-total', '1');
  await expect(manager).toHaveURL(/ask=/);
  for (const language of LANGUAGES) {
    await speak(manager, language);
    await expect(manager.getByTestId('query-said')).not.toContainText('query.');
    await accessible(manager, `query builder ${language}`);
    await noSidewaysScroll(manager, `query builder ${language}`);
  }
  await shot(manager, '27-query-builder');
  const file = manager.waitForEvent('download');
  await manager.getByTestId('query-csv').click();
  expect((await file).suggestedFilename()).toContain('customers.csv');
  await manager.reload();
  await expect(manager.getByTestId('query-count')).toHaveAttribute('data-total', '1');
});

test('groups and figures, and an error in words', async () => {
  await manager.goto('/office/query-builder');
  await manager.getByTestId('query-subject').selectOption('sales');
  await manager.getByTestId('query-shape').selectOption('groups');
  await manager.getByTestId('query-add-group').selectOption('business_day.month');
  await manager.getByTestId('query-add-figure').selectOption('sum.tendered');
  await manager.getByTestId('query-sort').selectOption('sum.tendered');
  await manager.getByTestId('query-descending').check();
  await manager.getByTestId('query-ask').click();
  await expect(manager.getByTestId('query-totals')).toContainText('100.00');
  await accessible(manager, 'groups and figures');
  await manager.getByTestId('add-condition-1').click();
  await manager.getByTestId('field-1-0').selectOption('tendered');
  await manager.getByTestId('how-1-0').selectOption('more');
  await manager.getByTestId('value-1-0').fill('much');
  await manager.getByTestId('query-ask').click();
  await expect(manager.getByTestId('state-failed')).toContainText('where.all[0]');
  await manager.getByTestId('value-1-0').fill('50');
  await manager.getByTestId('query-ask').click();
  await expect(manager.getByTestId('query-totals')).toContainText('100.00');
});

test('it is saved and shared; who opens it sees what his own rights show him', async ({ browser }) => {
  await manager.getByTestId('query-save').click();
  await manager.getByTestId('saved-name').fill('Large months');
  await manager.getByTestId('share-auditor').check();
  await manager.getByTestId('share-cashier').check();
  await accessible(manager, 'saving a query');
  await manager.getByTestId('saved-save').click();
  await expect(manager.getByTestId('query-name')).toHaveText('Large months');
  const auditor = await person(browser, kwota, 'audit');
  await auditor.goto('/office/queries');
  await auditor.getByTestId('saved-queries').getByRole('link', { name: 'Large months' }).click();
  await expect(auditor.getByTestId('query-totals')).toContainText('100.00');
  await expect(auditor.getByTestId('query-change')).toHaveCount(0);
  await cashier.goto('/office/queries');
  await expect(cashier.getByTestId('saved-none')).toBeVisible(); // builds none, so sees none
  await expect(cashier.getByTestId('new-query')).toHaveCount(0);
  await manager.goto('/office/queries');
  await manager.getByTestId('saved-queries').getByRole('button', { name: /Large months/ }).click();
  await manager.getByTestId('saved-remove').click();
  await expect(manager.getByTestId('undo-bar')).toContainText('Large months');
  await accessible(manager, 'what was removed is offered again');
  await manager.getByTestId('undo').click();
  await expect(manager.getByTestId('saved-queries').getByRole('link', { name: 'Large months' }), 'by a slip: it is there again').toBeVisible();
  await expect(manager.getByTestId('undo')).toHaveCount(0);
  await manager.getByTestId('saved-queries').getByRole('button', { name: /Large months/ }).click();
  await manager.getByTestId('saved-remove').click();
  await expect(manager.getByTestId('saved-queries').getByRole('link', { name: 'Large months' })).toHaveCount(0);
});

test('the builder at 390 px, by keyboard', async () => {
  await manager.setViewportSize({ width: 390, height: 780 });
  await manager.goto('/office/query-builder');
  await manager.getByTestId('query-subject').selectOption('meters');
  await manager.getByTestId('add-condition-1').focus();
  await manager.keyboard.press('Enter');
  await expect(manager.getByTestId('field-1-0')).toBeVisible();
  await noSidewaysScroll(manager, 'query builder at 390 px');
  await accessible(manager, 'query builder at 390 px');
  await manager.setViewportSize({ width: 1280, height: 720 });
});
