import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { Hands } from '../house/api';
import { Bench } from '../house/bench';
import { Counter } from '../house/counter';
import { kwotaFor } from '../house/kwota';
import { loaded } from '../house/office';
import { ownPassword, person, secondWindow } from '../house/people';
import { shot } from '../house/shots';

// A balance at the office. He Ping's meter keeps no money: Li Yu, supervisor, puts her account on a balance at the office, Wang Fang takes her
// payments without a card, each night is charged by itself; arrears cut her off, and her payment lets her back.

const METER = '412699000028';

const kwota = kwotaFor('12_balance_at_the_office');
let counter: Counter;
let bench: Bench;
let hands: Hands;
let supervisor: Page;
let account = '';

/** The nights pass until the balance says so; each is read and charged by itself. What a leap breaks off is tried again after a pause of the books' time: that
    passes too, and whoever is talking then gets time. */
async function nightsUntil(says: (balance: { [name: string]: any }) => boolean): Promise<void> {
  const pauses = [86_400, 3_600, 3_600] as const;
  await expect(async () => {
    for (const pause of pauses) {
      await bench.leap(pause);
      const said = expect.poll(async () => says(await hands.get(`/remote-accounts/${account}`)), { timeout: 10_000 }).toBe(true);
      if (await said.then(() => true, () => false)) return;
    }
    expect(says(await hands.get(`/remote-accounts/${account}`))).toBe(true);
  }).toPass({ timeout: 500_000 });
}

async function calls(): Promise<void> {
  await counter.page.goto(`/counter?account=${account}`);
  await counter.is('recognised');
}

test('an account is prepared, and its meter hangs on a line', async ({ browser }) => {
  counter = new Counter(await person(browser, kwota, 'wang'));
  hands = new Hands(counter.page);
  bench = new Bench(await secondWindow(counter.page, 'wang'));
  await bench.open();
  await counter.open();
  await counter.takeTill('E01', 'T1');
  await counter.openShift('200');
  supervisor = await person(browser, kwota, 'zhao');
  const technician = new Hands(await person(browser, kwota, 'tech'));
  const draft = await new Hands(supervisor).post('/accounts/drafts', {
    customer: { name: 'He Ping', address: 'West village 3' }, service_point: { code: 'W-3', address: 'West village 3' },
    meter: { number: METER, model: 'DDZY1352Y' }, plan: 'demo-monthly', usage_class: 'domestic', station: 'E01',
  });
  account = String(draft['number']);
  await hands.post('/bench/meters', { number: METER, model: 'DDZY1352Y' });
  const hung = await hands.post(`/bench/meters/${METER}/line`, { fault: '' });
  const { address } = (hung['meters'] as { number: string; line: { address: string } }[]).find((each) => each.number === METER)!.line;
  await technician.put(`/links/${METER}`, { address });
  await technician.post('/reading-plans', { code: 'night', name: 'every night', items: 'registers,states,freezes', every_hours: 0, at: '00:30' });
});

test('the supervisor puts it on a balance at the office', async () => {
  await supervisor.goto('/office/remote-accounts');
  await loaded(supervisor, 'remote-accounts');
  await supervisor.getByTestId('new-row').click();
  await supervisor.getByTestId('field-account').fill(account);
  await supervisor.getByTestId('field-register').fill('0');
  await supervisor.getByTestId('field-close_directly').selectOption('true');
  await supervisor.getByTestId('field-friendly_from').fill('');
  await supervisor.getByTestId('field-friendly_until').fill('');
  await accessible(supervisor, 'terms of a balance');
  await supervisor.getByTestId('form-save').click();
  await expect(supervisor.locator('tbody tr.openable')).toHaveCount(1);
});

test('the cashier types what she pays; no card, no meter', async () => {
  await calls();
  await expect(counter.at('office-balance')).toContainText('0.00');
  await counter.at('counter-amount').fill('100');
  await expect(counter.at('balance-after')).toContainText('100.00');
  await accessible(counter.page, 'a payment');
  await shot(counter.page, '12-payment');
  await counter.page.setViewportSize({ width: 640, height: 360 }); // 200 %
  await counter.at('counter-amount').focus();
  await expect(counter.at('counter-pay'), 'what takes the money stays in sight').toBeInViewport();
  await counter.page.setViewportSize({ width: 1280, height: 720 });
  await counter.enter();
  await counter.is('done');
  await expect(counter.at('outcome-balance')).toContainText('100.00');
  await counter.enter();
});

test('each night is charged, and the office sees the days', async () => {
  await hands.post(`/bench/meters/${METER}`, { load_w: 1000 });
  await nightsUntil((balance) => balance['days'].length >= 2);
  await supervisor.goto(`/office/remote-accounts?open=${account}`);
  await expect(supervisor.getByTestId('balance-days').locator('tbody tr')).not.toHaveCount(0);
  await accessible(supervisor, 'a balance');
  await shot(supervisor, '12-balance');
  await supervisor.goto('/office/day-charges');
  await loaded(supervisor, 'day-charges');
  await expect(supervisor.locator('tbody tr.openable')).not.toHaveCount(0);
});

test('arrears cut off by themselves, and a payment lets back', async () => {
  await hands.post(`/bench/meters/${METER}`, { load_w: 8000 });
  await nightsUntil((balance) => balance['orders'].some((each: { order: string; state: string }) => each.order === 'trip' && each.state === 'done'));
  const relay = async (): Promise<string> => ((await hands.get('/bench'))['meters'] as { number: string; relay: string }[]).find((each) => each.number === METER)!.relay;
  expect(await relay()).toBe('open');
  await calls();
  await expect(counter.at('panel-customer')).toContainText('in arrears');
  await counter.at('counter-amount').fill('2000');
  await expect(counter.at('counter-hint')).toContainText('switched on');
  await saysYes('large_sale');
  await expect.poll(relay, { timeout: 60_000 }).toBe('closed');
  await counter.enter();
});

test('a payment by mistake is handed back', async () => {
  await calls();
  await counter.at('counter-amount').fill('30');
  await expect(counter.at('balance-after')).toBeVisible();
  await saysYes('second_sale');
  await counter.enter();
  await calls();
  await counter.page.keyboard.press('F10');
  await counter.at('task-take_back').click();
  await counter.at('take-back-reason').fill('wrong house');
  await counter.at('take-back-send').click();
  await counter.secondPerson('zhao', ownPassword('zhao')); // nobody hands a payment back alone
  await counter.is('done');
  await expect(counter.at('outcome-sum')).toContainText('30.00');
});

/** What is unusual is asked about as with a sale, with its figures; a key that is still held from the amount says nothing. */
async function saysYes(to: string): Promise<void> {
  const before = await payments();
  await counter.calm();
  await counter.page.keyboard.down('Enter');
  await counter.is('confirm');
  await expect(counter.at(`confirm-${to}`)).not.toContainText(to); // a sentence, no code
  for (let held = 0; held < 5; held += 1) await counter.page.keyboard.down('Enter');
  await counter.page.keyboard.up('Enter');
  await counter.is('confirm');
  expect(await payments()).toBe(before);
  await accessible(counter.page, 'an unusual payment');
  await counter.at('confirm-yes').click();
  await counter.is('done');
}

async function payments(): Promise<number> {
  return (await hands.get(`/sales?filter.account=${account}&filter.kind=payment`))['total'] as number;
}
