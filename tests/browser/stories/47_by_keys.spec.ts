import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { Counter } from '../house/counter';
import { kwotaFor } from '../house/kwota';
import { person, speak } from '../house/people';
import { shot } from '../house/shots';

// The other work of a counter by keys alone, all of it on the smallest screen that a counter has.

const kwota = kwotaFor('47_by_keys');
let cashier: Counter;
let supervisor: Counter;

test('a cashier and a supervisor open their shifts with keys', async ({ browser }) => {
  cashier = new Counter(await person(browser, kwota, 'wang'));
  supervisor = new Counter(await person(browser, kwota, 'zhao'));
  for (const [counter, till] of [[cashier, 'T1'], [supervisor, 'T2']] as const) {
    await counter.open();
    await counter.takeTill('E01', till);
    await expect(counter.at('shift-float')).toBeFocused();
    await counter.page.keyboard.type('200');
    await counter.page.keyboard.press('Enter');
    await expect(counter.at('counter-state')).toHaveText(/idle|reader_not_chosen/);
  }
});

test('F10 shows all of it without scrolling, whoever asks in whatever language', async () => {
  for (const [who, { page }] of [['cashier', cashier], ['supervisor', supervisor]] as const) {
    await page.keyboard.press('F10');
    await expect(page.getByTestId('task-open_account')).toBeFocused();
    for (const language of ['zh', 'ru', 'en'] as const) {
      await page.getByTestId(`language-${language}`).click();
      await expect(page.locator('html')).toHaveAttribute('lang', { en: 'en', zh: 'zh-CN', ru: 'ru' }[language]);
      expect(await cut(page), `${who}, ${language}`).toBe(false);
      await accessible(page, `other work of a ${who}, ${language}`);
      await shot(page, `47-menu-${who}-${language}`);
    }
    await speak(page, 'en');
  }
});

/** Whether a part of the menu lies outside of its place. */
async function cut(page: Page): Promise<boolean> {
  return page.getByTestId('task-menu').evaluate((menu) => menu.scrollHeight > menu.clientHeight || menu.parentElement!.scrollHeight > menu.parentElement!.clientHeight);
}

test('the arrows go where they point', async () => {
  const { page } = supervisor;
  await page.getByTestId('task-open_account').focus();
  for (const [key, task] of [['ArrowRight', 'replace_card'], ['ArrowDown', 'take_back'], ['ArrowLeft', 'supplement'], ['ArrowUp', 'open_account'], ['ArrowUp', 'open_account'], ['ArrowLeft', 'purse_first']] as const) {
    await page.keyboard.press(key);
    await expect(page.getByTestId(`task-${task}`), `${key} leads to ${task}`).toBeFocused();
  }
  await expect(page.getByTestId('task-say')).toContainText('farmer');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('task-menu')).toHaveCount(0);
});

test('an account that another station serves is nobody here, and the page says so', async () => {
  const { page } = cashier;
  const other = await supervisor.page.request.get('/api/v1/accounts?page_size=200');
  const here = ((await other.json()) as { rows: { number: string }[] }).rows.map((row) => String(row.number));
  const elsewhere = Array.from({ length: 400 }, (_, at) => String(100_001 + at)).filter((number) => !here.includes(number));
  let found = '';
  for (const number of elsewhere) if (found === '' && (await page.request.get(`/api/v1/accounts/${number}`)).status() === 404) found = number;
  expect(found, 'there is one of another station').not.toBe('');
  await page.goto(`/counter?account=${found}`);
  await expect(page.getByTestId('no-such-account')).toContainText('another station');
  await page.keyboard.press('F2');
  await page.keyboard.type('100001');
  await expect(page.getByTestId('search-option-100001')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('account-number')).toContainText('100001');
});

test('two people change one customer: who saves second sees what the first did, and undoes nothing that he never touched', async ({ browser }) => {
  const manager = await person(browser, kwota, 'miller');
  const pages = [supervisor.page, manager];
  for (const page of pages) {
    await page.goto('/office/customers?open=000000100001');
    await page.getByTestId('edit-row').press('Enter');
    await expect(page.getByTestId('field-name'), 'the form can be typed into at once').toBeFocused();
  }
  await supervisor.page.getByTestId('field-address').fill('East village 99');
  await supervisor.page.keyboard.press('Enter');
  await expect(supervisor.page.getByTestId('register-form')).toHaveCount(0);
  await manager.getByTestId('field-phone').fill('13900000001');
  await manager.keyboard.press('Enter');
  const conflict = manager.getByTestId('conflict');
  await expect(conflict).toContainText('13900000001');
  await expect(conflict.getByTestId('conflict-take-address')).toHaveCount(0);
  await expect(manager.getByTestId('error-summary')).not.toContainText('customer/');
  await manager.getByTestId('conflict-settle').press('Enter');
  await manager.getByTestId('form-save').press('Enter');
  await expect(manager.getByTestId('register-form')).toHaveCount(0);
  await expect(manager.getByTestId('fact-address')).toContainText('East village 99');
  await expect(manager.getByTestId('fact-phone')).toContainText('13900000001');
});

test('whatever the Tab key reaches on a list is seen to have been reached', async () => {
  const { page } = supervisor;
  await page.goto('/office/customers');
  await expect(page.getByTestId('table-customers')).toHaveAttribute('aria-busy', 'false');
  const bare: string[] = [];
  let heads = 0;
  for (let steps = 0; steps < 80; ++steps) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const reached = document.activeElement!;
      const ringed = (of: Element | null): boolean => of !== null && getComputedStyle(of).outlineStyle !== 'none';
      const around = [reached, reached.parentElement, reached.parentElement?.parentElement ?? null];
      return { name: `${reached.tagName} ${reached.getAttribute('aria-label') ?? reached.textContent}`, head: reached.tagName === 'TH', row: reached.tagName === 'TR', ringed: reached === document.body || around.some(ringed) };
    });
    heads += at.head ? 1 : 0;
    if (!at.ringed) bare.push(at.name);
    if (at.row) break;
  }
  expect(heads, 'heads by which rows are sorted are reached').toBeGreaterThan(1);
  expect(bare).toEqual([]);
});
