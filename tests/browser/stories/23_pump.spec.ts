import { expect, test, type Page } from '@playwright/test';
import { accessible, noSidewaysScroll } from '../house/access';
import { Carrier, Hands } from '../house/api';
import { Counter } from '../house/counter';
import { kwotaFor } from '../house/kwota';
import { person } from '../house/people';
import { shot, shotOf } from '../house/shots';

// A farmer waters: his card is loaded at the counter and held to the pump of his field. The mains fail while he waters; the pump comes back off, his card pays
// by the next swipe, and the counter sees what is left. All of it at the bench's page, with the keyboard; then what the display says of other cards and troubles.

const kwota = kwotaFor('23_pump');
const LANGUAGES = ['zh', 'ru', 'en'] as const;
const AREA = '11010001';
const PUMP = '700000000001';
const SECOND = '700000000002';

let bench: Page;
let counter: Counter;
let clerk: Hands;
let carrier: Carrier;
let account = '';
let card = '';
let other = '';

const at = (id: string) => bench.getByTestId(id);

async function pictures(name: string): Promise<void> {
  for (const language of LANGUAGES) {
    await bench.getByTestId(`language-${language}`).click();
    await expect(bench.locator('html')).toHaveAttribute('lang', { en: 'en', zh: 'zh-CN', ru: 'ru' }[language]);
    await accessible(bench, `pump ${name} ${language}`);
    await noSidewaysScroll(bench, `pump ${name} ${language}`);
    await shot(bench, `23-${name}-${language}`);
  }
}

/** With the keyboard: Enter takes the card, Enter at the pump holds it there. */
async function hold(id: string, pump = PUMP): Promise<void> {
  await at(`take-${id}`).press('Enter');
  await at(`swipe-${pump}`).press('Enter');
  await expect(at(`swipe-${pump}`)).toHaveCount(0);
}

async function farmer(name: string): Promise<[string, string]> {
  const station = new Hands(counter.page);
  const row = await station.post('/customers', { name, kind: 'person', identity_number: `F-${name}`, phone: '' });
  const asked = await clerk.post('/purse-applications', { customer: row['number'], village: 'V01', area_1: AREA, price_class: 1, remark: '' });
  const granted = await station.post(`/purse-applications/${asked['number']}/grant`);
  return [String(granted['account']), await carrier.newCard()];
}

/** A blank card becomes his with the first money, by whoever sits at the till. */
async function firstLoad(of: string, blank: string, pay: string): Promise<void> {
  await carrier.put(blank, 'reader:0');
  const hands = new Hands(counter.page);
  const lies = async (): Promise<string | undefined> => ((await hands.get('/reader'))['card'] as { state?: string } | null)?.state;
  await expect.poll(lies).toBe('unknown_card');
  const quote = await hands.post(`/accounts/${of}/purse/quotes`, { pay });
  await hands.post(`/accounts/${of}/purse/loads`, { quote: quote['quote'], client_key: `23-${of}`, tender: 'cash', confirmed: ['large_sale', 'median', 'second_sale', 'tariff_changes', 'overdraft'] });
  await carrier.put(blank, 'wallet');
  await expect.poll(lies).toBeUndefined();
}

/** Money on the card as the wallet shows it, in fen. */
async function onCard(id: string): Promise<number> {
  const rows = (await clerk.get('/bench'))['cards'] as { id: string; purse: { balance: string } | null }[];
  return Math.round(Number(rows.find((row) => row.id === id)!.purse!.balance) * 100);
}

async function charged(pump = PUMP): Promise<number> {
  const rows = (await clerk.get('/bench'))['pumps'] as { number: string; charged: string }[];
  return Math.round(Number(rows.find((row) => row.number === pump)!.charged) * 100);
}

