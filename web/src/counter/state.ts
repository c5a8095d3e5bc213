import type { AccountView, CardView, ProblemBody, QuoteView, ReaderView, SaleOutcome, SaleRow } from '../api/types';
import type { CounterState } from './names';

// Which of the counter's states is on the screen. One pure function of what is known, so that the same knowledge always
// shows the same thing. The code stands in the page as data-testid "counter-state".

/** `ofPurse`: the money is on a farmer's card. */
export type SaleProgress =
  | { phase: 'writing'; key: string; startedAt: number; cardSession: string | undefined; ofPurse?: boolean }
  | { phase: 'over'; key: string; outcome: SaleOutcome; askedFor: number; cardSession: string | undefined; ofPurse?: boolean };

/** How somebody stands there whose money is on his card: `lost` – a card that was blocked or followed by another, `settled` – a card that has
 *  just told how a booking ended, `needs_card` – the account is known, and the card that it takes does not lie there. */
export type PurseStanding = 'reading' | 'failed' | 'stranger' | 'settled' | 'lost' | 'returned' | 'not_in_books' | 'closed' | 'closing' | 'grey' | 'open' | 'needs_card';

export interface Known {
  linkUp: boolean;
  hasTill: boolean;
  hasShift: boolean;
  /** False: of a role that opens none, but may write service cards. */
  opensShift?: boolean;
  reader: ReaderView | undefined;
  /** An account found by search, while no card lies there that tells of somebody. */
  hasFoundAccount: boolean;
  /** It is closed: nothing is sold to it any more. */
  accountClosed?: boolean;
  /** Its balance is at the server: no card has to do with what is paid. */
  atServer?: boolean;
  purse?: PurseStanding;
  sale: SaleProgress | null;
  quote: object | undefined;
  confirming: boolean;
  /** Operator chose to add onto the unread sale, or has read what became of a sale in doubt. */
  passed: ReadonlySet<string>;
  /** Serial of the card for which an amount has been typed. */
  draftOf: string | null;
}

export function counterState(known: Known): CounterState {
  const card = known.reader?.card ?? null;
  if (known.sale) return saleState(known.sale, card);
  if (!known.linkUp) return 'server_lost';
  if (!known.hasTill) return 'no_till';
  if (known.purse) return purseState(known, known.purse, card);
  const aside = known.hasFoundAccount && known.atServer && card !== null && isBlank(card);
  if (card && !aside) return cardState(known, card);
  if (known.hasFoundAccount) return known.accountClosed ? 'no_sale_customer' : selling(known);
  if (!known.hasShift && (known.opensShift !== false || known.reader?.reason !== 'reader_not_chosen')) return 'no_shift';
  if (known.reader?.reason === 'reader_not_chosen') return 'reader_not_chosen';
  if (known.reader && readerOffline(known.reader)) return 'reader_offline';
  return 'idle';
}

function saleState(sale: SaleProgress, card: CardView | null): CounterState {
  const gone = sale.cardSession !== undefined && card?.session !== sale.cardSession;
  if (sale.phase === 'writing') return gone && card === null ? 'card_removed' : 'writing';
  if (sale.outcome.outcome === 'not_yet_known' && sale.outcome.error?.code === 'card_removed' && card === null) return 'card_removed';
  return waitsForItsCard(sale) ? 'done' : sale.outcome.outcome;
}

/** Credit can be sent to this meter now. */
export function onTheLine(account: AccountView | undefined): boolean {
  return account?.link?.state === 'active' && account.link.trouble === '';
}

/** The newest credit was sold without its card and has not reached the meter: one that is on it is carried. */
export function notOnItsCard(account: AccountView | undefined): boolean {
  const newest = account?.last_sales.find((sale) => ['booked', 'carried', 'in_doubt'].includes(sale.state));
  return newest?.state === 'booked';
}

/** To what waits for a card that is not here, or lies unread on it, nothing is added: the meter may have read it meanwhile. The card, or its line, comes first. */
export const soldForLater = (quote: QuoteView | undefined): boolean => quote !== undefined && !quote.warnings?.includes('unread_on_card');

const WITHOUT_CARD = ['recharge', 'open', 'supplement', 'closing', 'swap', 'transfer', 'change_scheme'];

/** Sold without a card: booked is all that was to be done now. The card is written at its next contact, the line by itself. */
export function waitsForItsCard(sale: SaleProgress | null): boolean {
  return sale?.phase === 'over' && sale.cardSession === undefined && WITHOUT_CARD.includes(sale.outcome.sale?.kind ?? '') && sale.outcome.sale?.state === 'booked';
}

