import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { accessible, noSidewaysScroll } from '../house/access';
import { Hands, withTwo } from '../house/api';
import { Handheld } from '../house/handheld';
import { kwotaFor } from '../house/kwota';
import { person, speak } from '../house/people';
import { shot } from '../house/shots';

// What a handheld brings home, at the office: its folder is taken in, judged, looked at, added up, and signed for so that the device may clear its store.

const kwota = kwotaFor('24_handheld');
const METER = '700000000024';
const device = new Handheld();
const swipes = [
  { number: 1, card: '6230110000000017', start: '20261118080000', seconds: 600, total: 1000, energy: 1000, fen: 500, tac: '16EAD516' },
  { number: 3, card: '6230110000000017', start: '20261118200000', seconds: 300, total: 1400, energy: 400, fen: 200, tac: '01020304' },
];

let page: Page;

async function tab(name: string): Promise<void> {
  await page.getByTestId(`tab-${name}`).click();
  await expect(page.getByTestId(`tab-${name}`)).toHaveAttribute('aria-selected', 'true');
}

test('a well, its pump, and a handheld that two persons have certified', async ({ browser }) => {
  page = await person(browser, kwota, 'tech');
  const technician = new Hands(page);
  const supervisor = new Hands(await person(browser, kwota, 'zhao'));
  const manager = new Hands(await person(browser, kwota, 'miller'));
  await supervisor.post('/area-numbers', { number: '11010001', name: '东河滩机井', village: 'V01', station: 'E01' });
  await supervisor.post('/wells', { number: 'W-24', name: '磨坊后', village: 'V01', area_number: '11010001', put_in: '2026-03-01' });
  await technician.post('/meters', { number: METER, model: 'DDSY1352' });
  await technician.post('/well-meters', { well: 'W-24', meter: METER, first_day: '2026-03-01', terminal: '110120000024' });
  await withTwo(technician, manager, '/handhelds', { public_key: device.publicKey, name: '一号抄表器', station: 'E01' });
});

test('import: a folder without its list is named, the whole one is taken in', async () => {
  await page.goto('/office/handheld');
  await speak(page, 'en');
  const files = device.folder(METER, swipes);
  await page.getByTestId('handheld-files').setInputFiles(files.slice(2));
  await expect(page.getByTestId('no-manifest')).toBeVisible();
  await page.getByTestId('handheld-files').setInputFiles(files);
  await expect(page.getByTestId('taken-in')).toContainText('2 new records');
  await expect(page.getByTestId('table-hand-overs')).toContainText(device.number);
  for (const language of ['zh', 'ru', 'en'] as const) {
    await speak(page, language);
    await accessible(page, `handheld import ${language}`);
    await noSidewaysScroll(page, `handheld import ${language}`);
    await shot(page, `24-import-${language}`);
  }
});

test('clean: each watering is judged, and the missing number has its well', async () => {
  await tab('clean');
  await page.getByTestId('clean-1').click();
  await expect(page.getByTestId('cleaned')).toContainText('2 waterings judged');
  await expect(page.getByTestId('table-record-gaps')).toContainText('W-24');
  await shot(page, '24-clean');
});

test('query and statistics: what there is, and what it adds up to', async () => {
  await tab('query');
  await expect(page.getByTestId('table-handheld-waterings')).toContainText('foreign card');
  await shot(page, '24-query');
  await tab('statistics');
  await expect(page.getByTestId('table-hand-over-sums')).toContainText(device.number);
});

test('clear device: the receipt is over the very list that it signed', async () => {
  await tab('clear');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('receipt-1').click()]);
  expect(download.suggestedFilename()).toBe('receipt.json');
  const receipt = JSON.parse(readFileSync(await download.path(), 'utf8'));
  expect(receipt.device).toBe(device.number);
  expect(receipt.taken_in).toEqual({ usage: 2 });
  await shot(page, '24-clear');
});
