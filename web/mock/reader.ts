import { bench } from './bench';
import { books } from './books';

let session = 0;
let lying: string | null = null;

/** What the reader would see: the card of the bench that lies there. Labels of the bench's cards choose the state. */
export function readerView() {
  const card = bench.cards.find((each) => each.place === 'reader:0');
  if ((card?.id ?? null) !== lying) {
    lying = card?.id ?? null;
    session += 1;
  }
  const readers = [{ name: 'Virtual PCD 00 00', state: card ? 'card' : 'empty' }];
  if (!card) return { readers, card: null };
  const base = { session: `s${session}`, serial: card.serial ?? undefined, product: 'fee_control', kind: card.kind };
  if (!card.serial) return { readers, card: { ...base, state: 'unknown_card', reason_code: 'blank_card' } };
  if (card.state === 'blocked_card') return { readers, card: { ...base, state: 'blocked_card', reason_code: 'lost', account: books.account('100031') } };
  const account = books.account(card.account ?? '100023');
  const known = { ...base, account, statement: books.statement(), purse: { amount: '0.00', n: 16 }, reconciliation: books.reconciliation() };
  if (card.unread) {
    return { readers, card: { ...known, state: 'unread_on_card', unread: { sale: card.unread, amount: '50.00', since: '2026-10-17T06:05:00Z', choices: ['sum', 'wait', 'take_back'] } } };
  }
  if (card.doubt) return { readers, card: { ...known, state: 'in_doubt_found', in_doubt: { sale: card.doubt, amount: '100.00', outcome: 'confirmed' } } };
  return { readers, card: { ...known, state: 'recognised' } };
}
