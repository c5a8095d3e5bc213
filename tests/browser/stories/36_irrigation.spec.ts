import { expect, test, type Page } from '@playwright/test';
import { accessible, noSidewaysScroll } from '../house/access';
import { Carrier, Hands, withTwo } from '../house/api';
import { Counter } from '../house/counter';
import { AREA, Crew, Farm } from '../house/farm';
import { KeyDesk } from '../house/key_desk';
import { KeyOffice, newVersion } from '../house/keys';
import { bothFor } from '../house/kwota';
import { person, speak } from '../house/people';
import { shot } from '../house/shots';

// One watering from the beginning to the books: officers form keys, and the county's card makes the module of each pump and the handheld's; a farmer applies and is granted a card, loads it, waters; the mains fail and he hangs, another well settles him with the
// record that the handheld has brought; the handheld comes home, and the report of income and expense says what he has used.

const { kwota, keyOffice } = bothFor('36_irrigation');
const LANGUAGES = ['zh', 'ru', 'en'] as const;
const [FIRST, SECOND] = ['700000000361', '700000000362'];
const PSAM_PIN = '246810';

let counter: Counter;
let zhao: Page;
let clerk: Page;
let office: Page;
let farm: Farm;
let crew: Crew;
let keyDesk: KeyDesk;
let crews = '';
let card = '';
let account = '';
let paid = 0;

/** The state on the screen in three languages. */
async function pictures(page: Page, name: string): Promise<void> {
  for (const language of LANGUAGES) {
    await speak(page, language);
    await accessible(page, `irrigation ${name} ${language}`);
    await noSidewaysScroll(page, `irrigation ${name} ${language}`);
    await shot(page, `36-${name}-${language}`);
  }
}

test.afterAll(() => crew?.end());

test('officers form the keys; the county’s card makes the module of each pump, which goes into its slot, and the handheld’s', async ({ browser }) => {
  zhao = await person(browser, kwota, 'zhao');
  clerk = await person(browser, kwota, 'wang');
  office = await person(browser, kwota, 'miller');
  counter = new Counter(zhao);
  farm = new Farm(new Hands(zhao), new Hands(clerk), new Hands(await person(browser, kwota, 'tech')), new Carrier(new Hands(office)));
  const keller = new KeyOffice(await person(browser, keyOffice, 'keller'), 'keller');
  const [manager, other] = [new Hands(keller.page), new Hands(await person(browser, keyOffice, 'orlova'))];
  await newVersion({ keller: manager, orlova: other, sun: new Hands(await person(browser, keyOffice, 'sun')), sokolov: new Hands(await person(browser, keyOffice, 'sokolov')) }, 1);
  await farm.area();
  await farm.well('W-1', FIRST!);
  await farm.well('W-2', SECOND!);
  keyDesk = new KeyDesk(farm.carrier, manager, other);
  const county = await keyDesk.issuesPair('county', await keyDesk.issuesPair('province', await keyDesk.issuesPair('master_control', null)));
  for (const meter of [FIRST!, SECOND!]) await farm.module(meter, await keyDesk.issues('pump_psam', county, { terminal: (await farm.pump(meter)).terminal, pin: PSAM_PIN, holder: meter }));
  crews = await keyDesk.issues('handheld_psam', county, { terminal: '092530000001', pin: PSAM_PIN, holder: '一号抄表器' });
  for (const language of LANGUAGES) {
    await keller.open('devices');
    await speak(keller.page, language);
    await keller.open('devices');
    await accessible(keller.page, `irrigation modules ${language}`);
    await shot(keller.page, `36-modules-${language}`);
  }
});

test('he applies at the counter, and the station grants it', async () => {
  const farmer = await farm.station.post('/customers', { name: '刘大田', kind: 'person', identity_number: 'F-36', phone: '13800000036' });
  await clerk.goto('/office/purse-applications');
  await clerk.getByTestId('new-row').click();
  await clerk.getByTestId('field-customer').fill(String(farmer['number']));
  await clerk.getByTestId('field-village').fill('V01');
  await clerk.getByTestId('field-village-option-V01').click();
  await expect(clerk.getByTestId('field-village-chosen')).toHaveAttribute('data-value', 'V01');
  await clerk.getByTestId('field-area_1').fill(AREA);
  await clerk.getByTestId('form-save').click();
  await expect(clerk.getByTestId('table-purse-applications')).toContainText('waits');
  await pictures(clerk, 'applied');
  await zhao.goto('/office/purse-applications?open=1');
  await zhao.getByTestId('application-grant').click();
  await expect(zhao.getByTestId('fact-state')).toContainText('granted');
  account = (await zhao.getByTestId('fact-account').textContent())!.trim();
  await accessible(zhao, 'irrigation granted en');
  await shot(zhao, '36-granted');
});

