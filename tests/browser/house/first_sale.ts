import type { Browser } from '@playwright/test';
import { Bench } from './bench';
import { Counter } from './counter';
import type { Kwota } from './kwota';
import { person, secondWindow } from './people';

interface FirstSale { cashier: string; till?: string; float?: string; account: string; pay: string }
interface Morning { counter: Counter; bench: Bench; card: string }

/** How most days begin: a till, a shift, a card out of the wallet, and an account opened on it. Ends with the sale done, the card on the reader. */
export async function firstSale(browser: Browser, kwota: Kwota, sale: FirstSale): Promise<Morning> {
  const counter = new Counter(await person(browser, kwota, sale.cashier));
  const bench = new Bench(await secondWindow(counter.page, sale.cashier));
  await bench.open();
  await counter.open();
  await counter.takeTill('E01', sale.till ?? 'T1');
  await counter.openShift(sale.float ?? '0');
  const card = (await bench.wallet())[0]!;
  // The sample utility's first reader stands at its first till; another till chooses the next one.
  if ((sale.till ?? 'T1') !== 'T1') await counter.takeReader(1);
  await bench.put(card, (sale.till ?? 'T1') === 'T1' ? 'reader:0' : 'reader:1');
  await counter.openAccount(sale.account, sale.pay);
  await counter.is('done');
  return { counter, bench, card };
}

/** And how it goes on: the card was at its meter, and its holder buys more. */
export async function secondSale({ counter, bench, card }: Morning, meter: string, pay: string): Promise<void> {
  await bench.visit(card, meter);
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
  await counter.sell(pay);
  await counter.is('done');
}

/** The first shift ends the installation: from now on limits and layouts are changed by two. */
export async function firstShift(browser: Browser, kwota: Kwota): Promise<void> {
  const counter = new Counter(await person(browser, kwota, 'wang'));
  await counter.open();
  await counter.takeTill('E01', 'T1');
  await counter.openShift('0');
  await counter.is('idle');
}
