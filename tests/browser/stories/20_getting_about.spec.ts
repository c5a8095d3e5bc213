import { expect, test, type Page } from '@playwright/test';
import { accessible, noSidewaysScroll } from '../house/access';
import { firstSale, secondSale } from '../house/first_sale';
import { kwotaFor } from '../house/kwota';
import { byMenu, loaded, PAGES, turnTo } from '../house/office';
import { person, speak } from '../house/people';
import { shot } from '../house/shots';

// Getting about: what one sees first, the menu, Ctrl-K, light and dark, a phone.

const LANGUAGES = ['zh', 'ru', 'en'] as const;
const kwota = kwotaFor('20_getting_about');
let manager: Page;
let cashier: Page;

test('a morning: two sales, and people who look at them', async ({ browser }) => {
  const morning = await firstSale(browser, kwota, { cashier: 'wang', account: '100001', pay: '100' });
  await secondSale(morning, '412600000011', '50');
  cashier = morning.counter.page;
  manager = await person(browser, kwota, 'miller');
});

test('each begins with his own figures, and a figure opens the rows behind it', async ({ browser }) => {
  await cashier.goto('/office');
  await expect(cashier.getByTestId('tile-shift')).toHaveAttribute('data-figure', '2');
  await expect(cashier.getByTestId('tile-approvals')).toHaveCount(0);
  await expect(cashier.locator('.tile[data-failed]')).toHaveCount(0);
  await manager.goto('/');
  await expect(manager).toHaveURL(/\/office$/);
  await expect(manager.getByTestId('overview')).toHaveAttribute('aria-busy', 'false');
  await expect(manager.getByTestId('tile-received_today')).toHaveAttribute('data-figure', '150.00');
  await expect(manager.getByTestId('tile-tenders_today')).toContainText('150.00');
  await expect(manager.getByTestId('tile-in_doubt')).toHaveAttribute('data-figure', '0');
  await expect(manager.getByTestId('overview-chart').locator('svg').first()).toBeVisible();
  await expect(manager.locator('.tile[data-failed]')).toHaveCount(0);
  await everyLanguage(manager, 'landing page');
  await manager.getByTestId('overview-chart-table').click();
  await expect(manager.getByTestId('overview-chart').getByRole('row')).toHaveCount(31);
  await accessible(manager, 'chart as a table');
  await manager.getByTestId('tile-received_today').click();
  await expect(manager.getByTestId('report-totals')).toContainText('150.00');
  await expect(manager.getByTestId('report-chart')).toHaveCount(0); // one row needs no picture
  await manager.getByTestId('group-0').selectOption('kind');
  await expect(manager.getByTestId('report-chart')).toHaveAttribute('data-points', '2');
  await expect(manager.getByTestId('report-chart').locator('svg').first()).toBeVisible();
  await everyLanguage(manager, 'report with a chart');
  for (const [name, tile] of [['audit', 'anchor'], ['tech', 'commands'], ['admin', 'backup']] as const) {
    const page = await person(browser, kwota, name);
    await page.goto('/office');
    await expect(page.getByTestId('overview')).toHaveAttribute('aria-busy', 'false');
    await expect(page.getByTestId(`tile-${tile}`)).toBeVisible();
    await expect(page.locator('.tile[data-failed]')).toHaveCount(0);
    await accessible(page, `landing page of ${name}`);
    await shot(page, `20-landing-${name}`);
  }
});

test('the menu is folded by tasks, and stays as it was left', async () => {
  await manager.goto('/office');
  await expect(manager.locator('.menu-group')).toHaveCount(8);
  await expect(manager.getByTestId('menu-customers')).toBeVisible();
  await expect(manager.getByTestId('menu-settings')).toBeHidden();
  await manager.getByTestId('menu-group-system').press('Enter');
  await manager.getByTestId('menu-group-customers').press('Enter');
  await expect(manager.getByTestId('menu-group-system')).toHaveAttribute('aria-expanded', 'true');
  await manager.reload();
  await expect(manager.getByTestId('menu-settings')).toBeVisible();
  await expect(manager.getByTestId('menu-customers')).toBeHidden();
  await byMenu(manager, 'tariffs');
  await loaded(manager, 'tariffs');
  await expect(manager.getByTestId('menu-group-tables')).toHaveAttribute('aria-expanded', 'true');
});

