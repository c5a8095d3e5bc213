import { expect, test, type Page, type Request } from '@playwright/test';
import { accessible } from '../house/access';
import { Hands, withTwo } from '../house/api';
import type { Counter } from '../house/counter';
import { firstSale } from '../house/first_sale';
import { kwotaFor } from '../house/kwota';
import { loaded, PAGES } from '../house/office';
import { ownPassword, person, typeSignIn, window } from '../house/people';

// The manager looks from the other side of the world: days, times and periods are the utility's, wherever one looks from, and what is asked for is
// the same. The utility's day begins at 04:00, and it is the hour after midnight.

const ELSEWHERE = ['America/Los_Angeles', 'Pacific/Kiritimati'] as const;
/** What says how long the server runs, or what was done last by whoever looks. */
const OTHERWISE = new Set(['about', 'handheld', 'import', 'key-office']);
const SHANGHAI_DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });
const kwota = kwotaFor('42_from_another_zone');
let counter: Counter;
let here: Page;
let receipt: string;
let businessDay: string;
let calendarDay: string;

const secondsToOneAtNight = (now: number): number => 86_400 - ((now + 8 * 3_600) % 86_400) + 3_600;

test('the day begins at four, and somebody buys at one at night', async ({ browser }) => {
  const begun = await firstSale(browser, kwota, { cashier: 'wang', account: '100001', pay: '100' });
  counter = begun.counter;
  here = await person(browser, kwota, 'miller');
  const manager = new Hands(here);
  await withTwo(manager, new Hands(await person(browser, kwota, 'petrov')), '/settings', { name: 'day_cut_off', value: '4', reason: 'the night shift' });
  const hands = new Hands(counter.page);
  const clock = Date.parse(String((await hands.get('/bench'))['clock']));
  await hands.post('/bench/clock', { advance_s: secondsToOneAtNight(Math.floor(clock / 1000)) });
  await begun.bench.visit(begun.card, '412600000011');
  await begun.bench.put(begun.card, 'reader:0');
  await counter.is('recognised');
  await counter.sell('50');
  await counter.is('done');
  const sale = (await manager.get('/sales?sort=-time&page_size=1'))['rows'][0];
  receipt = sale.number;
  businessDay = sale.business_day;
  calendarDay = SHANGHAI_DAY.format(new Date(sale.time));
  expect(calendarDay > businessDay, `${calendarDay} ${businessDay}`).toBe(true);
});

for (const zone of ELSEWHERE) {
  test(`pages say the same in ${zone}, and asks for the same`, async ({ browser }) => {
    const there = await window(browser, kwota, { timezoneId: zone });
    await there.goto('/sign-in');
    await typeSignIn(there, 'miller', ownPassword('miller'));
    await expect(there.getByTestId('operator-menu')).toBeVisible();
    await expect(there.getByTestId('zone-label')).toContainText('Asia/Shanghai');
    await expect(here.getByTestId('zone-label')).toHaveCount(0);
    const pages = zone === ELSEWHERE[0] ? PAGES['miller']!.filter((each) => !OTHERWISE.has(each)) : ['sales', 'shifts', 'statements', 'meter-stock', 'settings'];
    for (const id of pages) await saysTheSame(there, zone, `/office/${id}`, id);
    await accessible(there, 'from another zone');
    for (const address of [`/office/sales?open=${receipt}`, `/office/sales?f.time=${calendarDay}..${calendarDay}`, `/office/sales?f.business_day=${businessDay}..${businessDay}`, `/office/reports?report=R07&period=${businessDay}`, `/office/reports?report=R07&period=${businessDay.slice(0, 7)}&group=business_day`]) {
      await saysTheSame(there, zone, address);
      await expect(there.getByRole('main').or(there.getByTestId('drawer')).filter({ hasText: address.includes('report=') ? '50.00' : receipt }).first()).toBeVisible();
    }
    await there.context().close();
  });
}

test('a filter that is made there picks what it picks here', async ({ browser }) => {
  const there = await window(browser, kwota, { timezoneId: ELSEWHERE[0] });
  await there.goto('/sign-in');
  await typeSignIn(there, 'miller', ownPassword('miller'));
  await expect(there.getByTestId('operator-menu')).toBeVisible();
  await there.goto('/office/sales');
  await loaded(there, 'sales');
  await there.getByTestId('filter-add').click();
  await there.getByTestId('filter-column').selectOption('time');
  await there.getByTestId('filter-value').fill(calendarDay);
  await there.getByTestId('filter-to').fill(calendarDay);
  await there.getByTestId('filter-apply').click();
  await expect(there.getByTestId('row-count')).toHaveAttribute('data-total', '1'); // the other sale is of the day before
  await there.getByTestId(`row-${receipt}`).click();
  await expect(there.getByTestId('fact-business_day')).toHaveText(new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: '2-digit', month: 'short', year: 'numeric' }).format(new Date(`${businessDay}T12:00:00Z`)));
  await there.goto('/office/meter-stock');
  await here.goto('/office/meter-stock');
  await expect(there.getByTestId('tests-due')).toHaveAttribute('href', (await here.getByTestId('tests-due').getAttribute('href'))!);
});

/** Both look at it: what it shows is the same, when all of it is there, and what it asked the server for. */
async function saysTheSame(there: Page, zone: string, address: string, id?: string): Promise<void> {
  await Promise.all([here, there].map((page) => page.goto('about:blank'))); // what the page before asks late is nothing of this one
  const mine = listenTo(here), his = listenTo(there);
  await Promise.all([here, there].map(async (page) => {
    await page.goto(address);
    if (id) await loaded(page, id);
  }));
  const shown = async (page: Page): Promise<string> => (await page.getByRole('main').innerText()).replace(/made \d.*:\d\d by/, 'made by'); // the second at which each asked
  await expect(async () => {
    expect(await shown(there)).toBe(await shown(here));
    expect([...his.asked].sort()).toEqual([...mine.asked].sort());
  }, `${address} in ${zone}`).toPass({ timeout: 30_000 });
  mine.end();
  his.end();
}

/** What a page asks the server for from now on. */
function listenTo(page: Page): { asked: Set<string>; end: () => void } {
  const asked = new Set<string>();
  const take = (request: Request): void => {
    const url = new URL(request.url());
    if (url.pathname.startsWith('/api/v1/') && request.method() === 'GET' && !/\/(events|session|lang|notices|reader|health|saved|choices)/.test(url.pathname)) asked.add(url.pathname + url.search);
  };
  page.on('request', take);
  return { asked, end: () => page.off('request', take) };
}
