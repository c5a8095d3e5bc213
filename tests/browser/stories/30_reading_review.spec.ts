import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { yearFor } from '../house/kwota';
import { loaded } from '../house/office';
import { person } from '../house/people';
import { shot } from '../house/shots';

// The reading day of a village whose meters speak by their cards: the technician types what he read by eye, Zhao Jun goes through the day with the keyboard.

const kwota = yearFor('30_reading_review');
let technician: Page;
let supervisor: Page;
let day = '';

const count = async (page: Page, state: string): Promise<number> => Number(await page.getByTestId(`state-${state}`).getAttribute('data-count'));
const counts = (page: Page, state: string, wanted: number) => expect(page.getByTestId(`state-${state}`)).toHaveAttribute('data-count', String(wanted));
const first = (page: Page, state: string) => page.locator(`tr[data-state="${state}"]`).first().getByRole('button');

test('the work list of the newest day says who is missing and how each reading came', async ({ browser }) => {
  supervisor = await person(browser, kwota, 'zhao');
  await supervisor.goto('/office/reading-days');
  await loaded(supervisor, 'reading-days');
  await accessible(supervisor, 'reading days');
  await shot(supervisor, '30-days');
  await supervisor.getByTestId(/^reading-day-liushu-/).first().getByRole('link').first().click();
  await expect(supervisor.getByTestId('work-list')).toBeVisible();
  day = supervisor.url();
  for (const state of ['missing', 'suspicious', 'rejected', 'estimated']) expect(await count(supervisor, state), state).toBeGreaterThan(0);
  await accessible(supervisor, 'a work list');
  await shot(supervisor, '30-work-list');
});

test('the technician types what he read, and releases nothing', async ({ browser }) => {
  technician = await person(browser, kwota, 'tech');
  await technician.goto(`${day}&state=missing`);
  await expect(technician.getByTestId('work-list')).toBeVisible();
  const missing = await count(technician, 'missing');
  await first(technician, 'missing').focus();
  await technician.keyboard.press('t');
  await expect(technician.getByTestId('typed-energy')).toBeFocused();
  await technician.keyboard.type('12,345');
  await technician.keyboard.press('Enter');
  await expect(technician.getByTestId('typed-energy'), 'twelve, or twelve thousand: nobody guesses').toHaveAttribute('aria-invalid', 'true');
  await technician.getByTestId('typed-energy').fill('88123,5');
  await technician.keyboard.press('Enter');
  await counts(technician, 'missing', missing - 1);
  await expect(technician.getByTestId('release-all')).toHaveCount(0);
});

test('the supervisor rejects with a reason and releases, row by row', async () => {
  await supervisor.goto(`${day}&state=estimated`);
  await expect(supervisor.getByTestId('work-list')).toBeVisible();
  const [rejected, released] = [await count(supervisor, 'rejected'), await count(supervisor, 'released')];
  await expect(first(supervisor, 'estimated')).toBeFocused(); // the keys of the list act at once
  await supervisor.keyboard.press('ArrowDown');
  await supervisor.keyboard.press('r');
  await expect(supervisor.getByTestId('review-reason')).toBeFocused();
  await accessible(supervisor, 'a reading');
  await supervisor.keyboard.press('Enter');
  await expect(supervisor.getByTestId('problem')).toHaveAttribute('data-code', 'reason_missing');
  await supervisor.getByTestId('review-reason').fill('the house stands empty');
  await supervisor.getByTestId('deed-reject').click();
  await counts(supervisor, 'rejected', rejected + 1);
  await expect(supervisor.locator('tr[data-state="estimated"]').nth(1).getByRole('button')).toBeFocused(); // that one has left: the next has its place
  await supervisor.keyboard.press('l');
  await expect(supervisor.getByTestId('review-said')).toContainText('released');
  await counts(supervisor, 'released', released + 1);
});

test('what was released says how it came to stand there, and the rest of the day follows', async () => {
  await supervisor.getByTestId('state-released').click();
  await first(supervisor, 'released').focus();
  await supervisor.keyboard.press('Enter');
  await expect(supervisor.getByTestId('review-steps')).toHaveAttribute('data-rows', '2');
  await accessible(supervisor, 'a released reading');
  await shot(supervisor, '30-released');
  await supervisor.keyboard.press('Escape');
  await supervisor.getByTestId('release-all').click();
  await expect(supervisor.getByTestId('review-said')).toContainText('changed');
  await counts(supervisor, 'estimated', 0);
  await counts(supervisor, 'plausible', 0);
});

test('the street has losses from one reading day to the next', async () => {
  await supervisor.goto('/office/collection');
  await expect(supervisor.getByTestId('collection-period-losses')).toBeVisible();
  await expect(supervisor.getByTestId('collection-period-losses')).not.toHaveAttribute('data-rows', '0');
  await supervisor.goto('/office/reviewed-readings');
  await loaded(supervisor, 'reviewed-readings');
  await accessible(supervisor, 'reviewed readings');
});
