import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { Hands } from '../house/api';
import { Bench } from '../house/bench';
import { Counter } from '../house/counter';
import { yearFor } from '../house/kwota';
import { byMenu, complaints, loaded, PAGES, programmersWords, turnTo } from '../house/office';
import { person, secondWindow } from '../house/people';
import { shot } from '../house/shots';

// The sample utility with a year behind it, as whoever opens it for the first time walks through it: overview, reports, registers.

const kwota = yearFor('29_a_year');
let manager: Page;
let heard: string[];

/** Pages on which a good year leaves nothing. */
const QUIET = ['import', 'about', 'edition', 'settings', 'slip-templates', 'key-office', 'control', 'handheld', 'reports', 'insight', 'collection', 'in-doubt', 'reconciliation', 'queries', 'query-builder', 'reading-days', 'place-tree', 'jobs', 'sends', 'month-ends', 'notices', 'imports', 'opening-balances', 'former-cards', 'letters'];

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

test('no register is empty; pages and their rows speak words, and each figure of money says of what currency', async () => {
  /** Where codes are what somebody keeps, or a title of another language stands. */
  const CODED = ['codes'];
  const empty: string[] = [];
  const raw: string[] = [];
  for (const id of [...PAGES.miller!, 'explanations', 'meter-events', 'deposits']) {
    await turnTo(manager, `/office/${id}`);
    await loaded(manager, id);
    if (!QUIET.includes(id) && (await manager.getByTestId(`table-${id}`).locator('tr.ant-table-row').count()) === 0) empty.push(id);
    await shot(manager, `29-${id}`);
    if (CODED.includes(id)) continue;
    raw.push(...programmersWords(await manager.getByRole('main').innerText()).map((word) => `${id}: ${word}`));
    const row = manager.locator('tbody tr.openable').first();
    if ((await row.count()) === 0) continue;
    await row.press('Enter');
    const facts = manager.getByTestId('row-facts');
    await facts.waitFor();
    const shown = `${await manager.getByTestId('drawer').getByRole('heading', { level: 2 }).innerText()} ${await facts.innerText()}`;
    raw.push(...programmersWords(shown).map((word) => `${id}, a row: ${word}`));
  }
  expect(empty).toEqual([]);
  expect(raw).toEqual([]);
  for (const [list, fact] of [['remote-accounts', 'balance'], ['debts', 'amount'], ['shifts', 'expected'], ['deposits', 'amount']] as const) {
    await turnTo(manager, `/office/${list}`);
    await loaded(manager, list);
    await manager.locator('tbody tr.openable').first().press('Enter');
    await expect(manager.getByTestId('row-facts').locator('div', { has: manager.getByTestId(`fact-${fact}`) }).locator('dt'), `${list} ${fact}`).toContainText(', CNY');
  }
  await manager.goto('/office/wells');
  await loaded(manager, 'wells');
  await expect(manager.locator('tbody tr.openable').first()).not.toContainText(/V\d\d|A\d\d\d/); // village and transformer area by their names
  await manager.goto('/office/collection');
  await expect(manager.getByTestId('collection-days')).toContainText('每日零点抄表'); // the plan by its name
});

test('a family has electricity, gas and water side by side, and a plate is twelve supplies', async () => {
  const [water] = ((await (await manager.request.get('/api/v1/accounts?filter.service_point=W0001')).json()) as { rows: { number: number; customer: string }[] }).rows;
  await manager.goto(`/office/customers?open=${water!.customer}`);
  const supplies = manager.getByTestId('supplies-of');
  for (const commodity of ['electricity', 'gas', 'water']) await expect(supplies.getByTestId(`commodity-${commodity}`)).toBeVisible();
  await accessible(manager, 'a customer with three supplies');
  await shot(manager, '29-supplies');
  await manager.goto(`/office/remote-accounts?open=${water!.number}`);
  await expect(manager.getByTestId('balance-days')).toContainText('m³');
  await shot(manager, '29-water-days');
  const [circuit] = ((await (await manager.request.get('/api/v1/circuits?page_size=1')).json()) as { rows: { meter: string }[] }).rows;
  await manager.goto(`/office/meters?open=${circuit!.meter}`);
  await expect(manager.getByTestId('circuit-rows').locator('tbody tr')).toHaveCount(12);
  await expect(manager.getByTestId('circuit-1').getByRole('link')).toHaveCount(2);
  await accessible(manager, 'a plate with its circuits');
  await shot(manager, '29-circuits');
  await manager.goto('/office');
});

