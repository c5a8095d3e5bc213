import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { yearFor } from '../house/kwota';
import { byMenu, complaints, loaded, PAGES } from '../house/office';
import { person } from '../house/people';
import { shot } from '../house/shots';

// The sample utility with a year behind it, as whoever opens it for the first time walks through it: overview, reports, registers.

const kwota = yearFor('29_a_year');
let manager: Page;
let heard: string[];

/** Pages on which a good year leaves nothing. */
const QUIET = ['import', 'about', 'settings', 'key-office', 'control', 'handheld', 'reports', 'insight', 'collection', 'in-doubt', 'reconciliation', 'queries', 'query-builder', 'reading-days', 'place-tree', 'jobs', 'sends', 'month-ends', 'notices', 'imports'];

test('the overview has figures, and a chart of thirty days', async ({ browser }) => {
  manager = await person(browser, kwota, 'miller');
  heard = complaints(manager);
  await manager.goto('/office');
  await expect(manager.getByTestId('overview')).toHaveAttribute('aria-busy', 'false');
  await expect(manager.locator('.tile[data-failed]')).toHaveCount(0);
  await expect(manager.getByTestId('overview-chart').locator('svg').first()).toBeVisible();
  await expect(manager.getByTestId('tile-approvals')).not.toHaveAttribute('data-figure', '0');
  await accessible(manager, 'overview after a year');
  await shot(manager, '29-overview');
});

test('no register is empty', async () => {
  const empty: string[] = [];
  for (const id of PAGES.miller!.filter((page) => !QUIET.includes(page))) {
    await byMenu(manager, id);
    await loaded(manager, id);
    const rows = await manager.getByTestId(`table-${id}`).locator('tbody tr').count().catch(() => 1);
    if (rows === 0) empty.push(id);
    await shot(manager, `29-${id}`);
  }
  expect(empty).toEqual([]);
});

test('reports of the year are read, and nothing was complained about', async () => {
  await byMenu(manager, 'reports');
  await loaded(manager, 'reports');
  await accessible(manager, 'report after a year');
  await shot(manager, '29-report');
  expect(heard).toEqual([]);
});
