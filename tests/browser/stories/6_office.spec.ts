import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { firstSale, secondSale } from '../house/first_sale';
import { kwotaFor } from '../house/kwota';
import { loaded } from '../house/office';
import { person, unlock } from '../house/people';
import { shot } from '../house/shots';

// The back office: what one does with a table, a report, the books.

const kwota = kwotaFor('6_office');
let manager: Page;

test('there is something to look at: an account, a sale, a statement', async ({ browser }) => {
  const morning = await firstSale(browser, kwota, { cashier: 'wang', account: '100001', pay: '100' });
  await secondSale(morning, '412600000011', '50');
  await morning.bench.put(morning.card, 'wallet');
  manager = await person(browser, kwota, 'miller');
});

test('a table is searched, sorted and filtered, and its address is its view', async () => {
  await manager.goto('/office/customers');
  await loaded(manager, 'customers');
  const count = manager.getByTestId('row-count');
  await expect(count).toHaveAttribute('data-total', '320');
  await manager.getByTestId('table-search').fill('高');
  await expect(count).not.toHaveAttribute('data-total', '320');
  const found = Number(await count.getAttribute('data-total'));
  expect(found).toBeGreaterThan(0);
  await expect(manager).toHaveURL(/q=/);
  for (const row of await manager.locator('tbody tr.openable').all()) await expect(row).toContainText('高');

  await manager.getByTestId('filter-add').click();
  await manager.getByTestId('filter-column').selectOption('state');
  await manager.getByTestId('filter-value').selectOption('blocked');
  await manager.getByTestId('filter-apply').click();
  await expect(manager.getByTestId('state-no-match')).toBeVisible();
  await shot(manager, '6-no-match');
  await manager.reload();
  await expect(manager.getByTestId('state-no-match')).toBeVisible();
  await manager.getByTestId('chip-remove-state').click();
  await expect(count).toHaveAttribute('data-total', String(found));

  const first = manager.locator('tbody tr.openable').first();
  await manager.getByRole('columnheader', { name: 'Number' }).click();
  await expect(manager).toHaveURL(/sort=-number/);
  await expect(manager.getByRole('columnheader', { name: 'Number' })).toHaveAttribute('aria-sort', 'descending');
  await loaded(manager, 'customers');
  const keys = await manager.locator('tbody tr.openable').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-testid')!));
  expect(keys).toEqual([...keys].sort().reverse());
  await first.press('Enter');
  await expect(manager.getByTestId('drawer')).toBeVisible();
  await shot(manager, '6-drawer');
  await manager.keyboard.press('Escape');
  await expect(manager.getByTestId('drawer')).toBeHidden();
});

test('pages turn forwards and backwards, and no row is shown twice', async () => {
  await manager.goto('/office/customers');
  await loaded(manager, 'customers');
  const keys = () => manager.locator('tbody tr.openable').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-testid')!));
  const one = await keys();
  await manager.getByTestId('page-next').click();
  await expect(manager.getByTestId(one[0]!)).toBeHidden();
  await loaded(manager, 'customers');
  const two = await keys();
  expect(two.filter((key) => one.includes(key))).toEqual([]);
  await manager.getByTestId('page-previous').click();
  await expect(manager.getByTestId(one[0]!)).toBeVisible();
});

