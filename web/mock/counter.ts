import { books } from './books';
import { tell } from './events';

const wait = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));
let quotes = 0;

/** A flat imitation of a two-step tariff; the console must not care. */
export function quote(ask: { account: string; pay?: string; units?: string }) {
  const tendered = ask.pay ?? '100.00';
  const sum = Number(tendered);
  const refuse = (code: string, details: object) => ({ status: 422, body: { type: 'about:blank', title: code, status: 422, code, details } });
  if (sum < 1) return refuse('below_minimum', { limit: '1.00' });
  if (sum > 5000) return refuse('hoarding', { limit: '5000.00' });
  const debt = Math.min(50, sum * 0.2);
  const credit = sum - debt;
  return {
    body: {
      id: `q${++quotes}`, account: ask.account, tendered, total: tendered, credit: credit.toFixed(2), units: (credit / 0.52).toFixed(2),
      lines: [
        { id: 'debt', label_key: 'line.debt', amount: debt.toFixed(2), base: '20 %' },
        { id: 'energy', label_key: 'line.energy', step: 1, units: '100.00', price: '0.5200', amount: '52.00' },
        { id: 'energy', label_key: 'line.energy', step: 2, units: '49.13', price: '0.5700', amount: '28.00' },
        { id: 'tax', label_key: 'line.tax', base: '80.00', amount: '9.20', memo: true },
      ],
      next: { price: '0.5700', left_in_step: '130.87', price_after: '0.8200' }, residue: '0.00', estimate: true, should_show: (12.4 + credit).toFixed(2),
      expires: new Date(Date.now() + 600_000).toISOString(), warnings: [],
      confirm: sum > 1000 ? [{ code: 'large_sale', details: { amount: tendered, limit: '1000.00' } }] : [],
    },
  };
}

export async function sell(body: { client_key: string; account: string; quote: string }) {
  const known = books.outcomes.get(body.client_key);
  if (known) return { body: known };
  for (const step of ['booked', 'sealed', 'writing']) {
    tell('sale', { client_key: body.client_key, step });
    await wait(350);
  }
  const sale = books.book('100.00', 'recharge');
  const outcome = { outcome: 'done', sale, steps: { booked: true, sealed: true, written: true }, receipt: `/receipts/${sale.number}`, should_show: '92.40' };
  books.outcomes.set(body.client_key, outcome);
  return { body: outcome };
}

export async function openAccount(body: { client_key: string; first_sale: { pay: string } }) {
  await wait(600);
  const sale = books.book(body.first_sale.pay, 'open');
  return { body: { outcome: 'done', sale, account: '100099', should_show: body.first_sale.pay } };
}
