import { createHash, createHmac, randomUUID } from 'node:crypto';
import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { kwotaFor } from '../house/kwota';
import { agrees, person } from '../house/people';
import { shot } from '../house/shots';

// A shop begins to sell for the utility: Miller opens it, Zhao Jun agrees to each step, the administrator gives its terminal a key that is shown once, and the
// terminal reads its balance with nothing but that key.

const kwota = kwotaFor('33_outlets');
let manager: Page;
let admin: Page;
let given = { key: '', secret: '' };

const agree = (): Promise<void> => agrees(manager, 'zhao');

/** As a terminal's programmer reads docs/outlets.md. */
async function asTerminal(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const target = `/api/v1${path}`;
  const time = `${new Date().toISOString().slice(0, 19)}Z`;
  const nonce = randomUUID();
  const text = ['KWOTA-HMAC-SHA256-1', 'GET', target, createHash('sha256').digest('hex'), time, nonce].join('\n');
  const signature = createHmac('sha256', given.secret).update(text).digest('hex');
  const answer = await fetch(kwota.address + target, { headers: { Authorization: `Kwota-HMAC-SHA256 key=${given.key}, time=${time}, nonce=${nonce}, signature=${signature}` } });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

test('nobody sells for the utility yet', async ({ browser }) => {
  await person(browser, kwota, 'zhao');
  manager = await person(browser, kwota, 'miller');
  await manager.goto('/office/outlets');
  await expect(manager.getByText('Nobody sells for the utility yet.')).toBeVisible();
});

test('two open an outlet', async () => {
  await manager.getByTestId('new-row').click();
  await manager.getByTestId('field-code').fill('O-01');
  await manager.getByTestId('field-station').selectOption('E01');
  await manager.getByTestId('field-name').fill('Shop on Main street');
  await manager.getByTestId('field-sale_limit').fill('500.00');
  await accessible(manager, 'a new outlet');
  await manager.getByTestId('form-save').click();
  await agree();
  await expect(manager.getByRole('table').getByText('Shop on Main street')).toBeVisible();
  await accessible(manager, 'outlets');
});

test('its float is topped up, and the statement says so', async () => {
  await manager.goto('/office/outlets?open=O-01');
  await manager.getByTestId('move-amount').fill('300,00');
  await manager.getByTestId('move-reference').fill('TR-1');
  await manager.getByTestId('move-book').click();
  await agree();
  await expect(manager.getByTestId('outlet-float')).toContainText('300.00');
  await expect(manager.getByTestId('statement-topped_up')).toContainText('300.00');
  await expect(manager.getByTestId('statement-closing')).toContainText('300.00');
  await accessible(manager, 'the statement of an outlet');
  await shot(manager, '33-statement');
});

test('its commission is agreed', async () => {
  await manager.getByTestId('outlet-tab-commission').click();
  await manager.reload();
  await expect(manager.getByTestId('outlet-tab-commission'), 'a copied link shows the same part').toHaveAttribute('aria-selected', 'true');
  await manager.getByTestId('rule-rate').fill('15');
  await manager.getByTestId('rule-reason').fill('contract 7');
  await manager.getByTestId('rule-save').click();
  await agree();
  await expect(manager.getByTestId('outlet-commission').getByRole('table')).toContainText('contract 7');
  await accessible(manager, 'the commission of an outlet');
});

test('the administrator gives its terminal a key, once', async ({ browser }) => {
  admin = await person(browser, kwota, 'admin');
  await admin.goto('/office/outlets?open=O-01');
  await admin.getByTestId('outlet-tab-clients').click();
  await accessible(admin, 'the terminals of an outlet');
  await admin.getByTestId('client-code').fill('t1');
  await admin.getByTestId('client-name').fill('beside the door');
  await admin.getByTestId('client-make').click();
  await expect(admin.getByTestId('outlet-secret')).toBeVisible();
  given = { key: 'O-01.T1.1', secret: (await admin.getByTestId('outlet-secret-text').textContent()) ?? '' };
  await accessible(admin, 'a key that is shown once');
  await admin.getByTestId('outlet-secret-done').click();
  await expect(admin.getByTestId('outlet-keys')).toContainText('O-01.T1.1');
  await expect(admin.locator('body')).not.toContainText(given.secret);
  const balance = await asTerminal('/outlet/balance');
  expect(balance.status).toBe(200);
  expect(balance.body['available']).toBe('300.00');
});

test('revoked, it comes in no more', async () => {
  await admin.getByTestId('revoke-T1').click();
  await admin.getByTestId('revoke-why').fill('stolen');
  await admin.getByTestId('revoke-yes').click();
  await expect(admin.getByTestId('outlet-keys')).toContainText('stolen');
  expect((await asTerminal('/outlet/balance')).body['code']).toBe('key_not_good');
});

test('who edits it when another has saved meanwhile sees both, and chooses', async ({ browser }) => {
  await manager.getByTestId('outlet-tab-limits').click();
  await accessible(manager, 'the limits of an outlet');
  const other = await person(browser, kwota, 'petrov');
  await other.goto('/office/outlets?open=O-01');
  await other.getByTestId('outlet-tab-limits').click();
  await other.getByTestId('outlet-contact').fill('Mr. Shop');
  await manager.getByTestId('outlet-contact').fill('Mrs. Shop');
  await manager.getByTestId('outlet-day').fill('5000,00');
  await manager.getByTestId('outlet-limits-save').click();
  await agree();
  await expect(manager.getByTestId('outlet-limits').getByRole('table').first()).toContainText('5,000.00');
  await other.getByTestId('outlet-limits-save').click();
  await expect(other.getByTestId('problem')).toHaveAttribute('data-code', 'version_conflict');
  await expect(other.getByTestId('conflict')).toContainText('Mrs. Shop');
  await accessible(other, 'an outlet that somebody else has changed');
  await shot(other, '33-conflict');
  await expect(other.getByTestId('conflict-take-day_limit'), 'he never touched it').toHaveCount(0);
  await other.getByTestId('conflict-settle').click();
  await other.getByTestId('outlet-limits-save').click();
  await expect(other.getByTestId('second-person')).toContainText('5,000.00');
  await other.close();
  await manager.getByTestId('outlet-sale').fill('400,00');
  await manager.getByTestId('outlet-limits-save').click();
  await agree();
  await expect(manager.getByTestId('outlet-limits').getByRole('table').first()).toContainText('400.00');
});

test('one blocks it, two let it sell again', async () => {
  await manager.getByTestId('outlet-state-blocked').check();
  await manager.getByTestId('outlet-state-save').click();
  await expect(manager.getByTestId('fact-state')).toContainText('Blocked');
  await manager.getByTestId('outlet-state-save').click();
  await agree();
  await expect(manager.getByTestId('fact-state')).toContainText('Sells');
});
