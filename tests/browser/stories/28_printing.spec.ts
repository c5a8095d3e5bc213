import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import type { Bench } from '../house/bench';
import type { Counter } from '../house/counter';
import { firstSale } from '../house/first_sale';
import { kwotaFor } from '../house/kwota';
import { agrees, ownPassword, person } from '../house/people';
import { shot } from '../house/shots';
import { SlipPrinter } from '../house/slip_printer';

// A till gets a printer: its slips come by themselves, paper runs out, and a reprint is told from a first print. In the afternoon cash goes to the safe,
// in the evening the drawer is counted note by note, and the supervisor takes the day to the bank.

const kwota = kwotaFor('28_printing', ['--printer-target', 'tcp://127.0.0.1']);
const printer = new SlipPrinter();
let admin: Page;
let supervisor: Page;
let counter: Counter;
let bench: Bench;
let card: string;
let place: string;

test.afterAll(() => printer.stop());

test('the administrator sets the printer of a till, where the server may open one, and prints a test page', async ({ browser }) => {
  place = await printer.start();
  admin = await person(browser, kwota, 'admin');
  await admin.goto('/office/tills?open=E01/T1');
  await admin.getByTestId('printer-way').selectOption('printer');
  await admin.getByTestId('printer-place').fill('serial:///etc/shadow');
  await admin.getByTestId('printer-save').click();
  await expect(admin.getByTestId('problem')).toHaveAttribute('data-code', 'printer_not_allowed');
  await admin.getByTestId('printer-place').fill(place);
  await admin.getByTestId('printer-answers').check();
  await admin.getByTestId('printer-cuts').check();
  await admin.getByTestId('printer-save').click();
  await expect(admin.getByTestId('printer-said')).toBeVisible();
  await admin.getByTestId('printer-test').click();
  await expect.poll(() => printer.printed()).toBe(1);
  await accessible(admin, 'printer of a till en');
  await shot(admin, '28-printer');
});

test('after Enter the slip comes by itself, and it is the first print', async ({ browser }) => {
  ({ counter, bench, card } = await firstSale(browser, kwota, { cashier: 'wang', float: '200', account: '100001', pay: '100' }));
  await expect(counter.at('print-note')).toHaveAttribute('data-outcome', 'done');
  await expect(counter.at('print-note')).toHaveAttribute('data-print', '0');
  await expect.poll(() => printer.printed(), 'test page, opening slip, who holds what with the first shift, receipt').toBe(4);
  await accessible(counter.page, 'printed en');
  await shot(counter.page, '28-printed');
});

test('paper runs out: the sale is done, nothing was printed, and the same print comes when there is paper', async () => {
  printer.paper = false;
  await counter.enter();
  await counter.is('unread_on_card');
  await counter.enter();
  await counter.sell('50');
  await counter.is('done');
  await expect(counter.at('print-note')).toHaveAttribute('data-fault', 'paper_out');
  await expect(counter.at('print-note')).toHaveAttribute('data-outcome', 'nothing');
  await shot(counter.page, '28-paper-out');
  printer.paper = true;
  await counter.at('print-again').click();
  await expect(counter.at('print-note')).toHaveAttribute('data-outcome', 'done');
  await expect(counter.at('print-note')).toHaveAttribute('data-print', '0');
  await expect.poll(() => printer.printed()).toBe(5);
});

test('printed again it is a reprint, on the printer and by the browser', async () => {
  await counter.at('outcome-print').click();
  await expect(counter.at('receipt-paper')).toContainText('not printed');
  await counter.at('receipt-to-printer').click();
  await expect(counter.at('receipt-dialog').getByTestId('print-note')).toHaveAttribute('data-print', '1');
  await expect(counter.at('receipt-dialog').getByTestId('print-note')).toHaveAttribute('data-outcome', 'done');
  await counter.page.evaluate(() => { window.print = () => { document.body.dataset['asked'] = 'to print'; }; }); // the browser's own dialog, of which nobody tells the end
  await counter.at('receipt-reprint').click();
  await expect(counter.page.locator('body')).toHaveAttribute('data-asked', 'to print');
  await expect(counter.at('receipt-dialog').getByTestId('print-note')).toHaveAttribute('data-print', '2');
  await expect(counter.at('receipt-paper')).toContainText('Reprint 2');
  await shot(counter.page, '28-reprint');
  await counter.page.keyboard.press('Escape');
});

