import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { Hands } from '../house/api';
import { firstSale } from '../house/first_sale';
import { kwotaFor } from '../house/kwota';
import { agrees, person } from '../house/people';
import { shot } from '../house/shots';

// What slips of a closed year say goes into a file of its own: not too early, by two persons; the receipt is still found by its number, and shown.

const kwota = kwotaFor('39_archive');
let admin: Page, manager: Page;
let receipt = '', month = '';

test('the year of the first sale is named, and that it is too young', async ({ browser }) => {
  const { counter, bench, card } = await firstSale(browser, kwota, { cashier: 'wang', account: '100002', pay: '100' });
  await bench.visit(card, '412600000148');
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
  const clerk = new Hands(counter.page);
  const [sale] = (await clerk.get('/sales'))['rows'] as { number: string; business_day: string; state: string }[];
  receipt = sale!.number;
  month = sale!.business_day.slice(0, 7);
  admin = await person(browser, kwota, 'admin');
  manager = await person(browser, kwota, 'miller');
  await admin.goto('/office/backup');
  await expect(admin.getByTestId('archive-not-yet')).toHaveAttribute('data-code', 'archive_too_young');
  await expect(admin.getByTestId('archive-ask')).toHaveCount(0);
  await accessible(admin, 'archives of a young utility');
  await clerk.post('/bench/clock', { advance_s: 760 * 24 * 3600 });
});

test('two years later its months are closed, and two persons order the archive', async () => {
  await manager.reload();
  const office = new Hands(manager);
  const job = await office.post('/jobs', { kind: 'month_end', asked: { month } });
  await expect.poll(async () => (await office.get(`/jobs/${job['number']}`))['state']).toBe('done');
  await admin.reload();
  await expect(admin.getByTestId('archive-next')).toHaveAttribute('data-year', month.slice(0, 4));
  await admin.getByTestId('archive-ask').click();
  await expect(admin.getByTestId('archive-reason')).toHaveAttribute('aria-invalid', 'true');
  await admin.getByTestId('archive-reason').fill('the disk');
  await admin.getByTestId('archive-ask').click();
  await accessible(admin, 'a second person for an archive');
  await shot(admin, '39-second-person');
  await agrees(admin, 'miller');
  await expect(admin.getByTestId('archive-ordered')).toBeVisible();
  await expect.poll(async () => ((await new Hands(admin).get('/archives'))['archives'] as { state: string }[])[0]!.state).toBe('done');
  await admin.reload();
  await expect(admin.getByTestId(`archive-${month.slice(0, 4)}`)).toHaveAttribute('data-state', 'done');
  await expect(admin.getByTestId('size-archives')).not.toHaveText('0');
  await accessible(admin, 'an archive');
  await shot(admin, '39-archive');
});

test('the receipt is found by its number, with its slip, and says where that was read', async () => {
  await manager.goto(`/office/sales?q=${receipt}&open=${receipt}`);
  await expect(manager.getByTestId('sale-archived')).toContainText(month.slice(0, 4));
  await accessible(manager, 'an archived sale');
  await shot(manager, '39-archived-sale');
  await manager.getByTestId('sale-receipt').click();
  await expect(manager.getByRole('dialog').last()).toContainText(receipt);
  await shot(manager, '39-archived-slip');
});
