import { expect, test, type Page } from '@playwright/test';
import { accessible, noSidewaysScroll } from '../house/access';
import { Carrier, Hands, withTwo } from '../house/api';
import { Counter } from '../house/counter';
import { Crew, Farm } from '../house/farm';
import { kwotaFor } from '../house/kwota';
import { ownPassword, person, speak } from '../house/people';
import { shot } from '../house/shots';

// Cards that carry orders to meters and pumps, written at the card desk: what they will do is shown first, a second person agrees, and the pump says what it did.
// And a farmer's card that a pump has locked: freed at the counter with the pump's record at once, without it by two persons after the holding time.

const kwota = kwotaFor('37_tool_cards');
const LANGUAGES = ['zh', 'ru', 'en'] as const;
const PUMP = '700000000037';

let desk: Counter;
let counter: Counter;
let office: Page;
let farm: Farm;
let crew: Crew;
let tool = '';
let card = '';
let ordered = '';

/** The state on the screen in three languages. */
async function pictures(page: Page, name: string): Promise<void> {
  for (const language of LANGUAGES) {
    await speak(page, language);
    await accessible(page, `tool cards ${name} ${language}`);
    await noSidewaysScroll(page, `tool cards ${name} ${language}`);
    await shot(page, `37-${name}-${language}`);
  }
}

test.afterAll(() => crew?.end());

/** The card desk, with this card on its reader. */
async function atTheDesk(kind: string, put: string): Promise<void> {
  await desk.is('idle');
  await farm.carrier.put(put, 'reader:0');
  await desk.is('unknown_card');
  await desk.task('issue_card');
  await desk.at('issue-kind').selectOption(kind);
}

async function agreed(): Promise<void> {
  await desk.secondPerson('zhao', ownPassword('zhao'));
}

test('a well, a farmer, and a technician at the card desk', async ({ browser }) => {
  const zhao = await person(browser, kwota, 'zhao');
  const technician = await person(browser, kwota, 'tech');
  office = await person(browser, kwota, 'miller');
  const clerk = new Hands(await person(browser, kwota, 'wang'));
  counter = new Counter(zhao);
  desk = new Counter(technician);
  await counter.open();
  await counter.takeTill('E01', 'T1');
  await counter.openShift('500');
  farm = new Farm(new Hands(zhao), clerk, new Hands(technician), new Carrier(new Hands(office)));
  crew = new Crew(kwota.data);
  await farm.area();
  await farm.well('W-37', PUMP);
  ({ card } = await farm.farmer('刘大田', '200.00'));
  tool = await farm.carrier.newCard();
  await desk.open();
  await desk.takeTill('E01', 'T1');
});

test('a price table is filled in as a table, and each field says what it lacks', async () => {
  await atTheDesk('pump', tool);
  await desk.at('pump-tool-kind').selectOption('prices');
  await desk.at('pump-tool-send').click();
  await expect(desk.at('pump-tool-set')).toHaveAttribute('aria-invalid', 'true');
  await desk.at('pump-tool-set').fill('9');
  await desk.at('pump-tool-day').fill('2030-01-01');
  await desk.at('pump-tool-rate-1').fill('0,60001');
  await desk.at('pump-tool-more-rates').click();
  await desk.at('pump-tool-rate-2').fill('0.3');
  for (const [number, from, rate] of [['1', '22:00', '2'], ['2', '07:00', '1']] as const) {
    await desk.at('pump-tool-more-periods').click();
    await desk.at(`pump-tool-period-${number}`).fill(from);
    await desk.at(`pump-tool-period-rate-${number}`).selectOption(rate);
  }
  await desk.at('pump-tool-send').click();
  await expect(desk.at('pump-tool-rate-1')).toHaveAttribute('aria-invalid', 'true');
  await expect(desk.at('pump-tool-period-2')).toHaveAttribute('aria-invalid', 'true');
  await pictures(desk.page, 'prices');
  await desk.at('pump-tool-rate-1').fill('0,6');
  await desk.at('pump-tool-period-1').fill('06:30');
  await desk.at('pump-tool-send').click();
  await expect(desk.at('pump-tool-says')).toContainText('price table 9');
});