test('cash goes to the safe while the shift goes on, and a supervisor signs', async () => {
  await bench.put(card, 'wallet');
  await counter.is('idle');
  await counter.task('drop_cash');
  await counter.at('drop-amount').fill('200');
  await counter.at('drop-bag').fill('B-17');
  await counter.at('drop-submit').click();
  await expect(counter.at('problem')).toHaveAttribute('data-code', 'cash_needs_two');
  supervisor = await person(counter.page.context().browser()!, kwota, 'zhao');
  await counter.at('drop-second-name').fill('zhao');
  await counter.at('drop-second-password').fill(ownPassword('zhao'));
  await accessible(counter.page, 'drop en');
  await counter.at('drop-submit').click();
  await expect(counter.at('drop-slip')).toContainText('B-17');
  await expect(counter.at('print-note').last()).toHaveAttribute('data-outcome', 'done');
  await shot(counter.page, '28-drop');
  await counter.at('drop-leave').click();
});

test('in the evening the drawer is counted note by note, and what was dropped is not missing', async () => {
  await counter.at('shift-close-open').click();
  await counter.at('shift-by-pieces').click();
  await counter.at('piece-100.00').fill('1');
  await counter.at('piece-50.00').fill('1');
  await expect(counter.at('shift-counted')).toHaveValue('150.00');
  await accessible(counter.page, 'count by pieces en');
  await shot(counter.page, '28-pieces');
  await counter.at('shift-close').click();
  await expect(counter.at('shift-closed')).toBeVisible();
  await expect(counter.at('shift-expected')).toContainText('150.00');
  await expect(counter.at('shift-slip')).toContainText('Drops to the safe (1)');
  await expect(counter.at('shift-slip')).toContainText('1 x 100.00');
  await expect(counter.at('print-note').last()).toHaveAttribute('data-outcome', 'done');
});

test('the drop stands in the office', async () => {
  await supervisor.goto('/office/cash-drops');
  await expect(supervisor.getByTestId('table-cash-drops')).toContainText('B-17');
  await shot(supervisor, '28-drops');
});

test('a manager sets up numbers, and the cashier makes an invoice of the sale', async ({ browser }) => {
  const manager = await person(browser, kwota, 'miller');
  await manager.goto('/office/invoice-series');
  await manager.getByTestId('new-row').click();
  await manager.locator('#field-code').fill('A');
  await manager.locator('#field-prefix').fill('E-');
  await manager.locator('#field-form').selectOption('plain-a5');
  await manager.locator('#field-active').selectOption('true');
  await manager.getByTestId('form-save').click();
  await expect(manager.getByTestId('table-invoice-series')).toContainText('E-');
  await accessible(manager, 'invoice series en');
  await supervisor.goto('/office/sales');
  await supervisor.getByTestId('table-sales').locator('tbody tr.openable').last().click();
  await supervisor.getByTestId('sale-new-invoice').click();
  await supervisor.getByTestId('invoice-buyer_tax_number').fill('91330000-7');
  await accessible(supervisor, 'new invoice en');
  await shot(supervisor, '28-new-invoice');
  await supervisor.getByTestId('invoice-issue').click();
  await supervisor.getByTestId('invoice-made').getByRole('link').click();
  await expect(supervisor.getByTestId('invoice-lines')).toBeVisible();
  await expect(supervisor.getByTestId('fact-invoice_total')).toContainText('100.00');
  await accessible(supervisor, 'invoice en');
  await shot(supervisor, '28-invoice');
});

test('the number is made void by two and stays in the register', async () => {
  await supervisor.getByTestId('invoice-void-reason').fill('paper jam');
  await supervisor.getByTestId('invoice-void-do').click();
  await agrees(supervisor, 'miller');
  await expect(supervisor.getByTestId('fact-state')).toContainText('void');
  await shot(supervisor, '28-void');
});