test('what was chosen in the last moment stands, though the server answers with what it knew before', async () => {
  await manager.goto('/office');
  const folded = manager.getByTestId('menu-group-reports');
  const kept = () => manager.waitForResponse((response) => response.url().endsWith('/choices/menu') && response.ok());
  for (const unfolded of ['true', 'false']) {
    const known = kept();
    await folded.press('Enter');
    await expect(folded).toHaveAttribute('aria-expanded', unfolded);
    await known;
  }
  await manager.route('**/api/v1/choices/menu', (route) => route.abort());
  const lost = manager.waitForEvent('requestfailed', (request) => request.url().endsWith('/choices/menu'));
  await folded.press('Enter');
  await lost;
  await manager.unroute('**/api/v1/choices/menu');
  const atLast = kept();
  const told = new Promise<void>((done) => void manager.route('**/api/v1/choices', async (route) => {
    const before = await route.fetch();
    await atLast;
    await route.fulfill({ response: before }).catch(() => undefined); // nobody waits for it any more
    done();
  }, { times: 1 }));
  await manager.reload();
  await told;
  await expect(folded).toHaveAttribute('aria-expanded', 'true');
  await byMenu(manager, 'reports');
  await expect(folded).toHaveAttribute('aria-expanded', 'true');
  await folded.press('Enter');
});

test('Ctrl-K finds pages, people, meters, sales and actions by a few letters', async () => {
  await palette(manager, 'met');
  await expect(manager.getByTestId('palette-page-meters')).toBeVisible();
  await everyLanguage(manager, 'palette');
  await manager.keyboard.press('Escape');
  await expect(manager.getByTestId('palette')).toBeHidden();

  await palette(manager, 'approv');
  await expect(manager.getByTestId('palette-page-approvals')).toHaveAttribute('aria-selected', 'true');
  await manager.keyboard.press('Enter');
  await loaded(manager, 'approvals');

  await palette(manager, '高海玉');
  await expect(manager.getByTestId('palette-customer-000000100001')).toBeVisible();
  await expect(manager.getByTestId('palette-account-100001')).toHaveAttribute('aria-selected', 'true');
  await manager.keyboard.press('ArrowDown');
  await expect(manager.getByTestId('palette-account-100001')).toHaveAttribute('aria-selected', 'false');
  await manager.keyboard.press('ArrowUp');
  await manager.keyboard.press('Enter');
  await expect(manager).toHaveURL(/\/office\/accounts\?open=100001/);
  await expect(manager.getByTestId('drawer')).toBeVisible();
  await manager.keyboard.press('Control+k'); // over a dialog nothing opens
  await expect(manager.getByTestId('palette')).toHaveCount(0);
  await leave(manager);

  await palette(manager, '412600000011');
  await expect(manager.getByTestId('palette-meter-412600000011')).toBeVisible();
  await manager.getByTestId('palette-input').fill('R1-T1-00000001');
  await expect(manager.getByTestId('palette-sale-R1-T1-00000001')).toHaveAttribute('aria-selected', 'true');
  await shot(manager, '20-palette');
  await manager.keyboard.press('Enter');
  await expect(manager.getByTestId('sale-timeline')).toBeVisible();
  await leave(manager);

  await speak(manager, 'zh');
  await palette(manager, 'dnb'); // 电能表
  await expect(manager.getByTestId('palette-page-meters')).toHaveAttribute('aria-selected', 'true');
  await manager.keyboard.press('Escape');
  await speak(manager, 'en');
});

test('it offers nobody what he may not do, and at the counter it serves', async () => {
  await cashier.goto('/counter');
  await palette(cashier, 'audit');
  await expect(cashier.getByTestId('palette-count')).not.toBeEmpty();
  await expect(cashier.getByTestId('palette-page-audit')).toHaveCount(0);
  await cashier.getByTestId('palette-input').fill('gao');
  await expect(cashier.getByTestId('palette-account-100001')).toBeVisible();
  await cashier.getByTestId('palette-account-100001').click();
  await expect(cashier).toHaveURL(/\/counter\?account=100001/);
});

