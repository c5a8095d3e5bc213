import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { kwotaFor } from '../house/kwota';
import { loaded } from '../house/office';
import { person } from '../house/people';
import { shot } from '../house/shots';

// The reading day of a village: the technician types what he read by eye, Zhao Jun goes through it with the keyboard and releases the day.

const kwota = kwotaFor('30_reading_review');
let technician: Page;
let supervisor: Page;
let today = '';

const count = async (page: Page, state: string): Promise<number> => Number(await page.getByTestId(`state-${state}`).getAttribute('data-count'));
const row = (page: Page, state: string) => page.locator(`tr[data-state="${state}"]`).first();

test('the technician says on which day of the month the village is read', async ({ browser }) => {
  technician = await person(browser, kwota, 'tech');
  today = await technician.evaluate(async () => ((await (await fetch('/api/v1/bench')).json()) as { clock: string }).clock.slice(0, 10));
  await technician.goto('/office/reading-routes');
  await loaded(technician, 'reading-routes');
  await technician.getByTestId('new-row').click();
  await technician.getByTestId('field-code').fill('east');
  await technician.getByTestId('field-name').fill('East village');
  await technician.getByTestId('field-of_place').fill('V01');
  await technician.getByTestId('field-day_of_month').fill(String(Number(today.slice(8))));
  await accessible(technician, 'a new route');
  await technician.getByTestId('form-save').click();
  await expect(technician.getByRole('table').getByText('East village')).toBeVisible();
});

test('everybody is missing, and he types two of them by the keyboard', async () => {
  await technician.goto('/office/reading-days');
  await technician.getByTestId(`reading-day-east-${today}`).getByRole('link').first().click();
  await expect(technician.getByTestId('work-list')).toBeVisible();
  const missing = await count(technician, 'missing');
  expect(missing).toBeGreaterThan(2);
  await accessible(technician, 'a work list');
  for (const [index, energy] of ['1204.5', '88'].entries()) {
    await row(technician, 'missing').getByRole('button').focus();
    await technician.keyboard.press('t');
    await expect(technician.getByTestId('typed-energy')).toBeFocused();
    await technician.keyboard.type(energy);
    await technician.keyboard.press('Enter');
    await expect(technician.getByTestId('state-missing')).toHaveAttribute('data-count', String(missing - 1 - index));
  }
  expect(await count(technician, 'plausible')).toBe(2);
  await expect(technician.getByTestId('release-all')).toHaveCount(0);
});

test('the supervisor rejects one with a reason and releases the other, arrow by arrow', async ({ browser }) => {
  supervisor = await person(browser, kwota, 'zhao');
  await supervisor.goto(`/office/reading-days?route=east&day=${today}&state=plausible`);
  await expect(supervisor.getByTestId('work-list')).toHaveAttribute('data-rows', '2');
  await row(supervisor, 'plausible').getByRole('button').focus();
  await supervisor.keyboard.press('ArrowDown');
  await supervisor.keyboard.press('r');
  await expect(supervisor.getByTestId('review-reason')).toBeFocused();
  await accessible(supervisor, 'a reading');
  await supervisor.keyboard.press('Enter');
  await expect(supervisor.getByTestId('problem')).toHaveAttribute('data-code', 'reason_missing');
  await supervisor.keyboard.type('read at the neighbour');
  await supervisor.keyboard.press('Enter');
  await expect(supervisor.getByTestId('state-rejected')).toHaveAttribute('data-count', '1');
  await row(supervisor, 'plausible').getByRole('button').focus();
  await supervisor.keyboard.press('l');
  await expect(supervisor.getByTestId('review-said')).toContainText('released');
  await expect(supervisor.getByTestId('state-released')).toHaveAttribute('data-count', '1');
});

test('what was released says how it came to stand there', async () => {
  await supervisor.getByTestId('state-released').click();
  await row(supervisor, 'released').getByRole('button').focus();
  await supervisor.keyboard.press('Enter');
  await expect(supervisor.getByTestId('review-steps')).toHaveAttribute('data-rows', '2');
  await accessible(supervisor, 'a released reading');
  await shot(supervisor, '30-released');
  await supervisor.keyboard.press('Escape');
  await supervisor.getByTestId('release-all').click();
  await expect(supervisor.getByTestId('review-said')).toContainText('0');
  await shot(supervisor, '30-work-list');
});

test('losses from one reading day to the next have a place of their own', async () => {
  await supervisor.goto('/office/collection');
  await expect(supervisor.getByTestId('collection-period-losses')).toBeVisible();
  await supervisor.goto('/office/reviewed-readings');
  await loaded(supervisor, 'reviewed-readings');
  await expect(supervisor.getByTestId('table-reviewed-readings').locator('tbody tr')).toHaveCount(2);
});
