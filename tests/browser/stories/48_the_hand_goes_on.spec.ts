import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { Bench } from '../house/bench';
import { Counter } from '../house/counter';
import { kwotaFor } from '../house/kwota';
import { ownPassword, person, secondWindow } from '../house/people';
import { shot } from '../house/shots';

// Where the hand is left after something was refused, found, laid down or decided by somebody else: nobody reaches for the mouse to go on.

const PLAN = 'demo-monthly';
const kwota = kwotaFor('48_the_hand_goes_on');
let cashier: Counter;
let supervisor: Counter;
let manager: Page;
let bench: Bench;
let card = '';

/** The other work by its key in the list. */
async function choose(counter: Counter, task: string): Promise<void> {
  await counter.page.keyboard.press('F10');
  await counter.page.keyboard.press((await counter.at(`task-${task}`).locator('kbd').textContent())!);
  await expect(counter.at('task-menu')).toHaveCount(0);
}

/** Types as a bar-code scanner does, faster than any hand and than a busy machine types for a test: digits and Enter in one moment, into the field that has the focus. */
async function scan(page: Page, number: string): Promise<void> {
  await page.evaluate((digits) => {
    const field = document.activeElement as HTMLInputElement;
    const key = (name: string): boolean => field.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
    for (const digit of digits) {
      key(digit);
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(field, field.value + digit);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    if (key('Enter')) field.form?.requestSubmit();
  }, number);
}

test('a technician, whose role opens no shift, chooses the till\'s reader and writes one card after the other', async ({ browser }) => {
  await person(browser, kwota, 'miller');
  const technician = new Counter(await person(browser, kwota, 'tech'));
  const { page } = technician;
  bench = new Bench(await secondWindow(page, 'tech'));
  await bench.open();
  const blank = (await bench.wallet()).at(-1)!;
  await bench.put(blank, 'reader:1');
  await expect(page.getByTestId('nav-counter'), 'he writes cards there, so the way there is shown').toBeVisible();
  await technician.open();
  await technician.takeTill('E01', 'T2');
  await technician.is('reader_not_chosen');
  await page.getByTestId('choose-reader-1').press('Enter');
  await technician.is('unknown_card');
  await choose(technician, 'issue_card');
  await page.getByTestId('issue-plan').selectOption(PLAN);
  await page.getByTestId('issue-reason').focus();
  await page.keyboard.type('new area');
  await technician.calm();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('second-name')).toBeFocused();
  await page.keyboard.type('miller');
  await page.keyboard.press('Tab');
  await page.keyboard.type(ownPassword('miller'));
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('issue-written')).toContainText('preset card is written');
  await expect(page.getByTestId('another-card')).toBeFocused();
  await accessible(page, 'a service card was written');
  await shot(page, '48-written');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('issue-reason')).toHaveValue('new area');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(technician.at('counter-say')).not.toContainText('Open your shift');
  await bench.put(blank, 'wallet');
  await expect(technician.at('counter-say')).toContainText('F10');
});

test('a cashier and a supervisor open their shifts', async ({ browser }) => {
  cashier = new Counter(await person(browser, kwota, 'wang'));
  supervisor = new Counter(await person(browser, kwota, 'zhao'));
  manager = await person(browser, kwota, 'petrov');
  for (const [counter, till] of [[cashier, 'T1'], [supervisor, 'T2']] as const) {
    await counter.open();
    await counter.takeTill('E01', till);
    await counter.openShift('200');
  }
});

test('at the bench a card that was taken leads to where it can lie, and lies there in the hand\'s reach', async () => {
  bench = new Bench(await secondWindow(supervisor.page, 'zhao'));
  await bench.open();
  card = (await bench.wallet())[0]!;
  await bench.page.getByTestId(`take-${card}`).focus();
  await bench.page.keyboard.press('Enter');
  await expect(bench.page.getByTestId('put-reader:0')).toBeFocused();
  await bench.page.keyboard.press('Escape');
  await expect(bench.page.getByTestId(`take-${card}`)).toBeFocused();
  await bench.page.keyboard.press('Enter');
  await expect(bench.page.getByTestId('put-reader:0')).toBeFocused();
  await bench.page.keyboard.press('Enter');
  await bench.isAt(card, 'reader:0');
  await bench.settled();
  await cashier.page.goto('/counter');
  await cashier.openAccount('100002', '100');
  await cashier.is('done');
  await expect(cashier.at('counter-say')).toContainText('lifting the card');
  await bench.visit(card, '412600000148');
  await bench.put(card, 'reader:0');
  await cashier.is('recognised');
});

