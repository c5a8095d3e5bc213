import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { kwotaFor } from '../house/kwota';
import { byMenu, loaded } from '../house/office';
import { person, speak } from '../house/people';
import { shot } from '../house/shots';

// Blank cards: a box comes, a part of it goes to another station, some are thrown away, and what lies there is counted – one less than should.

const kwota = kwotaFor('45_blank_cards');
let supervisor: Page;
let manager: Page;

interface Move {
  what: string;
  cards: string;
  to?: string;
  reason?: string;
  box?: string;
}

/** The dialog, filled in; whether it is taken the story says. */
async function order(page: Page, move: Move): Promise<void> {
  if (!(await page.getByTestId('card-stock-dialog').isVisible())) await page.getByTestId('card-move').click();
  await page.getByTestId('field-card_move').selectOption(move.what);
  await page.getByTestId('field-product').selectOption('user_card');
  await page.getByTestId('field-cards').fill(move.cards);
  await page.getByTestId('field-box').fill(move.box ?? '');
  await page.getByTestId('field-reason').fill(move.reason ?? '');
  if (move.to !== undefined) await page.getByTestId('field-to').fill(move.to); // of one station: by its code
  await page.getByTestId('form-save').click();
}

async function taken(page: Page, move: Move): Promise<void> {
  await order(page, move);
  await expect(page.getByTestId('card-stock-dialog')).toBeHidden();
  await loaded(page, 'card-stock');
}

async function refused(page: Page, move: Move, code: string): Promise<void> {
  await order(page, move);
  await expect(page.getByTestId('problem')).toHaveAttribute('data-code', code);
}

const stockOf = (page: Page, station: string) => page.getByTestId('table-card-stock').getByRole('row', { name: station });

test('the page says that nothing was ever counted', async ({ browser }) => {
  supervisor = await person(browser, kwota, 'zhao');
  manager = await person(browser, kwota, 'miller');
  await supervisor.goto('/office');
  await byMenu(supervisor, 'card-stock');
  await loaded(supervisor, 'card-stock');
  await expect(supervisor.getByTestId('state-empty')).toBeVisible();
  await accessible(supervisor, 'no stock yet');
});

test('a box is received', async () => {
  await supervisor.getByTestId('card-move').click();
  await accessible(supervisor, 'a move of cards');
  await refused(supervisor, { what: 'received', cards: '0' }, 'cards_missing');
  await taken(supervisor, { what: 'received', cards: '100', box: 'B-7' });
  await expect(stockOf(supervisor, 'E01')).toContainText('100');
});

test('some go to another station, and no more than there are', async () => {
  await refused(supervisor, { what: 'sent', cards: '500', to: 'E99' }, 'unknown_station');
  await refused(supervisor, { what: 'sent', cards: '500', to: 'E02' }, 'cards_short');
  await expect(supervisor.getByTestId('problem')).toContainText('100');
  await refused(supervisor, { what: 'spoiled', cards: '30', reason: 'for the east' }, 'card_move_to');
  await taken(supervisor, { what: 'sent', cards: '30' });
  await expect(stockOf(supervisor, 'E01')).toContainText('70');
  await manager.goto('/office/card-stock');
  await loaded(manager, 'card-stock');
  await expect(stockOf(manager, 'E02')).toContainText('30');
});

test('what is bent is thrown away, with a reason', async () => {
  await refused(supervisor, { what: 'spoiled', cards: '4' }, 'reason_missing');
  await shot(supervisor, '45-thrown-away');
  await taken(supervisor, { what: 'spoiled', cards: '4', reason: 'bent' });
  await expect(stockOf(supervisor, 'E01')).toContainText('66');
});

test('a count that differs is looked at twice, and says why', async () => {
  await refused(supervisor, { what: 'counted', cards: '65' }, 'card_count_differs');
  await supervisor.keyboard.press('Escape');
  await supervisor.getByTestId('leave-discard').click();
  await expect(supervisor.getByTestId('card-stock-dialog')).toBeHidden();
  for (const language of ['zh', 'ru', 'en'] as const) {
    await speak(supervisor, language);
    await accessible(supervisor, `stocks ${language}`);
  }
  await loaded(supervisor, 'card-stock');
  await refused(supervisor, { what: 'counted', cards: '65' }, 'card_count_differs');
  const said = supervisor.getByTestId('problem');
  for (const number of ['66', '65', '1']) await expect(said).toContainText(number);
  await shot(supervisor, '45-count-differs');
  await taken(supervisor, { what: 'counted', cards: '65', reason: 'one was lost' });
  await expect(stockOf(supervisor, 'E01')).toContainText('65');
});

test('each move stands in its order, with who did it', async () => {
  await supervisor.getByTestId('to-card-moves').click();
  await loaded(supervisor, 'card-stock-moves');
  const moves = supervisor.getByTestId('table-card-stock-moves');
  for (const text of ['counted', 'thrown away', 'sent to another station', 'received', 'B-7', 'one was lost']) await expect(moves).toContainText(text);
  await expect(moves).not.toContainText('arrived from another station');
  await accessible(supervisor, 'moves of cards');
  await shot(supervisor, '45-moves');
});

test('the report adds up', async () => {
  const month = new Date().toISOString().slice(0, 7);
  const answer = await manager.request.get(`/api/v1/reports/R18?period=${month}`);
  const report = (await answer.json()) as { checks: { name: string; amount: string }[] };
  expect(report.checks.find((check) => check.name === 'stock_adds_up')?.amount).toBe('0.00');
});
