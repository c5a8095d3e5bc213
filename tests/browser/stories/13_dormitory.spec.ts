import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import type { Bench } from '../house/bench';
import { firstSale } from '../house/first_sale';
import { kwotaFor } from '../house/kwota';
import { agrees, person } from '../house/people';
import { shot } from '../house/shots';

// A room of a dormitory: Zhao Jun writes in who lives there, Sun Qiang sets the house rules of its meter over the line, and two of them
// agree on what is free.

const ACCOUNT = '100002';
const METER = '412600000148';

const kwota = kwotaFor('13_dormitory');
let bench: Bench;
let technician: Page;
let supervisor: Page;
let room = '';

const held = (item: string) => technician.getByTestId(`held-${item}`);
const row = (item: string) => technician.getByTestId(`row-${item}`);

test('the meter of a room hangs on a line', async ({ browser }) => {
  const sold = await firstSale(browser, kwota, { cashier: 'wang', account: ACCOUNT, pay: '100' });
  bench = sold.bench;
  await bench.visit(sold.card, METER);
  await bench.page.getByTestId(`line-${METER}`).click();
  await expect(bench.page.getByTestId(`line-address-${METER}`)).toContainText('tcp://');
  technician = await person(browser, kwota, 'tech');
  await technician.goto('/office/links');
  await technician.getByTestId('new-row').click();
  await technician.getByTestId('field-meter').fill(METER);
  await technician.getByTestId('field-address').fill((await bench.page.getByTestId(`line-address-${METER}`).textContent())!);
  await technician.getByTestId('form-save').click();
  await expect(technician.locator('tbody tr.openable')).toHaveCount(1);
});

test('who lives there is written in beside the service point', async ({ browser }) => {
  supervisor = await person(browser, kwota, 'zhao');
  await supervisor.goto(`/office/meters?open=${METER}`);
  room = (await supervisor.getByTestId('fact-service_point').textContent())!.trim();
  await supervisor.goto(`/office/service-points?open=${encodeURIComponent(room)}`);
  for (const [name, count] of [['Zhang Wei', '1'], ['Wu Lei', '2']] as const) {
    await supervisor.getByTestId('occupant-name').fill(name);
    await supervisor.getByTestId('occupant-name').press('Enter');
    await expect(supervisor.getByTestId('room-occupants')).toHaveAttribute('data-rows', count);
  }
  await accessible(supervisor, 'who lives in a room');
  await shot(supervisor, '13-occupants');
});

test('the meter has been told how many they are, and says what it has', async () => {
  await technician.goto(`/office/meters?open=${METER}`);
  await technician.getByTestId('to-control').click();
  await expect(row('residents')).toHaveAttribute('data-differs', 'false');
  await expect(held('residents')).toHaveText('2');
  await technician.getByTestId('control-read').click();
  await expect(held('budget_window_seconds')).toContainText('900');
  await accessible(technician, 'control');
});

test('house rules are typed, and turn green by themselves when the meter has them', async () => {
  await technician.getByTestId('param-curfew_from').fill('23:00');
  await technician.getByTestId('param-curfew_to').fill('06:00');
  await technician.getByTestId('param-curfew_weekdays-6').uncheck();
  await technician.getByTestId('param-step_watts').fill('0.8');
  await technician.getByTestId('param-step_watts').press('Enter');
  await expect(row('step_watts')).toHaveAttribute('data-differs', 'false');
  await expect(held('curfew_from')).toHaveText('23:00');
  await expect(held('curfew_to')).toHaveText('06:00');
  await expect(held('step_watts')).toContainText('0.8');
  await expect(held('curfew_weekdays')).not.toContainText('Sat');
  await expect(technician.getByTestId('control-command')).toHaveAttribute('data-state', 'done');
  await shot(technician, '13-control');
});

test('what no meter takes is refused in words, and nothing is lost of what was typed', async () => {
  await technician.getByTestId('param-trip_delay').fill('2000');
  await technician.getByTestId('control-write').click();
  await expect(technician.getByTestId('problem')).toContainText('1440');
  await expect(technician.getByTestId('param-trip_delay')).toHaveValue('2000');
  await technician.getByTestId('param-trip_delay').fill('');
});

test('free energy is worth money: a second person agrees', async () => {
  await technician.getByTestId('param-free_wh_per_person').fill('8');
  await technician.getByTestId('param-free_wh_per_person').press('Enter');
  await expect(technician.getByTestId('second-person')).toBeVisible();
  await accessible(technician, 'a second person for free energy');
  await agrees(technician, 'zhao');
  await expect(row('free_wh_per_person')).toHaveAttribute('data-differs', 'false');
  await expect(held('free_wh_per_person')).toContainText('8');
});

test('one set goes to the whole building', async () => {
  const place = (await supervisor.getByTestId('fact-area').locator('[title]').getAttribute('title'))!; // its code, under its name
  await technician.goto(`/office/control?place=${encodeURIComponent(place)}`);
  await technician.getByTestId('param-trip_delay').fill('5');
  await technician.getByTestId('building-write').click();
  await expect(technician.getByTestId('building-told')).toContainText('1 room');
  await expect(technician.getByTestId(`room-${METER}`)).toHaveAttribute('data-state', 'done');
  await accessible(technician, 'a building');
  await shot(technician, '13-building');
});