test('two wells are registered, two farmers have cards, and the counter loads them', async ({ browser }) => {
  const zhao = await person(browser, kwota, 'zhao');
  const wang = await person(browser, kwota, 'wang');
  const tech = new Hands(await person(browser, kwota, 'tech'));
  bench = await person(browser, kwota, 'miller');
  counter = new Counter(zhao);
  clerk = new Hands(wang);
  carrier = new Carrier(new Hands(bench));
  const station = new Hands(zhao);
  await station.post('/area-numbers', { number: AREA, name: '东河滩机井', village: 'V01', station: 'E01' });
  for (const [well, meter] of [['W-1', PUMP], ['W-2', SECOND]]) {
    await station.post('/wells', { number: well, name: `东河滩 ${well}`, village: 'V01', area_number: AREA, put_in: '2026-03-01' });
    await tech.post('/meters', { number: meter, model: 'DDSY1352' });
    await tech.post('/well-meters', { well, meter, first_day: '2026-03-01' });
  }
  await counter.open();
  await counter.takeTill('E01', 'T1');
  await counter.openShift('500');
  [account, card] = await farmer('刘大田');
  let neighbour = '';
  [neighbour, other] = await farmer('马小井');
  await firstLoad(account, card, '200.00');
  await firstLoad(neighbour, other, '60.00');
});

test('a pump is put up at each well: the books say where, and whose cards it takes', async () => {
  await bench.goto('/bench');
  for (const number of [PUMP, SECOND]) {
    if (!(await at('new-pump-form').isVisible())) await at('new-pump').press('Enter');
    await at('new-pump-meter').selectOption(number);
    await at('new-pump-price').fill('0.5000');
    if (number === PUMP) await shotOf(at('new-pump').locator('..'), '23-new-pump');
    await at('new-pump-make').press('Enter');
    await expect(at(`pump-${number}`)).toHaveAttribute('data-phase', 'idle');
    await expect(at(`pump-${number}`)).toHaveAttribute('data-module', 'ready');
  }
  await at(`power-of-${PUMP}`).fill('30000');
  await at(`flow-of-${PUMP}`).fill('12');
  await expect.poll(async () => ((await clerk.get('/bench'))['pumps'] as { number: string; load_w: number; flow_l_s: number }[]).find((row) => row.number === PUMP)).toMatchObject({ load_w: 30000, flow_l_s: 12 });
  await expect(at(`card-${card}`)).toContainText('200.00');
  await pictures('ready');
});

test('he holds his card to the pump: it runs, the card is grey, the display counts down', async () => {
  await hold(card);
  await expect(at(`pump-${PUMP}`)).toHaveAttribute('data-phase', 'running');
  await expect(at(`card-${card}`)).toHaveAttribute('data-grey', 'true');
  await expect(at(`said-${PUMP}`)).toHaveAttribute('data-refusal', 'none');
  await at('leap-3600').click();
  await expect(at(`pump.page.energy-${PUMP}`)).toContainText('30.');
  await expect(at(`pump.page.balance-${PUMP}`)).toContainText(/18[45]\.\d\d/);
  await pictures('waters');
});

test('a neighbour’s card is told who waters; his own is grey at the second well', async () => {
  await hold(other);
  await expect(at(`said-${PUMP}`)).toHaveAttribute('data-refusal', 'busy');
  await expect(at(`card-${other}`)).toHaveAttribute('data-grey', 'false');
  await hold(card, SECOND);
  await expect(at(`pump-error-${SECOND}`)).toHaveAttribute('data-code', '38');
  await expect(at(`pump-${PUMP}`)).toHaveAttribute('data-phase', 'running');
  await shot(bench, '23-busy');
});