test('a load that never happened says whose drawer pays it back', async () => {
  const { rows } = (await (await manager.request.get('/api/v1/sales?filter.state=reversed')).json()) as { rows: { number: string }[] };
  const details = await Promise.all(rows.map(async (row) => (await (await manager.request.get(`/api/v1/sales/${row.number}`)).json()) as { number: string; paid_back_at: { till: string; amount: string } | null }));
  const one = details.find((sale) => sale.paid_back_at !== null)!;
  await manager.goto(`/office/sales?open=${one.number}`);
  await expect(manager.getByTestId('sale-paid-back')).toContainText(`till ${one.paid_back_at!.till}`);
  await accessible(manager, 'a sale that is paid back');
  await shot(manager, '29-paid-back');
  await manager.keyboard.press('Escape');
  await expect(manager.getByTestId('drawer')).toHaveCount(0);
});

test('a customer of the bench comes with his card and is quoted, and at home his meter takes it', async ({ browser }) => {
  const counter = new Counter(await person(browser, kwota, 'wang'));
  const bench = new Bench(await secondWindow(counter.page, 'wang'));
  await bench.open();
  await counter.open();
  await counter.takeTill('E01', 'T1');
  await counter.openShift('200');
  const hands = new Hands(counter.page);
  let [card, meter] = ['', ''];
  for (const id of await bench.wallet()) {
    const serial = await bench.card(id).getAttribute('data-serial');
    const [issued] = (await hands.get(`/cards?filter.serial=${serial}`))['rows'] as { meter: string }[];
    if (issued && !meter) [card, meter] = [id, issued.meter];
  }
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
  await counter.at('counter-amount').fill('100');
  await counter.is('quoted');
  expect(programmersWords(await counter.page.getByRole('main').innerText())).toEqual([]);
  await shot(counter.page, '29-counter');
  await bench.put(card, `meter:${meter}`);
  await bench.meter(meter).finished();
  await shot(bench.page, '29-bench');
});

test('a farmer of the bench waters: his card starts the pump, and pays it', async () => {
  const page = await secondWindow(manager, 'miller');
  const bench = new Bench(page);
  await bench.open();
  const box = page.locator('.pump');
  const number = (await box.getAttribute('data-testid'))!.replace('pump-', '');
  const hands = new Hands(page);
  const card = (await bench.wallet()).at(-1);
  await hands.post(`/bench/pumps/${number}/swipe`, { card });
  await expect(box).toHaveAttribute('data-relay', 'closed');
  await accessible(page, 'a pump that runs');
  await shot(page, '29-pump');
  await hands.post('/bench/clock', { advance_s: 3600 });
  await hands.post(`/bench/pumps/${number}/swipe`, { card });
  await expect(box).toHaveAttribute('data-relay', 'open');
  await expect(page.getByTestId(`newest-${number}`)).toHaveAttribute('data-proven', 'true');
  await expect(page.getByTestId(`newest-${number}`)).not.toHaveAttribute('data-amount', '0.00');
});

test('who works at one station is offered no change of what the whole utility reads', async ({ browser }) => {
  const admin = await person(browser, kwota, 'admin');
  const { one_time_password: once } = await new Hands(admin).post('/operators', { name: 'near', full_name: 'Near', roles: ['technician'], station: 'E01' });
  const near = await person(browser, Object.create(kwota, { oneTimePassword: { value: () => String(once) } }) as typeof kwota, 'near');
  const hands = new Hands(near);
  let offered = 0;
  let withheld = 0;
  for (const list of ['reading-plans', 'reading-routes', 'areas'])
    for (const row of (await hands.get(`/${list}`))['rows'] as { code?: string; area?: string; changeable: boolean }[]) {
      const name = row.code ?? row.area!;
      await near.goto(`/office/${list}?open=${encodeURIComponent(name)}`);
      await expect(near.getByTestId('row-facts')).toBeVisible();
      await expect(near.getByTestId('drawer')).toContainText(name); // its title; the facts say what an area is called
      await expect(near.getByTestId('edit-row'), `${list} ${name}`).toHaveCount(row.changeable ? 1 : 0);
      row.changeable ? (offered += 1) : (withheld += 1);
    }
  expect(offered).toBeGreaterThan(0);
  expect(withheld).toBeGreaterThan(0);
  await shot(near, '29-of-one-station');
});

test('reports of the year are read, and nothing was complained about', async () => {
  await byMenu(manager, 'reports');
  await loaded(manager, 'reports');
  await manager.getByTestId('report-R06').click();
  await expect(manager.getByTestId('report-table')).toHaveAttribute('data-report', 'R06');
  await accessible(manager, 'report after a year');
  await shot(manager, '29-report');
  expect(heard).toEqual([]);
});
