import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { Counter } from '../house/counter';
import { kwotaFor } from '../house/kwota';
import { byMenu, loaded, turnTo } from '../house/office';
import { agrees, inEveryLanguage, person } from '../house/people';
import { shot } from '../house/shots';

// Registers: places as a tree that opens the rows behind its figures, the store of meters, code tables, ways that a utility does not use, and what
// became of a row.

const kwota = kwotaFor('34_registers');
let supervisor: Page;
let technician: Page;

test('people come to work', async ({ browser }) => {
  const counter = new Counter(await person(browser, kwota, 'wang'));
  await counter.open();
  await counter.takeTill('E01', 'T1');
  await counter.openShift('0');
  supervisor = await person(browser, kwota, 'zhao');
  technician = await person(browser, kwota, 'tech');
});

test('places are a tree, and a figure opens the rows that make it', async () => {
  await supervisor.goto('/office');
  await byMenu(supervisor, 'place-tree');
  await loaded(supervisor, 'place-tree');
  await expect(supervisor.getByTestId('place-whole')).toBeVisible();
  await inEveryLanguage(supervisor, 'tree');
  await shot(supervisor, '34-tree');
  const station = supervisor.getByTestId('place-station/E01');
  await station.getByRole('button').click();
  await expect(station.getByRole('button')).toHaveAttribute('aria-expanded', 'false');
  await station.getByRole('button').click();
  const meters = supervisor.getByTestId('place-whole').getByTestId('meters');
  const figure = (await meters.innerText()).trim();
  await meters.getByRole('link').click();
  await expect(supervisor.getByTestId('query-subject')).toHaveValue('meters');
  await expect(supervisor.getByTestId('query-count')).toHaveAttribute('data-total', figure.replace(/\D/g, ''));
});

test('a delivery of meters comes in, and a fitter takes some', async () => {
  await technician.goto('/office/stock-lots');
  await loaded(technician, 'stock-lots');
  await technician.getByTestId('new-row').click();
  await technician.getByTestId('field-code').fill('HB-1');
  await technician.getByTestId('field-model').selectOption('DDSY1352');
  await technician.getByTestId('field-received').fill('2026-11-02');
  await technician.getByTestId('field-meters').fill('960000000101-960000000103');
  await technician.getByTestId('field-seals').fill('A100-A104');
  await technician.getByTestId('form-save').click();
  await expect(technician.getByTestId('problem')).toHaveAttribute('data-code', 'seals_do_not_fit');
  await technician.getByTestId('field-seals').fill('A100-A105');
  await technician.getByTestId('form-save').click();
  await expect(technician.getByTestId('new-dialog')).toBeHidden();
  await technician.goto('/office/meter-stock');
  await loaded(technician, 'meter-stock');
  await technician.getByTestId('stock-move').click();
  await technician.getByTestId('field-move').selectOption('issued');
  await technician.getByTestId('field-meters').fill('960000000102');
  await technician.getByTestId('field-holder').fill('Fitter Ma');
  await accessible(technician, 'order filled in');
  await technician.getByTestId('form-save').click();
  await expect(technician.getByTestId('stock-dialog')).toBeHidden();
  await expect(technician.getByTestId('table-meter-stock')).toContainText('Fitter Ma');
  await inEveryLanguage(technician, 'stock');
  await technician.goto('/office/meter-stock?open=960000000102');
  await expect(technician.getByTestId('related-stock-events')).toContainText('A102,A103');
  await technician.getByTestId('row-history').getByText('History').click();
  await expect(technician.getByTestId('history-rows')).toContainText('孙强');
  await accessible(technician, 'a meter of the stock');
  await shot(technician, '34-stock');
  await technician.goto('/office/stock-lots?open=HB-1');
  await expect(technician.getByTestId('related-meter-stock').locator('tbody tr')).toHaveCount(3);
  await shot(technician, '34-delivery');
  await technician.getByTestId('to-meter-stock').click();
  await expect(technician.getByTestId('row-count')).toHaveAttribute('data-total', '3');
});

test('code tables have their names, and a code is only taken out of use', async () => {
  await technician.goto('/office/codes');
  await loaded(technician, 'codes');
  await technician.getByTestId('tab-maker').click();
  await expect(technician.getByTestId('tab-maker')).toHaveAttribute('aria-current', 'page');
  await loaded(technician, 'codes');
  await technician.getByTestId('new-row').click();
  await expect(technician.getByTestId('field-kind')).toHaveValue('maker');
  await technician.getByTestId('field-code').fill('HB');
  for (const name of ['name_en', 'name_zh', 'name_ru']) await technician.getByTestId(`field-${name}`).fill('Hebei Meters');
  await technician.getByTestId('form-save').click();
  await expect(technician.getByTestId('table-codes')).toContainText('Hebei Meters');
  await accessible(technician, 'code table');
});