test('his card is made with the first money', async () => {
  await counter.open();
  await counter.takeTill('E01', 'T1');
  await counter.openShift('500');
  card = await farm.carrier.newCard();
  await farm.carrier.put(card, 'reader:0');
  await counter.is('unknown_card');
  await counter.page.keyboard.press('f');
  await expect(counter.at(`first-load-search-option-${account}`)).toContainText('刘大田');
  await counter.enter();
  await counter.is('recognised');
  await counter.page.keyboard.type('200');
  await counter.enter();
  await counter.is('quoted');
  await counter.enter();
  await counter.is('done');
  await counter.enter();
  await counter.is('recognised');
  await expect(counter.at('purse-balance')).toContainText('200.00');
  await farm.carrier.put(card, 'wallet');
  await counter.is('idle');
});

test('he waters, the mains fail, he hangs; another well does not take his card', async () => {
  await farm.hang(card, FIRST!);
  expect((await farm.swipe(card, SECOND!)).refusal).not.toBe('none');
  await office.goto('/bench');
  await expect(office.getByTestId(`pump-error-${SECOND}`)).toHaveAttribute('data-code', '38');
  await expect(office.getByTestId(`pump-${FIRST}`)).toHaveAttribute('data-hung', '1');
  await pictures(office, 'hung');
});

test('the handheld brings his record to the other well, which settles him', async () => {
  await keyDesk.lays({ 'reader:3': crews });
  crew = new Crew(kwota.data, { reader: await farm.readerName('reader:3'), pin: PSAM_PIN });
  await farm.atTheWindow(FIRST!, (port) => crew.visit(port, 'read usage new', 'read hung'));
  const before = await farm.onCard(card);
  await farm.atTheWindow(SECOND!, (port) => crew.visit(port, 'bring hung'));
  expect((await farm.swipe(card, SECOND!)).refusal).toBe('none');
  paid = before - (await farm.onCard(card));
  expect(paid).toBeGreaterThan(0);
  await expect(office.getByTestId(`card-${card}`)).toHaveAttribute('data-grey', 'false');
  await farm.atTheWindow(SECOND!, (port) => crew.visit(port, 'read usage new', 'read hung', 'read states'));
  await farm.carrier.put(card, 'reader:0');
  await counter.is('recognised');
  await expect(counter.at('purse-balance')).toContainText(((20_000 - paid) / 100).toFixed(2));
  await farm.carrier.put(card, 'wallet');
});

test('it comes home: taken in, judged, signed for; the device clears its store', async () => {
  await withTwo(farm.technician, farm.carrier.hands, '/handhelds', { public_key: crew.publicKey(), name: '一号抄表器', station: 'E01' });
  await office.goto('/office/handheld');
  await office.getByTestId('handheld-files').setInputFiles(crew.handOver());
  await expect(office.getByTestId('taken-in')).toBeVisible();
  await office.getByTestId('tab-clean').click();
  await office.getByTestId('clean-1').click();
  await expect(office.getByTestId('cleaned')).toBeVisible();
  await pictures(office, 'cleaned');
  await office.getByTestId('tab-query').click();
  await expect(office.getByTestId('table-handheld-waterings')).toContainText((paid / 100).toFixed(2));
  await pictures(office, 'waterings');
  await office.getByTestId('tab-statistics').click();
  await expect(office.getByTestId('table-well-heads')).toContainText('W-2');
  await office.getByTestId('tab-clear').click();
  await office.getByTestId('receipt-1').click();
  await expect(office.getByTestId('problem')).toHaveCount(0);
});

test('his purse and the ledger agree; the reports say what he used', async () => {
  const purse = (await farm.station.get(`/purses?filter.account=${account}`))['rows'][0];
  expect(purse).toMatchObject({ spent: (paid / 100).toFixed(2), not_known: '0.00', missing: 0 });
  const report = await farm.carrier.hands.get(`/reports/R06?period=${(await farm.carrier.hands.get('/reports'))['today'].slice(0, 7)}`);
  const line = (name: string): number => Math.round(Number((report['rows'] as { names: string[]; cells: string[] }[]).find((row) => row.names[0] === name)!.cells[0]) * 100);
  expect(line('used')).toBe(paid);
  expect(line('closing')).toBe(20_000 - paid);
  expect(line('purses_in_force')).toBe(20_000 - paid);
  await office.goto('/office/reports?report=R06');
  await expect(office.getByTestId('check-purses_add_up')).toBeVisible();
  await pictures(office, 'account');
});

test('insight has his watering: by well and season, and which wells differ', async () => {
  await office.goto('/office/insight?report=I06');
  await expect(office.getByTestId('report-table')).toHaveAttribute('data-report', 'I06');
  await expect(office.getByTestId('report-table')).toContainText('W-1');
  await expect(office.getByTestId('report-table')).toContainText((paid / 100).toFixed(2));
  await pictures(office, 'seasons');
  for (const list of ['I07', 'I08', 'I09']) {
    await office.getByTestId('report').selectOption(list);
    await expect(office.getByTestId('report-table')).toHaveAttribute('data-report', list);
    await expect(office.getByTestId('report-about')).not.toBeEmpty();
  }
});