test('a second person agrees, it is written and numbered, and the pump obeys once', async () => {
  await desk.at('pump-tool-reason').fill('summer prices');
  await desk.at('pump-tool-send').click();
  await agreed();
  await expect(desk.at('pump-tool-written')).toBeVisible();
  ordered = (await desk.at('pump-tool-written').getAttribute('data-number'))!;
  await pictures(desk.page, 'written');
  expect(await farm.swipe(tool, PUMP)).toMatchObject({ refusal: 'none', tool: 'done' });
  expect(await farm.swipe(tool, PUMP)).toMatchObject({ refusal: 'tool_refused', tool: 'used' });
});

test('whatever the card shall order, each field says what it lacks', async () => {
  await desk.page.keyboard.press('Escape');
  await desk.page.keyboard.press('Escape');
  await atTheDesk('pump', tool);
  const lacking: Record<string, string[]> = { clear_hung: ['meter', 'watering'], clock: ['day', 'time'], bind: ['meter'], test: ['seconds'], parameters: ['parameter', 'value'] };
  for (const [kind, fields] of Object.entries(lacking)) {
    await desk.at('pump-tool-kind').selectOption(kind);
    await desk.at('pump-tool-days').fill('31');
    await desk.at('pump-tool-send').click();
    for (const field of [...fields, 'days']) await expect(desk.at(`pump-tool-${field}`)).toHaveAttribute('aria-invalid', 'true');
  }
  await desk.at('pump-tool-parameter').selectOption('8');
  await desk.at('pump-tool-value').fill('29');
  await pictures(desk.page, 'lacks');
});

test('a test card: too long is refused at the field, without a reason nobody is asked, then the pump runs', async () => {
  await desk.at('pump-tool-kind').selectOption('test');
  await desk.at('pump-tool-days').fill('3');
  await desk.at('pump-tool-seconds').fill('601');
  await desk.at('pump-tool-send').click();
  await expect(desk.at('pump-tool-seconds')).toHaveAttribute('aria-invalid', 'true');
  await expect(desk.at('pump-tool-says')).toHaveCount(0);
  await desk.at('pump-tool-seconds').fill('30');
  await desk.at('pump-tool-send').click();
  await expect(desk.at('pump-tool-says')).toContainText('30');
  await desk.at('pump-tool-send').click();
  await expect(desk.at('pump-tool-reason')).toHaveAttribute('aria-invalid', 'true');
  await desk.at('pump-tool-reason').fill('after the repair');
  await desk.at('pump-tool-send').click();
  await agreed();
  await expect(desk.at('pump-tool-written')).toBeVisible();
  expect(await farm.swipe(tool, PUMP)).toMatchObject({ tool: 'done' });
  expect((await farm.pump(PUMP)).relay).toBe('closed');
  await farm.pass(60);
  expect((await farm.pump(PUMP)).relay).toBe('open');
});

test('he hangs, and a collect card brings his record and the pump’s answers home', async () => {
  await farm.hang(card, PUMP);
  await desk.page.keyboard.press('Escape');
  await desk.page.keyboard.press('Escape');
  await atTheDesk('pump', tool);
  await desk.at('pump-tool-kind').selectOption('collect');
  await desk.at('pump-tool-reason').fill('the month ends');
  await desk.at('pump-tool-send').click();
  await expect(desk.at('pump-tool-says')).toBeVisible();
  await desk.at('pump-tool-send').click();
  await agreed();
  await expect(desk.at('pump-tool-written')).toBeVisible();
  expect(await farm.swipe(tool, PUMP)).toMatchObject({ tool: 'done' });
  await desk.page.keyboard.press('Escape');
  await desk.page.keyboard.press('Escape');
  await atTheDesk('collected', tool);
  await desk.at('collect-take-in').click();
  await expect(desk.at('collect-taken')).toContainText(PUMP);
  await expect(desk.at('collect-taken').getByRole('row')).not.toHaveCount(1);
  const receipt = desk.page.waitForEvent('download');
  await desk.at('collect-receipt').click();
  expect((await receipt).suggestedFilename()).toMatch(/^receipt-\d+\.json$/);
  await pictures(desk.page, 'collected');
  await farm.carrier.put(tool, 'wallet');
});