test('an address that leads nowhere says so, with a way back', async () => {
  for (const path of ['/office/nowhere', '/nowhere/at/all']) {
    await manager.goto(path);
    await expect(manager.getByTestId('state-not-found')).toContainText(path);
    await everyLanguage(manager, `not found ${path.length}`);
  }
  await manager.getByTestId('not-found-home').click();
  await expect(manager.getByTestId('overview')).toBeVisible();
});

test('light or dark is chosen and remembered; paper is white', async () => {
  const root = manager.locator('html');
  await expect(root).toHaveAttribute('data-scheme', 'light');
  await manager.getByTestId('operator-menu').click();
  await accessible(manager, 'operator menu');
  await manager.getByTestId('scheme-dark').click();
  await expect(root).toHaveAttribute('data-scheme', 'dark');
  await manager.goto('/office/sales');
  await loaded(manager, 'sales');
  await expect(root).toHaveAttribute('data-scheme', 'dark');
  await shot(manager, '20-dark');
  await manager.emulateMedia({ media: 'print' });
  await expect(root).toHaveAttribute('data-scheme', 'light');
  const wide = manager.viewportSize()!;
  await manager.setViewportSize({ width: 794, height: 1123 });
  await expect(manager.getByTestId('menu-open'), 'as wide as A4, and no menu on it').toBeHidden();
  await manager.setViewportSize(wide);
  await manager.emulateMedia({ media: 'screen' });
  await expect(root).toHaveAttribute('data-scheme', 'dark');
  await manager.getByTestId('operator-menu').click();
  await expect(manager.getByTestId('scheme-dark')).toHaveAttribute('aria-checked', 'true');
  await manager.getByTestId('scheme-system').click();
  await expect(root).toHaveAttribute('data-scheme', 'light');
});

test('on a phone the menu is a drawer, and nothing scrolls sideways', async () => {
  await manager.setViewportSize({ width: 390, height: 844 });
  await manager.goto('/office');
  await manager.getByTestId('menu-open').click();
  await expect(manager.getByTestId('menu-drawer')).toBeVisible();
  await everyLanguage(manager, 'menu as a drawer');
  await byMenu(manager, 'sales');
  await loaded(manager, 'sales');
  await expect(manager.getByTestId('menu-drawer')).toBeHidden();
  await accessible(manager, 'sales on a phone');
  await speak(manager, 'ru'); // the longest words
  for (const id of PAGES['miller']!) {
    await turnTo(manager, `/office/${id}`);
    await loaded(manager, id);
    await noSidewaysScroll(manager, id);
  }
  await manager.goto('/office/sales');
  await manager.locator('tbody tr.openable').first().click();
  await expect(manager.getByTestId('sale-timeline')).toBeVisible();
  await noSidewaysScroll(manager, 'life of a sale');
  await shot(manager, '20-phone-drawer');
  await manager.goto('/office/settings');
  await loaded(manager, 'settings');
  await speak(manager, 'zh'); // whose words break anywhere
  const narrow = await manager.getByTestId('settings-table').locator('td:not(.number)').evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().width).filter((width) => width < 90));
  expect(narrow, 'no column is as narrow as a character').toEqual([]);
  await cashier.setViewportSize({ width: 390, height: 844 });
  for (const language of LANGUAGES) {
    await speak(cashier, language);
    for (const path of ['/office', '/counter?account=100001', '/bench']) {
      await cashier.goto(path);
      await expect(cashier.getByRole('heading', { level: 1 }).or(cashier.getByTestId('counter-amount')).first()).toBeVisible();
      await noSidewaysScroll(cashier, `${path} ${language}`);
    }
  }
  await shot(cashier, '20-phone-bench');
});

async function leave(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('drawer')).toBeHidden();
}

async function palette(page: Page, typed: string): Promise<void> {
  await expect(page.getByTestId('operator-menu')).toBeVisible(); // a page that came this moment hears nothing before
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-input').fill(typed);
}

async function everyLanguage(page: Page, what: string): Promise<void> {
  for (const language of LANGUAGES) {
    // A dialogue may lie over it: clicked where it is, without a mouse.
    await page.getByTestId(`language-${language}`).evaluate((button: HTMLElement) => button.click());
    await expect(page.locator('html')).toHaveAttribute('lang', { en: 'en', zh: 'zh-CN', ru: 'ru' }[language]);
    await accessible(page, `${what} ${language}`);
  }
}
