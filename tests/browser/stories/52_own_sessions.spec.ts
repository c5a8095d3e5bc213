import { expect, test } from '@playwright/test';
import { accessible } from '../house/access';
import { kwotaFor } from '../house/kwota';
import { loaded } from '../house/office';
import { ownPassword, person, typeSignIn, window } from '../house/people';
import { shot } from '../house/shots';

// Wang left the counter of yesterday signed in. She sees where she is signed in, and ends what is not here.

const kwota = kwotaFor('52_own_sessions');

test('whoever is signed in under my name is listed, and I end it', async ({ browser }) => {
  const here = await person(browser, kwota, 'wang');
  const left = await window(browser, kwota);
  await left.goto('/sign-in');
  await typeSignIn(left, 'wang', ownPassword('wang'));
  await expect(left.getByTestId('operator-menu')).toBeVisible();
  await here.getByTestId('operator-menu').click();
  await here.getByTestId('menu-own-sessions').click();
  await expect(here.getByTestId('own-sessions')).toHaveAttribute('data-rows', '2');
  await expect(here.getByTestId('own-sessions').getByText('here', { exact: true })).toHaveCount(1);
  await accessible(here, 'where I am signed in');
  await shot(here, '52-own-sessions');
  await here.getByTestId('own-sessions-end').click();
  await expect(here.getByTestId('own-sessions-ended')).toContainText('1 other session was ended');
  await expect(here.getByTestId('own-sessions')).toHaveAttribute('data-rows', '1');
  await expect(here.getByTestId('own-sessions-end')).toHaveCount(0);
  await expect(left.getByTestId('lock-dialog'), 'there the password is asked for').toBeVisible();
});

test('nobody sees where others are signed in', async ({ browser }) => {
  const li = await person(browser, kwota, 'li');
  await li.goto('/own-sessions');
  await expect(li.getByTestId('own-sessions')).toHaveAttribute('data-rows', '1');
});

test('whoever speaks to his machine switches off what single letters do, on every workstation', async ({ browser }) => {
  const page = await person(browser, kwota, 'miller');
  await page.goto('/office/sales');
  await loaded(page, 'sales');
  await page.keyboard.press('?');
  await expect(page.getByTestId('key-sheet')).toBeVisible();
  await accessible(page, 'keys');
  const kept = page.waitForResponse(/\/choices\/letter_keys$/);
  await page.getByTestId('letter-keys').click(); // what it says is what the server keeps, a moment later
  await page.keyboard.press('Escape');
  await kept;
  const elsewhere = await window(browser, kwota);
  await elsewhere.goto('/sign-in?to=/office/sales');
  await typeSignIn(elsewhere, 'miller', ownPassword('miller'));
  await loaded(elsewhere, 'sales');
  await elsewhere.keyboard.press('?');
  await elsewhere.keyboard.press('/');
  await elsewhere.keyboard.press('F1');
  await expect(elsewhere.getByTestId('key-sheet')).toHaveCount(1);
  await expect(elsewhere.getByTestId('letter-keys')).not.toBeChecked();
});
