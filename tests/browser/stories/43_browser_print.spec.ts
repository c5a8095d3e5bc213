import { execFileSync } from 'node:child_process';
import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { Hands } from '../house/api';
import { yearFor } from '../house/kwota';
import { loaded } from '../house/office';
import { person, speak } from '../house/people';

// The browser prints all rows of a list or a report, not those that were on the screen; where they are too many it says so and gives the paper.

const kwota = yearFor('43_browser_print');
let manager: Page;
let customers: string[];

/** The pages that come out of the printer, as text. */
async function onPaper(page: Page): Promise<string> {
  const paper = await page.pdf({ format: 'A4', landscape: true });
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: paper, encoding: 'utf8', maxBuffer: 1 << 26 });
}

/** How often it asked to be printed. */
const asked = (page: Page): Promise<number> => page.evaluate(() => (window as unknown as { printed?: number }).printed ?? 0);

test('a utility with more customers than a page of the list has', async ({ browser }) => {
  manager = await person(browser, kwota, 'miller');
  await manager.addInitScript(() => { window.print = () => { const counted = window as unknown as { printed?: number }; counted.printed = (counted.printed ?? 0) + 1; }; });
  const hands = new Hands(manager);
  customers = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { [name: string]: any } = await hands.get(`/customers?page_size=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
    customers.push(...(page['rows'] as { number: string }[]).map((row) => row.number));
    cursor = page['next'];
  }
  expect(customers.length).toBeGreaterThan(200);
});

test('Ctrl+P on a page of a list prints all rows', async () => {
  await manager.goto('/office/customers?size=20');
  await loaded(manager, 'customers');
  await manager.keyboard.press('Control+p');
  await expect.poll(() => asked(manager)).toBe(1);
  const paper = await onPaper(manager);
  expect(customers.filter((number) => !paper.includes(number))).toEqual([]);
  expect(paper).not.toContain('Printed are');
  expect(paper.split('\f').filter((page) => /\d{12}/.test(page)).every((page) => page.includes('Name')), 'heads on each page').toBe(true);
  await expect(manager.locator('[data-testid="table-customers"] tbody tr.openable')).toHaveCount(20); // afterwards the page is as it was
});

test('it stands on the whole sheet, without the menu and its column, black on white', async () => {
  await manager.emulateMedia({ media: 'print' });
  const page = manager.locator('.office-page');
  expect(await page.evaluate((each) => each.getBoundingClientRect().width / document.documentElement.clientWidth)).toBeGreaterThan(0.9);
  const ink = (each: Element): string => getComputedStyle(each).color;
  expect(await page.locator('tbody .row-link').first().evaluate(ink)).toBe(await page.evaluate(ink));
  await manager.emulateMedia({ media: null });
});

test('a list of many columns turns its sheet, one of few does not', async () => {
  const sheet = async (list: string): Promise<string> => {
    await manager.goto(`/office/${list}?size=20`);
    await loaded(manager, list);
    const paper = await manager.pdf({ preferCSSPageSize: true });
    const [, wide, high] = /Page size: +([\d.]+) x ([\d.]+)/.exec(execFileSync('pdfinfo', ['-'], { input: paper, encoding: 'utf8' }))!;
    return Number(wide) > Number(high) ? 'across' : 'upright';
  };
  expect(await sheet('sales')).toBe('across');
  expect(await sheet('places')).toBe('upright');
});

test('what is filtered is printed, by the button, too; the browser\'s own menu says what is missing', async () => {
  await manager.goto(`/office/customers?size=20&f.number=${customers[150]!}`);
  await loaded(manager, 'customers');
  await manager.getByTestId('export').click();
  await manager.getByTestId('export-print').click();
  await expect.poll(() => asked(manager)).toBe(1);
  expect([...new Set((await onPaper(manager)).match(/\b0000\d{8}\b/g))], 'what it is filtered by, and that row').toEqual([customers[150]]);
  await manager.goto('/office/customers?size=20');
  await loaded(manager, 'customers');
  expect(await onPaper(manager)).toContain(`Printed are 20 of ${customers.length} rows.`);
});

test('a report of more than a page prints all its lines', async () => {
  const hands = new Hands(manager);
  const year = String((await hands.get('/reports'))['today']).slice(0, 4);
  const asked_for = `period=${year}&group=business_day,operator`;
  const { rows_total: total } = await hands.get(`/reports/R07?${asked_for}&page_size=1`);
  expect(total).toBeGreaterThan(200);
  await manager.goto(`/office/reports?report=R07&${asked_for}`);
  await expect(manager.getByTestId('report-table')).toHaveAttribute('data-rows', '200');
  await manager.getByTestId('report-print').click();
  await expect.poll(() => asked(manager)).toBe(1);
  await expect(manager.getByTestId('report-table')).toHaveAttribute('data-rows', String(total));
  const paper = await onPaper(manager);
  const days = (await manager.getByTestId('report-table').locator('tbody th').allInnerTexts()).length;
  expect(days).toBe(total);
  expect(paper.match(/^ *\d\d \w{3} \d{4} /gm)!.length).toBe(total);
  await expect(manager.getByTestId('report-more')).toHaveCount(0);
});

test('more rows than it prints: it says so and gives the paper', async () => {
  await manager.route(/\/api\/v1\/customers\?/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), total: 12_431 } });
  });
  await manager.goto('/office/customers?size=20');
  await loaded(manager, 'customers');
  for (const language of ['zh', 'ru', 'en'] as const) {
    await speak(manager, language);
    await loaded(manager, 'customers');
    await manager.keyboard.press('Control+p');
    await expect(manager.getByTestId('print-too-many')).toContainText(/2[,\u00a0]000/);
    await accessible(manager, `too many rows ${language}`);
  }
  expect(await asked(manager)).toBe(0);
  await expect(manager.getByTestId('print-paper')).toHaveAttribute('href', /\/api\/v1\/customers\?.*format=pdf&columns=number/);
  await manager.unroute(/\/api\/v1\/customers\?/);
});

test('a drawer is printed alone: everything of one customer on his own sheets', async () => {
  await manager.goto(`/office/customers?open=${customers[8]!}`);
  await expect(manager.getByTestId('supplies-of')).toBeVisible();
  const before = await asked(manager);
  await manager.getByTestId('drawer-print').click();
  await expect.poll(() => asked(manager)).toBe(before + 1);
  const paper = await onPaper(manager);
  expect(paper).toContain(customers[8]!);
  expect(paper.match(/R\d-T\d-\d{8}/g)!.length, 'his sales').toBeGreaterThan(1);
  expect(paper, 'nobody else').not.toContain(customers[20]!);
  for (const pressed of ['Edit', 'Merge']) expect(paper, 'nothing to press').not.toContain(pressed);
  await expect(manager.locator('.print-sheet'), 'afterwards the page is as it was').toHaveCount(0);
  await expect(manager.getByTestId('drawer')).toBeVisible();
});