test('a meter has a capacity of the table, and the code says who bears it', async () => {
  await technician.goto('/office/meters');
  await loaded(technician, 'meters');
  await technician.getByTestId('new-row').click();
  await technician.getByTestId('field-number').fill('970000000821');
  await technician.getByTestId('field-model').selectOption('DDSY1352');
  await technician.getByTestId('field-capacity').selectOption('5-60');
  await technician.getByTestId('form-save').click();
  await expect(technician.getByTestId('new-dialog')).toHaveCount(0);
  await technician.goto('/office/codes?f.kind=capacity&open=capacity/5-60');
  await expect(technician.getByTestId('code-use-meters')).toHaveAttribute('data-total', '1');
  await expect(technician.getByTestId('code-use-stock-lots')).toHaveAttribute('data-total', '0');
  await accessible(technician, 'who bears a code');
  await technician.getByTestId('code-use-meters').click();
  await expect(technician.getByTestId('row-count')).toHaveAttribute('data-total', '1');
  await expect(technician.getByTestId('row-970000000821')).toBeVisible();
  await technician.goto('/office/codes');
  await loaded(technician, 'codes');
  await expect(technician.getByTestId('tab-fee')).toHaveCount(0); // what a fee is settings and price plans say
});

test('the field of a code says what it stands for as soon as its table is chosen', async () => {
  await technician.goto('/office/codes?f.kind=capacity');
  await loaded(technician, 'codes');
  await expect(technician.getByTestId('tab-capacity')).toHaveAttribute('aria-current', 'page');
  await technician.getByTestId('new-row').click();
  await expect(technician.locator('#field-value-note')).toContainText('amperes');
  await technician.getByTestId('field-kind').selectOption('test_interval');
  await expect(technician.locator('#field-value-note')).toContainText('months');
  await shot(technician, '34-codes');
});

test('a new place begins as the tab that is open, and is looked up where it lies', async () => {
  await supervisor.goto('/office');
  await byMenu(supervisor, 'places');
  await loaded(supervisor, 'places');
  await supervisor.getByTestId('tab-building').click();
  await expect(supervisor.getByTestId('tab-building')).toHaveAttribute('aria-current', 'page');
  await supervisor.getByTestId('new-row').click();
  await expect(supervisor.getByTestId('field-kind')).toHaveValue('building');
  await supervisor.getByTestId('field-code').fill('B-34');
  await supervisor.getByTestId('field-name').fill('Hostel 34');
  await supervisor.getByTestId('field-station').fill('E01');
  await supervisor.getByTestId('field-station-option-E01').click();
  await supervisor.getByTestId('field-parent').fill('V01');
  await supervisor.getByTestId('field-parent-option-V01').click();
  await accessible(supervisor, 'a new place');
  await shot(supervisor, '34-new-place');
  await supervisor.getByTestId('form-save').click();
  await supervisor.getByTestId('row-B-34').click();
  await expect(supervisor.getByTestId('fact-parent').getByRole('link')).toHaveText('城东村');
  await shot(supervisor, '34-place');
  await supervisor.getByTestId('fact-parent').getByRole('link').click();
  await expect(supervisor.getByTestId('fact-kind')).toHaveText('Village');
});

test('who lives in a room moves out once', async () => {
  await supervisor.goto('/office/service-points');
  await loaded(supervisor, 'service-points');
  await supervisor.locator('tbody tr.openable td').first().click();
  await supervisor.getByTestId('occupant-name').fill('Feng Yu');
  await supervisor.getByTestId('occupant-name').press('Enter');
  await shot(supervisor, '34-service-point');
  await supervisor.getByTestId('room-occupants').getByRole('link', { name: 'Feng Yu' }).click();
  await expect(supervisor.getByTestId('fact-moved_out')).toHaveText('—');
  await accessible(supervisor, 'who lives there');
  await shot(supervisor, '34-occupant');
  await supervisor.getByTestId('do-move-out').click();
  await expect(supervisor.getByTestId('fact-moved_out')).not.toHaveText('—');
  await expect(supervisor.getByTestId('row-action-move-out')).toHaveCount(0);
});

test('who never was a customer goes, and his row said what became of it', async () => {
  await supervisor.goto('/office/customers');
  await loaded(supervisor, 'customers');
  await supervisor.getByTestId('new-row').click();
  await supervisor.getByTestId('field-name').fill('Twice Named');
  await supervisor.getByTestId('form-save').click();
  await expect(supervisor.getByTestId('new-dialog')).toBeHidden();
  const number = (await supervisor.evaluate(async () => (await (await fetch('/api/v1/customers?q=Twice')).json()).rows[0].number)) as string;
  await supervisor.goto(`/office/customers?open=${number}`);
  await supervisor.getByTestId('row-history').getByText('History').click();
  await expect(supervisor.getByTestId('history-rows')).toContainText('Twice Named');
  await supervisor.getByTestId('remove-reason').fill('named twice');
  await supervisor.getByTestId('do-remove').click();
  await expect(supervisor.getByTestId('drawer')).toContainText('There is no');
});

