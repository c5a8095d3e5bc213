// The shapes that travel between console and server (/api/v1), by the names that pages call them. What the API's description says is taken from there (described.ts,
// made by each build); by hand stands what the page itself makes of an answer. Money, energy and prices are plain decimals in strings:
// the browser never calculates with them, it only shows them. Instants are ISO 8601 in UTC.

import type { Language } from '../words/languages';
import type * as D from './described';

export type { Language };

export type {
  Account as AccountView, BenchCard, BenchMeter as MeterView, BenchPump as PumpView, BenchReader, Bench as BenchView, Card as CardView, CardPlace,
  Clock as ClockView, Command as CommandView, CounterVault, DebtShare, Decimal, Instant, OfficeBalance, OfficeFigures, OwedDebt,
  Proposal, Quote as QuoteView, Reader as ReaderView, SaleDetail, SaleRow, ShiftClosed, Statement as StatementView, Tendered,
} from './described';

/** In a language that the console speaks, or none chosen yet. */
export type Operator = Omit<D.Operator, 'language'> & { language: Language | '' };
export type Session = Omit<D.Session, 'operator'> & { operator?: Operator | null };
type Utility = NonNullable<D.Session['utility']>;
export type Way = NonNullable<Utility['ways']>[number];
/** A reader as this till may know it: of another till's only the name and whose it is. */
export type Reader = D.Reader['readers'][number];
export type QuoteLine = D.Quote['lines'][number];
export type Confirm = D.Quote['confirm'][number];
export type Commodity = D.Account['commodity'];
/** In which credit is counted: money of the utility's currency, kWh, cubic metres. */
export type Unit = NonNullable<D.SaleRow['unit']>;
export type ProposalPart = D.Proposal['parts'][number];
export type DisplayUnit = NonNullable<D.MeterDisplay['unit']>;
export type PumpBasis = D.BenchPump['basis'];

export type { ErrorCode } from './described';

export interface ProblemBody {
  code: D.ErrorCode;
  title?: string;
  status?: number;
  detail?: string;
  details?: Record<string, unknown>;
  /** Details that are words of the program, by what people call them. */
  called?: Record<string, string>;
  request_id?: string;
}

/** What became of a sale, as the server says it, or as the page takes it where the server did not answer. */
export type SaleOutcome = Pick<D.SaleOutcome, 'outcome'> & Partial<Omit<D.SaleOutcome, 'outcome' | 'error'>> & { error?: ProblemBody };

export interface Page<Row> {
  rows: Row[];
  /** By column and sign-in name: what the people of these rows are called. */
  people?: Record<string, Record<string, string>>;
  /** By column and code: what the places of these rows are called. */
  places?: Record<string, Record<string, string>>;
  next: string | null;
  /** As many rows as a page may look at were looked at: `next` looks further. */
  further?: boolean;
  /** By which it is sorted: a filter may have an order of its own. */
  sort?: string;
  /** What the list can be sorted and filtered by beside the filters that it has; without them: by everything. */
  sorts?: string[];
  filters?: string[];
  total: number;
  total_is_exact?: boolean;
  totals?: Record<string, string>;
}

/** A way in which this program sells: the first carrier is how its accounts are opened; none: no credit leaves the books. */
export type SchemeView = D.Answers['getSchemes']['rows'][number];

/** One debt with its plan and what recovered it. */
export type DebtView = Required<D.Debt>;

export interface SearchHit {
  account?: number | string;
  number?: number | string;
  customer: number | string;
  customer_name: string;
  commodity?: string;
  meter: string;
  card?: string;
  address: string;
}

/** By what customers may pay. */
export type TenderKind = D.Answers['getTenders']['rows'][number];

export type ShiftNow = D.ShiftNow;

/** A request that waits for him. */
export interface Request { number: number; action: string; content: D.Proposal }