test('a receipt is found by its last digits, or it is said that there is none; the arrows go through them', async () => {
  const { page } = cashier;
  await choose(cashier, 'reprint');
  await expect(cashier.at('reprint-search')).toBeFocused();
  await page.keyboard.type('777');
  await expect(cashier.at('reprint-none')).toContainText('No receipt like that');
  await accessible(page, 'no receipt like that');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('1');
  await expect(cashier.at('reprint').locator('.pick-list button')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await expect(cashier.at('reprint').locator('.pick-list button')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(cashier.at('reprint-search')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(cashier.at('receipt-dialog')).toContainText('00000001');
  await shot(page, '48-reprint');
  await page.keyboard.press('Escape');
  await expect(cashier.at('receipt-dialog')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
});

test('who looks for somebody while another one\'s card lies there is told why he does not see him', async () => {
  const { page } = cashier;
  await page.goto('/counter');
  await cashier.is('recognised');
  await page.keyboard.press('F2');
  await page.keyboard.type('100005');
  await expect(page.getByRole('option').first()).toContainText('100005');
  await page.keyboard.press('Enter');
  await expect(cashier.at('counter-say'), 'nothing is sold to the wrong one in silence').toContainText('The card of another customer lies on the reader: take it away to see 100005.');
  await accessible(page, 'another one\'s card lies there');
  await bench.put(card, 'wallet');
  await expect(cashier.at('account-number')).toContainText('100005');
  await expect(cashier.at('counter-say')).not.toContainText('another customer');
  await bench.put(card, 'reader:0');
  await expect(cashier.at('counter-say'), 'nor when a card is put down beside whoever was found').toContainText('another customer');
  await page.goto('/counter');
  await cashier.is('recognised');
});

test('a plate that a scanner reads stays in its field, and after a refusal the focus is where it was', async () => {
  const { page } = supervisor;
  await page.goto('/counter?account=100002');
  await expect(supervisor.at('account-number')).toContainText('100002');
  await choose(supervisor, 'swap_meter');
  await expect(supervisor.at('swap-meter')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.getByTestId('swap-old_meter').focus();
  await scan(page, '412600000149');
  await expect(page.getByTestId('swap-number'), 'a plate that is read stays in its field').toBeFocused();
  await expect(page.getByTestId('swap-old_meter')).toHaveValue('412600000149');
  await expect(page.getByTestId('search')).toHaveValue('');
  await scan(page, '412600000150');
  await expect(page.getByTestId('swap-number')).toHaveValue('412600000150');
  await page.getByTestId('swap-reason').focus();
  await page.keyboard.type('dark');
  await supervisor.calm();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('problem')).toHaveAttribute('data-code', 'wrong_meter');
  await expect(page.getByTestId('swap-reason'), 'after a refusal the focus is where it was').toBeFocused();
  await page.keyboard.press('Escape');
});

test('back in the list of tasks one is where one was', async () => {
  const { page } = supervisor;
  await page.goto('/counter?account=100002');
  await expect(supervisor.at('account-number')).toContainText('100002');
  await page.keyboard.press('F10');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const task = (await page.evaluate(() => document.activeElement?.getAttribute('data-testid')))!;
  await expect(supervisor.at(task)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(supervisor.at('task-menu')).toHaveCount(0);
  await page.keyboard.press('F10');
  await expect(supervisor.at(task), 'after Escape').toBeFocused();
  await supervisor.calm();
  await page.keyboard.press('Enter');
  await expect(supervisor.at('task-menu')).toHaveCount(0);
  await page.keyboard.press('F10');
  await expect(supervisor.at(task), 'after a task').toBeFocused();
  await page.keyboard.press('Escape');
});

test('what another has approved at his own screen goes on at this one', async () => {
  const { page } = supervisor;
  await page.goto('/counter');
  await bench.put(card, 'reader:1');
  await supervisor.is('recognised');
  await choose(supervisor, 'supplement');
  await page.keyboard.type('5');
  await page.getByTestId('supplement-code').selectOption('goodwill');
  await page.getByTestId('supplement-reason').fill('the pump stood still');
  await supervisor.calm();
  await page.getByTestId('supplement-send').press('Enter');
  await expect(page.getByTestId('second-name')).toBeFocused();
  await accessible(page, 'a second person is asked');
  await shot(page, '48-second-person');
  await page.getByTestId('second-withdraw').press('Enter');
  await expect(page.getByTestId('second-person'), 'taken back, the form is there as it was').toHaveCount(0);
  await expect(page.getByTestId('supplement-reason')).toHaveValue('the pump stood still');
  await supervisor.calm();
  await page.getByTestId('supplement-send').press('Enter');
  await expect(page.getByTestId('second-name')).toBeFocused();
  await manager.goto('/office/approvals');
  await manager.locator('tbody tr.openable').first().press('Enter');
  await manager.getByTestId('approval-approve').press('Enter');
  await expect(manager.getByTestId('fact-decision')).toContainText('approved');
  await expect(manager.getByTestId('drawer-close'), 'the buttons are gone, the drawer keeps the focus').toBeFocused();
  await expect(manager.locator('tbody tr.openable').nth(1)).toContainText('withdrawn');
  await page.keyboard.type('miller');
  await page.keyboard.press('Tab');
  await page.keyboard.type(ownPassword('miller'));
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('second-person')).toHaveCount(0);
  await supervisor.is('done');
});

test('a drawer that does not agree: the focus goes to what is asked for next', async () => {
  const { page } = cashier;
  await choose(cashier, 'close_shift');
  await expect(cashier.at('shift-counted')).toBeFocused();
  await page.keyboard.type('250');
  await cashier.calm();
  await page.keyboard.press('Enter');
  await expect(cashier.at('shift-needs')).toHaveAttribute('data-needs', 'recount');
  await expect(cashier.at('shift-counted')).toBeFocused();
  await page.keyboard.type('251');
  await expect(cashier.at('shift-counted'), 'over what stood there').toHaveValue('251');
  await cashier.calm();
  await page.keyboard.press('Enter');
  await expect(cashier.at('shift-needs')).toHaveAttribute('data-needs', /reason|second_person/);
  const next = (await cashier.at('shift-needs').getAttribute('data-needs')) === 'reason' ? 'shift-reason' : 'shift-second-name';
  await expect(cashier.at(next)).toBeFocused();
  await shot(page, '48-count');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await cashier.is('idle');
  await choose(cashier, 'close_shift');
  await page.keyboard.type('200');
  await cashier.calm();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('problem')).toHaveAttribute('data-code', 'count_stands');
  await expect(cashier.at('shift-counted'), 'the count that stands').toHaveValue(/^251/);
  await expect(cashier.at('shift-reason'), 'why it differs can be said').toBeFocused();
});

test('a setting that is refused is corrected at its field, and Enter in the reason sends it', async () => {
  const page = manager;
  await page.goto('/office/settings');
  await page.getByTestId('open-large_sale').press('Enter');
  await page.getByTestId('setting-new').fill('not a sum');
  await page.getByTestId('setting-reason').focus();
  await page.keyboard.type('winter');
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('setting-ask')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('setting-new'), 'the field that is wrong has the focus, and says why').toBeFocused();
  await expect(page.getByTestId('setting-new')).toHaveAccessibleDescription(/no value of this setting/);
  await page.keyboard.type('700');
  await page.getByTestId('setting-reason').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('second-name')).toBeFocused();
  await page.keyboard.type('miller');
  await page.keyboard.press('Tab');
  await page.keyboard.type(ownPassword('miller'));
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('second-person')).toHaveCount(0);
  await expect(page.getByTestId('setting-history')).toContainText('700');
  await expect(page.getByTestId('drawer-close'), 'the drawer keeps the focus when all is done').toBeFocused();
});