test('what a row declares is its page: columns by their kinds, a form that asks what must be said, its history', async () => {
  await technician.goto('/office');
  await byMenu(technician, 'reading-routes');
  await loaded(technician, 'reading-routes');
  await inEveryLanguage(technician, 'a declared page');
  await technician.getByTestId('new-row').click();
  await expect(technician.getByTestId('field-day_of_month')).toHaveValue('1');
  await expect(technician.getByTestId('field-state')).toHaveValue('active');
  await technician.getByTestId('field-code').fill('R-34');
  await technician.getByTestId('form-save').click();
  await expect(technician.getByTestId('error-summary')).toContainText('Name');
  await technician.getByTestId('field-name').fill('East bank');
  await technician.getByTestId('field-of_place').fill('nowhere');
  await technician.getByTestId('form-save').click();
  await expect(technician.getByTestId('problem')).toHaveAttribute('data-code', 'unknown_place');
  await accessible(technician, 'a declared form');
  await technician.getByTestId('field-of_place').fill('V01');
  await technician.getByTestId('form-save').click();
  await expect(technician.getByTestId('new-dialog')).toBeHidden();
  await technician.goto('/office/reading-routes?open=R-34');
  await expect(technician.getByTestId('fact-state')).toContainText('in use');
  await technician.getByTestId('edit-row').click();
  await technician.getByTestId('field-state').selectOption('stopped');
  await technician.getByTestId('form-save').click();
  await expect(technician.getByTestId('fact-state')).toContainText('stopped');
  await accessible(technician, 'a declared row');
  await shot(technician, '34-declared');
  await technician.goto('/office/wells');
  await expect(technician.getByTestId('new-row')).toHaveCount(0);
});

test('the code behind a column is looked up where its register is: a well in a village', async () => {
  await supervisor.goto('/office/wells');
  await loaded(supervisor, 'wells');
  await supervisor.getByTestId('new-row').click();
  await supervisor.getByTestId('field-village').fill('V01');
  await supervisor.getByTestId('field-village-option-V01').click();
  await accessible(supervisor, 'a declared look-up');
  await shot(supervisor, '34-well');
  await supervisor.keyboard.press('Escape');
  await supervisor.getByTestId('leave-discard').click();
});

test('a drawer has what a clerk reads, and nothing that only a program does', async () => {
  for (const [who, register, technical] of [[supervisor, 'customers', ''], [technician, 'meters', 'revision'], [technician, 'meter-stock', 'events'], [technician, 'stock-events', 'number'],
    [supervisor, 'occupants', 'number'], [supervisor, 'service-points', ''], [supervisor, 'codes', ''], [supervisor, 'tills', ''], [supervisor, 'wells', '']] as const) {
    await turnTo(who, `/office/${register}`);
    await loaded(who, register);
    const first = who.getByTestId(`table-${register}`).locator('tr[data-testid^="row-"]').first();
    if (await first.count() === 0) continue;
    await who.getByTestId('columns').click();
    await expect(who.locator('.column-choice')).toBeVisible();
    if (technical) await expect(who.getByTestId(`column-${technical}`)).toHaveCount(0);
    await who.keyboard.press('Escape');
    await first.locator('td').first().click();  // not on a link to another register
    await expect(who.getByTestId('row-facts')).toBeVisible();
    if (technical) await expect(who.getByTestId(`fact-${technical}`)).toHaveCount(0);
    await shot(who, `34-drawer-${register}`);
  }
});

test('a way that is not used is not in the menu', async ({ browser }) => {
  const manager = await person(browser, kwota, 'miller');
  await person(browser, kwota, 'petrov');
  await manager.goto('/office/settings?open=way_purse');
  await expect(manager.getByTestId('setting-value')).toContainText('yes');
  await manager.getByTestId('setting-new').selectOption('0');
  await manager.getByTestId('setting-reason').fill('no wells here');
  await manager.getByTestId('setting-ask').click();
  await agrees(manager, 'petrov');
  await expect(manager.getByTestId('setting-value')).toContainText('no');
  await manager.keyboard.press('Escape');
  await expect(manager.getByTestId('menu-meters')).toBeAttached();
  await expect(manager.getByTestId('menu-wells')).toHaveCount(0);
});

test('without a connection the rows that were read stay, and the banner says from when they are', async () => {
  await technician.goto('/office/meters');
  await loaded(technician, 'meters');
  const rows = technician.getByTestId('table-meters').locator('tbody tr[data-row-key]');
  const before = await rows.count();
  expect(before).toBeGreaterThan(0);
  await technician.context().setOffline(true);
  await technician.getByTestId('refresh').click();
  await expect(technician.getByTestId('lost-banner')).not.toBeEmpty();
  await expect(technician.getByTestId('table-meters')).toHaveAttribute('aria-busy', 'false');
  await expect(technician.getByTestId('state-failed')).toHaveCount(0);
  await expect(rows).toHaveCount(before);
  await technician.context().setOffline(false);
  await expect(technician.getByTestId('lamp-server')).toHaveAttribute('data-state', 'up');
});