/** It is said, and nothing of it is still to come here. */
export function isOver(sale: SaleProgress): boolean {
  return sale.phase === 'over' && (sale.outcome.outcome !== 'not_yet_known' || waitsForItsCard(sale));
}

/** Booked, and the meter has the last word: nothing is handed out before it. */
export function takesBack(sale: SaleRow | undefined): boolean {
  return sale?.state === 'taking_back';
}

/** An order that lies on the card: nothing is over until the card has been at the meter and is back. */
export function goesToTheMeter(sale: SaleRow | undefined): boolean {
  return sale?.kind === 'closing' && sale.state === 'carried';
}

function cardState(known: Known, card: CardView): CounterState {
  if (known.draftOf && card.serial && known.draftOf !== card.serial) return 'foreign_change';
  const notice = noticeOf(card, known.passed);
  if (notice) return notice.state;
  switch (card.state) {
    case 'recognised':
    case 'unread_on_card':
    case 'in_doubt_found': return stoppedByVault(card) ? 'card_error' : selling(known);
    case 'error': return 'card_error';
    default: return card.state;
  }
}

const OF_PURSE: Record<Exclude<PurseStanding, 'open'>, CounterState> = {
  reading: 'reading', failed: 'card_error', stranger: 'unknown_card', settled: 'in_doubt_found', lost: 'blocked_card', returned: 'no_sale_customer', not_in_books: 'no_sale_customer', closed: 'no_sale_customer', closing: 'no_sale_customer', grey: 'grey_card',
  needs_card: 'needs_card',
};

function purseState(known: Known, purse: PurseStanding, card: CardView | null): CounterState {
  if (purse === 'needs_card' && !known.hasShift) return 'no_shift';
  if (purse !== 'open') return OF_PURSE[purse];
  return known.draftOf && card?.serial && known.draftOf !== card.serial ? 'foreign_change' : selling(known);
}

export interface Notice { state: 'in_doubt_found' | 'unread_on_card'; name: string }

/** What the operator must have seen before he sells, one after the other: passed for this contact only. */
export function noticeOf(card: CardView, passed: ReadonlySet<string>): Notice | null {
  const notices: Notice[] = [];
  if (card.in_doubt) notices.push({ state: 'in_doubt_found', name: `${card.session}|doubt|${card.in_doubt.sale}|${card.in_doubt.outcome}` });
  if (card.unread) notices.push({ state: 'unread_on_card', name: `${card.session}|unread|${card.unread.sale}` });
  return notices.find((notice) => !passed.has(notice.name)) ?? null;
}

/** Only a card whose sale is settled, and whose notices were passed, takes a new one. */
export function sellable(card: CardView, passed: ReadonlySet<string>): boolean {
  const settled = card.in_doubt?.outcome !== 'still_unknown' && (card.state === 'recognised' || card.state === 'unread_on_card' || card.state === 'in_doubt_found');
  return settled && noticeOf(card, passed) === null && !stoppedByVault(card);
}

function selling(known: Known): CounterState {
  if (!known.hasShift) return 'no_shift';
  if (known.confirming) return 'confirm';
  return known.quote ? 'quoted' : 'recognised';
}

/** Free to be made whoever's card it shall be. */
export function isBlank(card: CardView): boolean {
  return card.state === 'unknown_card' && (card.reason_code === 'blank_card' || card.reason_code === 'half_made');
}

/** The reader of this till, or whatever there could be chosen, is not there. */
function readerOffline(reader: ReaderView): boolean {
  const own = reader.readers.find((each) => each.name === reader.reader);
  return own ? own.state === 'offline' : reader.readers.every((each) => each.state === 'offline');
}

/** Why a card could not be read or written, as a problem to be said. */
export function cardTrouble(card: CardView | null): ProblemBody | null {
  return card?.error ? { code: card.error, details: card.details } : null;
}

/** The card is read by itself when the vault can seal again. */
export function stoppedByVault(card: CardView | null): boolean {
  return card?.stopped_by_vault ?? false;
}

/** States in which the bottom line interrupts (role=alert) instead of waiting its turn. */
export const ALERTS: ReadonlySet<CounterState> = new Set([
  'blocked_card', 'grey_card', 'server_lost', 'reader_offline', 'card_removed', 'not_done', 'not_yet_known', 'card_error', 'foreign_change',
]);
