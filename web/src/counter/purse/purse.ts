import type { Answers, Listed } from '../../api/described';
import type { AccountStatus, PurseMoveKind, SaleStatus } from '../../api/row_words';
import type { CardView, Decimal } from '../../api/types';
import { isZero, minus, plus } from '../../form/amount';
import { cardTrouble, isBlank, type PurseStanding } from '../state';

// Farmers' cards: the money is on the card itself. What the page knows of one, and what can be done with it now. Pure.

/** What the card on the reader says of itself; `settled`: bookings whose end it has told. */
export type PurseLook = Answers['postPursesLook'];

/** One card's purse, as the books have it. */
export type PurseRow = Listed['purses'];

export type PurseMoveRow = Listed['purse-moves'];

/** What a well has told of his card. */
export type WateringRow = Listed['waterings'];

/** A line of the card's own log; `brought_in`: a record of it has come home, and it stands among the books' ones. */
export interface WateringOnCard { at: string | null; well: string; terminal: string; amount: Decimal; brought_in: boolean }

/** An account whose money is on a card. */
export interface PurseAccount {
  account: string;
  state: AccountStatus;
  name: string;
  /** What the utility owes the customer: it came off the card and was not paid out yet. */
  owed: Decimal;
  village: string;
  areas: { number: string; name: string }[];
  /** They are not on his card yet: it says the former ones until it lies on a reader. */
  /** What is said while his card may say other area numbers than the books; null: it says theirs. */
  areasWait: AreasWait | null;
  /** The card that he has, or is to get. */
  purse: PurseRow;
  /** What lost cards held, until it is paid over; of the newest of them first. */
  waiting: Waiting | null;
  moves: PurseMoveRow[];
  waterings: WateringRow[];
}

export type PurseQuote = Answers['postAccountsNoPurseQuotes'];

/** A card that holds money itself: the desk of meters' cards names it and leaves it alone. */
export function isPurseCard(card: CardView | null): boolean {
  return cardTrouble(card)?.code === 'card_of_another_kind';
}

/** A card that a purse card can be made of: blank, or one whose making was broken off. */
export function canBecomePurse(card: CardView | null): boolean {
  return card !== null && isBlank(card) && !isPurseCard(card);
}

/** His card was lost, and the next one is to be made for its fee: also where its making was torn, and the fee given back. */
export function needsNextCard(purse: PurseRow): boolean {
  return purse.state === 'blocked' || (purse.state === 'granted' && purse.card === null && purse.number > 1);
}

/** By which state it says what card is needed: the next one is made as that of a blocked purse. */
export const stateOfNeed = (purse: PurseRow): PurseRow['state'] => (needsNextCard(purse) ? 'blocked' : purse.state);

export function newestPurse(rows: PurseRow[]): PurseRow | undefined {
  return rows.reduce<PurseRow | undefined>((newest, row) => (newest && newest.number > row.number ? newest : row), undefined);
}

export interface Waiting { all: Decimal; next: Decimal }

/** What of a blocked card's money nobody has spent: its last balance may be older than what wells have told since. */
function left(row: PurseRow): Decimal {
  return minus(minus(row.brought, row.spent), row.not_known);
}

type AreasWait = 'purse.areas_wait' | 'purse.areas_asked';
/** Of one purse's changes. The newest one that nobody asked for is what the card was read to say: somebody has to say which are right. */
export function areasWait(changes: Pick<Listed['area-changes'], 'number' | 'asked_by' | 'written'>[]): AreasWait | null {
  const waiting = changes.filter((row) => row.written === null).sort((a, b) => b.number - a.number);
  const [newest] = waiting;
  if (newest === undefined) return null;
  return newest.asked_by === '' ? 'purse.areas_asked' : 'purse.areas_wait';
}

/** What waits of blocked cards, however many the account has lost one after the other: all of it, and what is paid over next. */
export function waitingOf(rows: PurseRow[]): Waiting | null {
  const lost = rows.filter((row) => row.state === 'blocked').sort((a, b) => b.number - a.number);
  const waits = lost.map(left).filter((amount) => !isZero(amount));
  const [next] = waits;
  return next === undefined ? null : { all: waits.reduce(plus), next };
}

interface PurseSeen {
  card: CardView | null;
  look: PurseLook | undefined;
  failed: boolean;
  account: PurseAccount | undefined;
}

/** How the customer stands there with this card. */
export function standing({ card, look, failed, account }: PurseSeen): PurseStanding {
  if (!isPurseCard(card)) return withoutHisCard(card, account);
  if (failed) return 'failed';
  if (!look) return 'reading';
  if (look.account === null) return 'stranger';
  if (!account) return 'reading';
  if (look.settled.length > 0) return 'settled';
  if (look.not_in_books) return 'not_in_books';
  if (look.clearable) return 'returned';
  if (account.purse.card !== look.card) return 'lost';
  if (account.purse.state === 'blocked' || account.purse.state === 'paid_over') return 'lost';
  if (account.state === 'closed') return 'closed';
  if (account.state === 'closing') return 'closing';
  return look.grey ? 'grey' : 'open';
}

function withoutHisCard(card: CardView | null, account: PurseAccount | undefined): PurseStanding {
  if (account?.state === 'closed') return 'closed';
  return account?.purse.state === 'granted' && !needsNextCard(account.purse) && canBecomePurse(card) ? 'open' : 'needs_card';
}

/** How a booking that the card has told of ended. */
export function endOf(state: SaleStatus): 'done' | 'not_done' | 'unproven' | 'open' {
  if (state === 'applied' || state === 'taken_back') return 'done';
  if (state === 'reversed') return 'not_done';
  return state === 'carried' ? 'unproven' : 'open';
}

/** Comes off the card. */
export function takesOff(kind: PurseMoveKind): boolean {
  return kind === 'unload' || kind === 'paid_over_from' || kind === 'release';
}
