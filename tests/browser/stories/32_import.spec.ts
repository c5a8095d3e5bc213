import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { kwotaFor } from '../house/kwota';
import { complaints, loaded } from '../house/office';
import { person, speak } from '../house/people';
import { shot } from '../house/shots';

// A file of another program: its columns are mapped, what is wrong is mended where it stands, two managers answer for it, and it is taken back.

const kwota = kwotaFor('32_import');
let manager: Page;
let second: Page | undefined;
let heard: string[];

const FILE = 'Nr;Who;Street\n777000000001;Li Ming;Hill 1\n777000000002;;Hill 2\n777000000003;Wang Fang;Hill 3\n';

async function choose(content: string | Buffer): Promise<void> {
  await manager.getByTestId('import-file').setInputFiles({ name: 'old.csv', mimeType: 'text/csv', buffer: Buffer.from(content as string) });
}

/** Petrov agrees at his own desk. */
async function agreed(browser: Parameters<typeof person>[0], button: string): Promise<void> {
  await manager.getByTestId(button).click();
  await manager.getByTestId('second-later').click();
  second ??= await person(browser, kwota, 'petrov');
  await second.goto('/office/approvals');
  await second.locator('tbody tr.openable').first().click();
  await second.getByTestId('approval-approve').click();
  await expect(second.getByTestId('approval-approve')).toBeHidden();
  await manager.getByTestId('approval-repeat').click();
}

test('columns that nobody knows are mapped, and every row is checked', async ({ browser }) => {
  manager = await person(browser, kwota, 'miller');
  heard = complaints(manager);
  await manager.goto('/office/import');
  // One short name in Windows-1251 looks Chinese, until somebody says what it is.
  await choose(Buffer.from([...Buffer.from('number;name\n777000000099;'), 0xcb, 0xe8, 10]));
  await expect(manager.getByTestId('import-read-as')).toContainText('GB18030');
  await manager.getByTestId('import-encoding').selectOption('Windows-1251');
  await expect(manager.getByTestId('import-read-as')).toContainText('Windows-1251');
  await choose(FILE);
  await expect(manager.getByTestId('import-read-as')).toContainText('UTF-8');
  await expect(manager.getByTestId('import-unknown')).toContainText('Nr, Who, Street');
  await manager.getByTestId('import-map-0').selectOption('number');
  await manager.getByTestId('import-map-1').selectOption('name');
  await manager.getByTestId('import-map-2').selectOption('address');
  await expect(manager.getByTestId('import-new')).toHaveText('2');
  await expect(manager.getByTestId('import-errors')).toHaveText('1');
  await expect(manager.getByTestId('import-write')).toBeHidden();
  await shot(manager, '32-errors');
  await accessible(manager, 'a file with a mistake');
});

test('a wrong cell is mended where it stands', async () => {
  await manager.getByTestId('mend-3-name').fill('Sidorova Anna');
  await manager.getByTestId('mend-3-name').press('Enter');
  await expect(manager.getByTestId('import-new')).toHaveText('3');
  await expect(manager.getByTestId('import-errors')).toHaveText('0');
});

test('two managers answer for it, and it is taken back within the day', async ({ browser }) => {
  await agreed(browser, 'import-write');
  await expect(manager.getByTestId('import-done')).toBeVisible();
  await agreed(browser, 'import-undo');
  await expect(manager.getByTestId('import-undone')).toBeVisible();
  await shot(manager, '32-undone');
  await manager.goto('/office/imports');
  await loaded(manager, 'imports');
  await expect(manager.locator('tbody tr.openable')).toHaveCount(1);
});

test('versions of price plans come as a table, and are drafts that two publish', async ({ browser }) => {
  await manager.goto('/office/import');
  await manager.getByTestId('import-kind').selectOption('plan-versions');
  await choose('plan,from_date,name,steps_over,min_pay,price,above_2,price_2\nshops,2031-01-01,Shops,month,5.00,0.52,180,0.57\nshops,2032-01-01,,,,0.54,180,\n');
  await expect(manager.getByTestId('import-new')).toHaveText('1');
  await expect(manager.getByTestId('import-errors')).toHaveText('1');
  await manager.getByTestId('mend-3-price_2').fill('0.59');
  await manager.getByTestId('mend-3-price_2').press('Enter');
  await expect(manager.getByTestId('import-new')).toHaveText('2');
  await agreed(browser, 'import-write');
  await expect(manager.getByTestId('import-done')).toBeVisible();
  await manager.goto('/office/tariffs?open=shops');
  await expect(manager.getByTestId('version-2031-01-01')).toBeVisible();
  await accessible(manager, 'a plan out of a file');
});

test('an administrator brings tills, and is offered nothing else', async ({ browser }) => {
  const admin = await person(browser, kwota, 'admin');
  await admin.goto('/office/import');
  await expect(admin.getByTestId('import-kind').locator('option')).toHaveText(['Stations', 'Tills']);
  await admin.getByTestId('import-kind').selectOption('tills');
  await admin.getByTestId('import-file').setInputFiles({ name: 'tills.csv', mimeType: 'text/csv', buffer: Buffer.from('station,code,name\nE01,T7,Window 7\nX99,T1,Nowhere\n') });
  await expect(admin.getByTestId('import-new')).toHaveText('1');
  await expect(admin.getByTestId('import-errors')).toHaveText('1');
  await accessible(admin, 'tills out of a file');
});

test('in three languages without a complaint', async () => {
  await manager.goto('/office/import');
  for (const language of ['zh', 'ru', 'en'] as const) {
    await speak(manager, language);
    await expect(manager.getByTestId('import-kind')).toBeVisible();
  }
  // Asking for a second person is no complaint; nothing else was refused.
  expect(heard).toEqual([]);
});