test('Tool card orders: each with its well, its state, and what pumps said', async () => {
  await office.goto('/office/tool-orders');
  await expect(office.getByTestId('table-tool-orders')).toContainText('Price table');
  await pictures(office, 'orders');
  await office.goto(`/office/tool-orders?open=${ordered}`);
  await expect(office.getByTestId('fact-state')).toContainText('obeyed');
  await expect(office.getByTestId('tool-answers')).toContainText('W-37');
  await accessible(office, 'tool cards one order en');
  await shot(office, '37-order');
});

test('his grey card lies at the counter: with the record that the handheld has brought it pays at once', async () => {
  await farm.atTheWindow(PUMP, (port) => crew.visit(port, 'read usage new', 'read hung'));
  await withTwo(farm.technician, farm.carrier.hands, '/handhelds', { public_key: crew.publicKey(), name: '一号抄表器', station: 'E01' });
  const home = await farm.technician.post('/hand-overs', crew.asRequest());
  await farm.technician.post(`/hand-overs/${home['number']}/clean`);
  const before = await farm.onCard(card);
  await farm.carrier.put(card, 'reader:0');
  await counter.is('grey_card');
  await counter.task('purse_grey');
  await expect(counter.at('purse-hung-settle')).toBeVisible();
  await pictures(counter.page, 'grey');
  await counter.at('purse-hung-settle').click();
  await expect(counter.at('purse-hung-settled')).toBeVisible();
  await counter.at('purse-hung-leave').click();
  await counter.is('recognised');
  await farm.carrier.put(card, 'wallet');
  await counter.is('idle');
  expect(await farm.onCard(card)).toBeLessThan(before);
});

test('without a record: refused before the holding time, then by two', async () => {
  await farm.hang(card, PUMP, 600);
  const before = await farm.onCard(card);
  await farm.carrier.put(card, 'reader:0');
  await counter.is('grey_card');
  await counter.task('purse_grey');
  await counter.at('release-amount').fill('1.50');
  await counter.at('release-reason').fill('the well burnt down');
  await counter.at('release-send').click();
  await expect(counter.at('problem')).toHaveAttribute('data-code', 'held_until');
  await accessible(counter.page, 'tool cards held en');
  await shot(counter.page, '37-held');
  await farm.pass(49 * 3600);
  await counter.at('release-send').click();
  await counter.secondPerson('miller', ownPassword('miller'));
  await counter.is('done');
  await shot(counter.page, '37-released');
  await counter.enter();
  await counter.is('recognised');
  await farm.carrier.put(card, 'wallet');
  await counter.is('idle');
  expect(await farm.onCard(card)).toBe(before - 150);
});

test('cards for meters: a clear card names its meter and a reason, a preset card its prices', async () => {
  const blank = await farm.carrier.newCard();
  await desk.page.keyboard.press('Escape');
  await desk.page.keyboard.press('Escape');
  await atTheDesk('clear', blank);
  await desk.at('issue-send').click();
  await expect(desk.at('issue-reason')).toHaveAttribute('aria-invalid', 'true');
  await desk.at('issue-meter').fill(PUMP);
  await desk.at('issue-reason').fill('it goes back to the stock');
  await pictures(desk.page, 'clear');
  await desk.at('issue-send').click();
  await agreed();
  await expect(desk.at('issue-written')).toHaveAttribute('data-kind', 'clear');
  await farm.carrier.put(blank, 'wallet');
  await desk.page.keyboard.press('Escape');
  await desk.page.keyboard.press('Escape');
  await desk.is('idle');
  const other = await farm.carrier.newCard();
  await atTheDesk('preset', other);
  await desk.at('issue-plan').selectOption({ index: 1 });
  await desk.at('issue-reason').fill('new meters from the factory');
  await desk.at('issue-send').click();
  await agreed();
  await expect(desk.at('issue-written').or(desk.at('problem'))).toBeVisible();
  await shot(desk.page, '37-preset');
  await expect(desk.at('issue-written')).toHaveAttribute('data-kind', 'preset');
});