test('the last page is one key away, in the same order, and the page says of how many it is', async () => {
  const all: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = (await (await manager.request.get(`/api/v1/customers?page_size=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)).json()) as { rows: { number: string }[]; next: string | null };
    all.push(...page.rows.map((row) => `row-${row.number}`));
    cursor = page.next;
  }
  const shows = async (rows: string[], what: string): Promise<void> => {
    await expect(manager.locator('tbody tr.openable').first(), what).toHaveAttribute('data-testid', rows[0]!);
    await loaded(manager, 'customers');
    expect(await manager.locator('tbody tr.openable').evaluateAll((found) => found.map((row) => row.getAttribute('data-testid')!)), what).toEqual(rows);
  };
  const where = manager.getByTestId('page-of');
  const size = 50, pages = Math.ceil(all.length / size);
  await shows(all.slice(0, size), 'the first page');
  await expect(where).toHaveAttribute('data-pages', String(pages));
  await manager.getByTestId('page-last').click();
  await shows(all.slice(-size), 'the last page');
  await expect(where).toHaveAttribute('data-page', String(pages));
  await expect(manager.getByTestId('page-next')).toBeDisabled();
  await manager.reload();
  await shows(all.slice(-size), 'a copied link');
  await manager.getByTestId('page-previous').click();
  await shows(all.slice(-2 * size, -size), 'the one before');
  await expect(where).toHaveAttribute('data-page', String(pages - 1));
  await manager.getByTestId('page-next').click();
  await shows(all.slice(-size), 'the last one again');
  await manager.getByTestId('page-first').click();
  await shows(all.slice(0, size), 'the first one again');
  await expect(where).toHaveAttribute('data-page', '1');
});

test('an export holds all rows that match, not the page', async () => {
  await manager.goto('/office/customers?q=%E9%AB%98');
  await loaded(manager, 'customers');
  const total = Number(await manager.getByTestId('row-count').getAttribute('data-total'));
  await manager.getByTestId('export').click();
  const download = manager.waitForEvent('download');
  await manager.getByTestId('export-csv').click();
  const text = readFileSync((await (await download).path())!, 'utf8');
  expect(text.trim().split(/\r?\n/).length).toBe(total + 1);
  const paper = manager.waitForEvent('download');
  await manager.getByTestId('export-pdf').click();
  expect(readFileSync((await (await paper).path())!, 'latin1').startsWith('%PDF')).toBe(true);
  const printed = await manager.request.get((await manager.getByTestId('export-pdf').getAttribute('href'))!);
  expect(printed.headers()['content-disposition']).toContain('inline');
});

test('a report is filtered by what its registers hold, looked up by code or name', async () => {
  await manager.goto('/office/reports?report=R07');
  await loaded(manager, 'reports');
  await manager.getByTestId('filter-station').fill('E01');
  await manager.getByTestId('filter-station-option-E01').click();
  await expect(manager).toHaveURL(/filter\.station=E01/);
  await expect(manager.getByTestId('report-table')).toHaveAttribute('data-rows', '1');
  await manager.getByTestId('filter-station-remove').click();
  await expect(manager).not.toHaveURL(/filter\.station/);
});

test('a report says what was sold, checks itself, opens the rows behind a figure, and is taken away', async () => {
  await manager.goto('/office/reports');
  await loaded(manager, 'reports');
  await manager.getByTestId('report').selectOption('R07');
  const table = manager.getByTestId('report-table');
  await expect(table).toHaveAttribute('data-report', 'R07');
  await expect(table).toHaveAttribute('data-rows', '1');
  await expect(manager.getByTestId('report-totals')).toContainText('150.00');
  await expect(manager.getByTestId('check-received_adds_up')).toContainText(': 0.00');
  await manager.getByTestId('group-0').selectOption('operator');
  await expect(manager.getByTestId('report-row-wang')).toContainText('150.00');
  await expect(manager).toHaveURL(/group=operator/);
  await shot(manager, '6-report');
  const download = manager.waitForEvent('download');
  await manager.getByTestId('report-csv').click();
  expect(readFileSync((await (await download).path())!, 'utf8')).toContain('wang');
  await manager.getByTestId('report-row-wang').getByTestId('report-open').click();
  await expect(manager).toHaveURL(/group=detail/);
  await expect(manager.getByTestId('report-totals')).toContainText('150.00');
  await expect(manager.getByTestId('filter-operator-chosen')).toHaveAttribute('data-value', 'wang');
  await expect(manager.getByTestId('report-row-wang')).toBeHidden(); // the rows behind it are there
  await shot(manager, '6-report-rows');
  await manager.getByTestId('report-open').first().click();
  await loaded(manager, 'sales');
  await expect(manager.getByTestId('row-count')).toHaveAttribute('data-total', '1');
  await manager.goBack();
  await manager.goBack();
  await expect(manager.getByTestId('report-row-wang')).toBeVisible();
  await manager.getByTestId('filter-operator').fill('ha'); // a manager may not open the register of people, and is offered them by name
  await manager.getByTestId('filter-operator-option-zhao').click();
  await expect(manager.getByTestId('filter-operator-chosen')).toContainText('赵敏');
  await expect(table).toHaveAttribute('data-rows', '0');
  await manager.goto('/office/reports?report=R07&filter.operator=nobody');
  await expect(manager.getByTestId('state-failed')).toContainText('nobody'); // noughts would look like an answer
  await manager.getByTestId('report').selectOption('R16');
  await expect(table).toHaveAttribute('data-report', 'R16');
});

test('a sale tells its life, step by step, with the proof of each', async () => {
  await manager.goto('/office/sales');
  await loaded(manager, 'sales');
  await manager.locator('tbody tr.openable').last().click();
  await expect(manager.getByTestId('sale-timeline').locator('li').nth(2)).toBeVisible();
  await shot(manager, '6-sale-life');
});

test('the books are recomputed and found in order', async ({ browser }) => {
  const auditor = await person(browser, kwota, 'audit');
  await auditor.goto('/office/audit');
  await loaded(auditor, 'audit');
  await auditor.getByTestId('verify-now').click();
  await expect(auditor.getByTestId('verify-result')).toHaveAttribute('data-ok', 'true');
  await shot(auditor, '6-verified');
});

test('a backup is made and proven', async ({ browser }) => {
  const admin = await person(browser, kwota, 'admin');
  await admin.goto('/office/backup');
  await admin.getByTestId('backup-now').click();
  await expect(admin.getByTestId('backup-done')).toBeVisible();
});

test('an import shows row and column of each mistake before anything is written', async () => {
  await manager.goto('/office/import');
  await manager.getByTestId('import-kind').selectOption('meters');
  const header = 'number,model,maker,ct,pt,service_point\n';
  await manager.getByTestId('import-file').setInputFiles({ name: 'meters.csv', mimeType: 'text/csv', buffer: Buffer.from(`${header}412699999990,DDSY1352,,1,1,\nnot a number,DDSY1352,,1,1,\n412699999991,,,x,1,\n`) });
  await expect(manager.getByTestId('import-preview')).toBeVisible();
  await expect(manager.getByTestId('import-errors')).not.toHaveText('0');
  await expect(manager.getByTestId('import-write')).toBeHidden();
  await shot(manager, '6-import-errors');

  await manager.getByTestId('import-file').setInputFiles({ name: 'meters.csv', mimeType: 'text/csv', buffer: Buffer.from(`${header}412699999990,DDSY1352,,1,1,\n`) });
  await expect(manager.getByTestId('import-new')).toHaveText('1');
  await expect(manager.getByTestId('import-errors')).toHaveText('0');
  await expect(manager.getByTestId('import-write')).toBeVisible();
});

test('an import waits for the second person, says for what, and is written when he has approved', async ({ browser }) => {
  await manager.getByTestId('import-write').click();
  await expect(manager.getByTestId('second-what')).toContainText('meters.csv');
  await manager.getByTestId('second-later').click();
  await expect(manager.getByTestId('approval-waits')).toContainText('meters.csv');
  await manager.getByTestId('approval-repeat').click();
  await expect(manager.getByTestId('problem')).toHaveAttribute('data-code', 'approval_pending');
  await shot(manager, '6-import-waits');
  const second = await person(browser, kwota, 'petrov');
  await second.goto('/office/approvals');
  await second.locator('tbody tr.openable').first().click();
  await second.getByTestId('approval-approve').click();
  await expect(second.getByTestId('approval-approve')).toBeHidden();
  await manager.getByTestId('approval-repeat').click();
  await expect(manager.getByTestId('import-done')).toBeVisible();
});

test('a session that has ended leaves the form as it was: after the password it is saved', async () => {
  await manager.goto('/office/customers');
  await loaded(manager, 'customers');
  await manager.getByTestId('new-row').click();
  await manager.getByTestId('field-name').fill('Typed before the end');
  await manager.context().clearCookies();
  await manager.getByTestId('form-save').click();
  await expect(manager.getByTestId('lock-dialog').locator('[data-why="expired"]')).toBeVisible();
  await expect(manager.getByTestId('field-name')).toHaveValue('Typed before the end');
  await unlock(manager, 'miller');
  await expect(manager.getByTestId('field-name')).toHaveValue('Typed before the end');
  await manager.getByTestId('form-save').click();
  await expect(manager.getByTestId('register-form')).toBeHidden();
  await manager.getByTestId('table-search').fill('Typed before');
  await expect(manager.getByTestId('row-count')).toHaveAttribute('data-total', '1');
});
