import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { Hands } from '../house/api';
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
  const lists = await manager.getByTestId('report').locator('option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value).filter(Boolean));
  expect(lists).toEqual(expect.arrayContaining(['I01', 'I02', 'I03', 'I04', 'I05', 'I06', 'I09']));
  for (const list of lists) {
    await manager.getByTestId('report').selectOption(list);
    await expect(manager.getByTestId('report-table')).toHaveAttribute('data-report', list);
    await expect(manager.getByTestId('report-about')).not.toBeEmpty();
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

test('somebody is sent to the supplies that were chosen, and the list is judged by what he found', async () => {
  await manager.goto('/office/insight?report=I01');
  await manager.getByTestId('report-table').waitFor();
  const boxes = manager.getByTestId('report-table').locator('tbody input[type=checkbox]');
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  const chosen = await Promise.all([0, 1].map(async (row) => /\b1\d{5}\b/.exec(await manager.getByTestId('report-table').locator('tbody tr').nth(row).innerText())![0]));
  await expect(manager.getByTestId('visit-order')).toHaveAttribute('data-chosen', '2');
  await accessible(manager, 'supplies chosen for a visit');
  await shot(manager, '35-supplies-chosen');
  await manager.getByTestId('order-visits').click();
  await manager.getByTestId('plan-visitor').fill('Sun Yan');
  await manager.getByTestId('plan-save').click();
  await expect(manager.getByTestId('visits-ordered')).toBeVisible();
  await manager.getByTestId('visits-ordered').getByRole('link').click();
  await loaded(manager, 'visits');
  // Both wait once, and nobody else but for whom the sample's own technician was sent; that may be one of them.
  const waiting = manager.locator('tbody tr.openable');
  for (const account of chosen) await expect(waiting.filter({ hasText: account })).toHaveCount(1);
  const ofSample = await waiting.filter({ hasText: '王工' }).filter({ hasNotText: new RegExp(chosen.join('|')) }).count();
  expect(ofSample).toBeLessThanOrEqual(1);
  await expect(manager.getByTestId('row-count')).toHaveAttribute('data-total', String(2 + ofSample));
  await manager.locator('tbody tr.openable td').first().click();
  await manager.getByTestId('visit-found').fill('bypass behind the meter');
  await shot(manager, '35-visit');
  await accessible(manager, 'a visit');
  await manager.getByTestId('visit-tell').click();
  await expect(manager.getByTestId('fact-state')).not.toHaveText(/ordered/);
  await manager.keyboard.press('Escape');
  await manager.goto('/office/insight?report=I10');
  await expect(manager.getByTestId('report-row-I01')).toContainText('100');
  await manager.goto('/office/insight?report=I12');
  await expect(manager.getByTestId('report-table')).toHaveAttribute('data-report', 'I12');
  await shot(manager, '35-losses-beside-points');
});

test('how sales go on: hours of the week as a grid, months beside the year before, next month', async () => {
  // Of the month before: of one that begins today there is nothing yet.
  const [year, month] = String((await new Hands(manager).get('/reports'))['today']).split('-').map(Number) as [number, number];
  const before = new Date(Date.UTC(year, month - 2, 1)).toISOString().slice(0, 7);
  await manager.goto(`/office/insight?report=I13&period=${before}`);
  await expect(manager.getByTestId('report-grid').locator('td[data-level="8"]')).not.toHaveCount(0);
  await accessible(manager, 'sales by hour and day of the week');
  await shot(manager, '35-hours');
  await manager.goto('/office/insight?report=I15');
  await expect(manager.getByTestId('report-table')).toHaveAttribute('data-report', 'I15');
  await expect(manager.getByTestId('period-kind')).toHaveValue('year');
  await expect(manager.getByTestId('report-chart')).toBeVisible();
  await shot(manager, '35-beside-the-year-before');
  await manager.getByTestId('report').selectOption('I16');
  await expect(manager.getByTestId('report-table')).toHaveAttribute('data-report', 'I16');
  await accessible(manager, 'what next month may bring');
});

test('an event is acknowledged where it is listed, once, and stays there', async () => {
  await manager.goto('/office/meter-events?f.explained=false');
  await loaded(manager, 'meter-events');
  const open = Number(await manager.getByTestId('row-count').getAttribute('data-total'));
  await manager.locator('tbody tr.openable td').nth(1).click();
  await manager.getByTestId('explain-reason').fill('seal changed');
  await accessible(manager, 'an event that nobody has acknowledged');
  await shot(manager, '35-acknowledge');
  await manager.getByTestId('explain-save').click();
  await expect(manager.getByTestId('fact-explanation')).toHaveText('seal changed');
  await expect(manager.getByTestId('explain-form')).toHaveCount(0);
  await manager.keyboard.press('Escape');
  await expect(manager.getByTestId('row-count')).toHaveAttribute('data-total', String(open - 1));
  await manager.goto('/office/explanations');
  await loaded(manager, 'explanations');
  await expect(manager.locator('tbody')).toContainText('seal changed');
  await accessible(manager, 'explained exceptions');
});

test('two numbers of one customer: what tells people apart is said before anybody is asked', async () => {
  await manager.goto('/office/customers');
  await loaded(manager, 'customers');
  await manager.locator('tbody tr.openable td').nth(1).click();
  await manager.getByTestId('merge-into').click();
  await manager.locator('[data-testid^="merge-into-option-"]').nth(1).click();
  await expect(manager.getByTestId('merge-customers').getByRole('alert').or(manager.getByTestId('merge-preview'))).toBeVisible();
  await accessible(manager, 'two numbers of one customer');
  await shot(manager, '35-merge');
  // Two of the sample's customers are two people, and the server says so: no other complaint.
  expect(heard.filter((one) => !one.includes('/merge?') && !one.includes('status of 409'))).toEqual([]);
  heard.splice(0);
  await manager.keyboard.press('Escape');
});

test('a meter over time: what it used, how its register stood, what it said', async () => {
  await manager.goto('/office/day-freezes');
  await loaded(manager, 'day-freezes');
  const meter = (await manager.locator('tbody tr.openable a').first().getAttribute('href'))!;
  await manager.goto(`${meter}&part=registers`);
  await expect(manager.getByTestId('course-chart')).toHaveAttribute('data-points', '31');
  await accessible(manager, 'a meter over time');
  await shot(manager, '35-meter-registers');
  await manager.getByTestId('course-what').selectOption('energy');
  await manager.getByTestId('course-days').selectOption('93');
  await expect(manager.getByTestId('course-chart')).toHaveAttribute('data-points', '93');
  await manager.getByTestId('course-chart-table').click();
  await expect(manager.getByTestId('course-chart').locator('tbody tr')).toHaveCount(93);
  await manager.getByTestId('course-what').selectOption('voltage');
  await expect(manager.getByTestId('course-chart').locator('tbody tr').first()).toContainText('2');
  await shot(manager, '35-meter-network');
  await manager.getByTestId('meter-part-state').click();
  await expect(manager.getByTestId('meter-reading-voltageA')).toContainText('2');
  await shot(manager, '35-meter-state');
  await manager.getByTestId('meter-part-events').click();
  await manager.getByTestId('meter-part-statements').click();
  await manager.getByTestId('meter-part-orders').click();
  await accessible(manager, 'orders of a meter');
  await manager.keyboard.press('Escape');
  await expect(manager.getByTestId('drawer')).toHaveCount(0);
});

test('a report of money is made as the books stood, and says what came since', async () => {
  await byMenu(manager, 'reports');
  await manager.getByTestId('report').selectOption('R07');
  await expect(manager.getByTestId('report-table')).toHaveAttribute('data-report', 'R07');
  await manager.goto('/office/reports?report=R07&as_of=5');
  await expect(manager.getByTestId('report-changes')).not.toHaveAttribute('data-total', '0');
  await expect(manager.getByTestId('report-totals')).toBeVisible();
  await accessible(manager, 'report as the books stood');
  await manager.getByTestId('report').selectOption('R05');
  await expect(manager).toHaveURL(/report=R05/);
  await expect(manager.getByTestId('report-table')).toHaveAttribute('data-report', 'R05');
  await manager.getByTestId('report-as-of').fill('2050-01-01T00:00');
  await manager.getByTestId('report-as-of').press('Enter');
  await expect(manager).toHaveURL(/as_of=2050-01-01T00%3A00/);
  await expect(manager.getByTestId('report-table')).toHaveAttribute('data-report', 'R05');
  await expect(manager.getByTestId('report-changes')).toHaveAttribute('data-total', '0');
  expect(heard).toEqual([]);
});