test('the mains fail while he waters: the pump comes back off, and he hangs', async () => {
  await at(`power-${PUMP}`).press('Enter');
  await expect(at(`lcd-${PUMP}`)).toHaveAttribute('data-page', '');
  await hold(card);
  await expect(at(`said-${PUMP}`)).toHaveAttribute('data-refusal', 'none');
  await pictures('dark');
  await at('leap-3600').click();
  await at(`power-${PUMP}`).press('Enter');
  await expect(at(`pump-${PUMP}`)).toHaveAttribute('data-relay', 'open');
  await expect(at(`pump-${PUMP}`)).toHaveAttribute('data-hung', '1');
  await expect(at(`newest-${PUMP}`)).toHaveAttribute('data-cause', 'mains');
  await expect(at(`card-${card}`)).toHaveAttribute('data-grey', 'true');
  await pictures('hung');
  await shotOf(at(`pump-${PUMP}`), '23-hung-pump');
});

test('his next swipe pays what was counted before the cut, and frees the card', async () => {
  await hold(card);
  await expect(at(`said-${PUMP}`)).toHaveAttribute('data-paid', /^1[456]\.\d\d$/);
  await expect(at(`card-${card}`)).toHaveAttribute('data-grey', 'false');
  await expect(at(`pump-${PUMP}`)).toHaveAttribute('data-hung', '0');
  await expect(at(`pump-${PUMP}`)).toHaveAttribute('data-relay', 'open');
  await expect(at(`newest-${PUMP}`)).toHaveAttribute('data-proven', 'true');
  expect(await onCard(card)).toBe(20_000 - (await charged()));
  await pictures('paid');
});

test('the counter sees on the card what the well has left', async () => {
  const left = await onCard(card);
  await carrier.put(card, 'reader:0');
  await counter.is('recognised');
  await expect(counter.at('purse-balance')).toContainText((left / 100).toFixed(2));
  await shot(counter.page, '23-counter');
  await expect(counter.at('purse-waterings')).toHaveCount(0); // nobody has brought a record home
  await counter.at('purse-ask-log').press('Enter');
  await expect(counter.at('purse-log')).toContainText(((20_000 - left) / 100).toFixed(2));
  await shot(counter.page, '23-counter-log');
  await carrier.put(card, 'wallet');
  await counter.is('idle');
});

test('an order stops it, a module is pulled, the clock is lost, a card is black-listed: the display says the class', async () => {
  await hold(card);
  await expect(at(`pump-${PUMP}`)).toHaveAttribute('data-phase', 'running');
  await at(`lock-out-${PUMP}`).press('Enter');
  await expect(at(`pump-${PUMP}`)).toHaveAttribute('data-phase', 'lockout');
  await expect(at(`newest-${PUMP}`)).toHaveAttribute('data-cause', 'order');
  await hold(card);
  await expect(at(`card-${card}`)).toHaveAttribute('data-grey', 'false');
  await at(`lock-out-${PUMP}`).press('Enter');
  await expect(at(`pump-${PUMP}`)).toHaveAttribute('data-phase', 'idle');
  await at(`black-list-${PUMP}`).selectOption(other);
  await hold(other);
  await expect(at(`pump-error-${PUMP}`)).toHaveAttribute('data-code', '36');
  await at(`module-${PUMP}`).selectOption('none');
  await at(`power-${PUMP}`).press('Enter');
  await expect(at(`power-clock-lost-${PUMP}`)).toBeVisible();
  await at(`power-clock-lost-${PUMP}`).press('Enter');
  await hold(card);
  await expect(at(`pump-error-${PUMP}`)).toHaveAttribute('data-code', /^3[14]$/);
  await pictures('troubles');
  await at(`module-${PUMP}`).selectOption('own');
  await at(`set-clock-${PUMP}`).press('Enter');
  await at('leap-3600').click();
  await expect(at(`pump-${PUMP}`)).toHaveAttribute('data-module', 'ready');
});

test('on a small screen nothing is cut off', async () => {
  await bench.setViewportSize({ width: 1024, height: 640 });
  await noSidewaysScroll(bench, 'pump 1024x640');
  await shot(bench, '23-small');
  await shotOf(at(`pump-${PUMP}`), '23-small-pump');
  expect(await onCard(card)).toBe(20_000 - (await charged()) - (await charged(SECOND)));
});
