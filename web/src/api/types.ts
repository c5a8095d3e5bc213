// The shapes that travel between console and server (/api/v1). Money, energy and prices are plain decimals in strings:
// the browser never calculates with them, it only shows them. Instants are ISO 8601 in UTC.

import type { Language } from '../words/languages';

export type { Language };
export type Decimal = string;
export type Instant = string;

export interface ProblemBody {
  code: string;
  title?: string;
  status?: number;
  detail?: string;
  details?: Record<string, unknown>;
  request_id?: string;
}

export interface Till { code: string; name?: string }
export interface Station { code: string; name: string; tills?: Till[] }

export interface Operator {
  name: string;
  full_name: string;
  roles: string[];
  permissions: string[];
  station: string;
  language: Language | '';
  must_change: boolean;
}

export interface Utility {
  name: string;
  currency: string;
  minor_digits: number;
  zone: string;
  large_sale: Decimal;
  hoarding_limit: Decimal;
  supplement_limit: Decimal;
  card_fee: Decimal;
  /** In which ways it sells to whoever comes new; a server that says nothing uses all. */
  ways?: Way[];
}
export type Way = 'card' | 'line' | 'server' | 'purse';

export interface Session {
  signed_in: boolean;
  operator?: Operator | null;
  csrf?: string;
  utility?: Utility;
  till?: { station: string; code: string } | null;
  shift?: { number: number; opened: Instant } | null;
  stations?: Station[];
  /** Books for looking and training, for ever. */
  sample?: boolean;
  bench?: boolean;
  /** This is the key office, a program of its own: it forms keys and sells nothing. */
  key_office?: boolean;
  /** The counters seal under the sample keys of their folder: for looking and training. */
  sample_keys?: boolean;
  version?: string;
  /** What one person did alone to the rights of people, until somebody has countersigned it. */
  people_alone?: { number: number; operator: string; made_by: string; takes_effect: Instant; state: string }[];
  clock?: ClockView;
}

/** This machine's date and time, and how many persons have to look at them before anything is sold. */
export interface ClockView { doubt: 'none' | 'one_person' | 'two_persons'; now: Instant; newest: Instant | null; expected: Instant | null }

export interface Page<Row> {
  rows: Row[];
  /** By column and sign-in name: what the people of these rows are called. */
  people?: Record<string, Record<string, string>>;
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

// ---- meters on a line ----

/** Where a meter is reached; `trouble` stops everything until a person has looked. */
export interface LinkView { meter: string; address: string; line: string; protocol: string; state: 'active' | 'stopped'; trouble: string; changed: Instant }

export type CommandState = 'queued' | 'sent' | 'unknown' | 'done' | 'refused' | 'expired' | 'cancelled';

/** One thing that a meter on a line is to be told. */
export interface CommandView {
  number: number;
  meter: string;
  kind: 'credit' | 'void' | 'closing' | 'relay' | 'prices' | 'parameters' | 'clock' | 'read' | 'void_list';
  order: string;
  sale: string;
  state: CommandState;
  tries: number;
  created: Instant;
  not_before: Instant;
  deadline: Instant;
  settled: Instant | null;
  asked_by: string;
  evidence: string;
  error: string;
  error_details: Record<string, string>;
}

// ---- counter ----

/** A reader as this till may know it: of another till's only the name and whose it is. */
export interface Reader { name: string; state: 'empty' | 'card' | 'offline' | 'other_till'; till?: string; reason?: string }
/** What this counter seals with; `code` says why it cannot. */
export interface CounterVault {
  kind: 'token' | 'psam' | 'load_sam';
  label: string;
  state: 'ready' | 'away' | 'pin_wanted' | 'pin_locked' | 'used_up' | 'expired' | 'void' | 'refused';
  code: string | null;
  load_sam: { holder: string; amount_left: Decimal; count_left: number; orders_left: number; valid_to: string } | null;
  /** The user mother card beside it, with which user cards are made; null: none is configured. */
  mother: 'pins_wanted' | 'ready' | null;
  /** Of this till, where a PSAM beside each is asked for before farmers' cards are loaded; null: none is. */
  admission: { state: 'wanted' | 'admitted'; terminal: string; since: Instant | null } | null;
}
/** `reader`: the one of this till; it stands first in the list. */
export interface ReaderView { readers: Reader[]; reader?: string | null; card: CardView | null; reason?: string }

export type CardState =
  | 'recognised' | 'unknown_card' | 'blocked_card' | 'no_sale_customer' | 'unread_on_card'
  | 'in_doubt_found' | 'reading' | 'error';

export interface CardView {
  state: CardState;
  session: string;
  /** Nothing is wrong with the card: what the counter seals with cannot seal. */
  stopped_by_vault?: boolean;
  reason_code?: string;
  serial?: string;
  product?: string;
  kind?: string;
  account?: AccountView;
  statement?: StatementView;
  purse?: { amount: Decimal; n: number };
  unread?: { sale: string; amount: Decimal; sum?: Decimal; since: Instant; choices: ('sum' | 'wait' | 'take_back' | 'replace_card')[] };
  in_doubt?: { sale: string; amount: Decimal; outcome: 'confirmed' | 'carried_again' | 'still_unknown' };
  reconciliation?: Reconciliation;
  details?: Record<string, unknown>;
  error?: ProblemBody | string;
}

/** What the books and the meter say of each other; figures that are not known are absent. */
export type Reconciliation = Partial<Record<'sold' | 'applied' | 'in_transit' | 'taken_back' | 'gap' | 'used' | 'remaining', Decimal>>;

export interface StatementView {
  number: number | string;
  taken: Instant;
  meter_time?: string | null;
  carrier: string;
  unit?: Unit;
  remaining: Decimal;
  overdraft?: Decimal;
  count: number | string;
  last_amount?: Decimal;
  last_applied?: string;
  surrendered?: Decimal;
  energy?: Decimal;
  period_energy?: Decimal;
  states?: string[];
  illegal_inserts?: number;
  anomalies?: { code: string; details?: Record<string, unknown> }[];
  fresh?: boolean;
}

/** A way in which this program sells: the first carrier is how its accounts are opened; none: no credit leaves the books. */
export interface SchemeView { name: string; unit: 'money' | 'energy' | 'volume'; holder: 'meter' | 'server' | 'purse'; carriers: ('card' | 'link')[] }

export interface AccountView {
  number: number | string;
  state: string;
  customer: { number: number | string; name: string; address?: string; phone?: string; state: string; state_reason?: string };
  service_point: { code: string; address: string };
  meter: { number: string; model: string; state: string; sold: number | string; applied: number | string };
  plan: { id: string; name: string; version: string; next: { id: string; name: string; from: string } | null };
  commodity: string;
  unit: string; // of its price plan
  /** What the customer is supplied with, this account among them. */
  supplies: SupplyInShort[];
  scheme: string; // empty: prepared, not decided yet
  usage_class?: string;
  balance: Decimal;
  debt?: { balance: Decimal; rule: string };
  debts?: OwedDebt[];
  month?: { used: Decimal; months?: number; step: number; left_in_step?: Decimal | null; price: Decimal };
  last_sales: SaleRow[];
  link?: LinkView | null;
  /** Its balance is at the server: it is paid in, and nothing is carried. */
  at_office?: OfficeFigures | null;
  days_left?: number | null;
}

export interface SupplyInShort { account: number; commodity: string; address: string; meter: string; scheme: string; state: string }

export interface DebtInShort { number: number; kind: string; rule: string; value: string }
/** What is owed by name; paused: nothing is recovered of it. */
export interface OwedDebt extends DebtInShort { left: Decimal; paused_until: string | null; remark: string }
/** What a debt takes of a payment, and what is left of it. */
export interface DebtShare { id: string; amount: Decimal; left: Decimal; debt?: DebtInShort }
/** One debt with its plan and what recovered it. */
export interface DebtView extends DebtInShort {
  account: number;
  customer: string;
  origin: 'document' | 'connection_fee' | 'claim';
  amount: Decimal;
  paid: Decimal;
  left: Decimal;
  fallen_due: Decimal | null;
  paused: boolean;
  pause_from: string | null;
  pause_until: string | null;
  pause_reason: string;
  paused_by: string;
  pause_approved_by: string;
  instalments: { due: string; amount: Decimal; paid: Decimal }[];
  recoveries: { sale: string; kind: string; time: Instant; amount: Decimal; state: string | null; operator: string }[];
}

/** A balance at the server in a few figures. */
export interface OfficeFigures {
  account: number;
  meter: string;
  commodity: string;
  state: 'active' | 'ended';
  balance: Decimal;
  arrears: boolean;
  ordered: string;
  charged_to: string;
  trouble: string;
  days_left: number | null;
}

export interface OfficeDay { day: string; used: Decimal; amount: Decimal; estimated: boolean; turned: boolean; plan: string; plan_version: string; entry: string }

/** The same with its newest days and orders; `after`: what a payment would make of it. */
export interface OfficeBalance extends OfficeFigures {
  days: OfficeDay[];
  orders: CommandView[];
  after?: { balance: Decimal; arrears: boolean; order: '' | 'permit' | 'close'; days_left: number | null; recovered: DebtShare[]; confirm: Confirm[] };
}

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

export interface QuoteLine {
  id: string;
  step?: number;
  left?: Decimal;
  debt?: DebtInShort;
  units?: Decimal;
  price?: Decimal;
  base?: Decimal;
  amount: Decimal;
  memo?: boolean;
}

export interface Confirm { code: string; details?: Record<string, unknown> }

/** In which credit is counted: money of the utility's currency, kWh, cubic metres. */
export type Unit = 'money' | 'energy' | 'volume';

export interface QuoteView {
  id: string;
  account: number | string;
  tendered: Decimal;
  total: Decimal;
  unit?: Unit;
  credit: Decimal;
  units?: Decimal;
  lines: QuoteLine[];
  next?: { price: Decimal; left_in_step?: Decimal | null; price_after?: Decimal | null } | null;
  residue?: Decimal | null;
  estimate?: boolean;
  should_show?: Decimal | null;
  expires: Instant;
  warnings?: string[];
  confirm?: Confirm[];
}

export type SaleState = 'booked' | 'carried' | 'in_doubt' | 'applied' | 'taking_back' | 'taken_back' | 'reversed';

/** By what customers may pay. */
export interface TenderKind { name: string; change: boolean; counted: boolean; reference_min: number; reference_max: number; letters: 'digits' | 'mixed' }
export interface Tendered { tender: string; amount: Decimal; reference: string }

export interface SaleRow {
  number: string;
  time: Instant;
  kind: string;
  customer?: number | string;
  customer_name?: string;
  account?: number | string;
  meter?: string;
  card?: string | null;
  tendered: Decimal;
  tenders?: Tendered[];
  unit?: Unit;
  credit?: Decimal;
  units?: Decimal;
  operator?: string;
  till?: string;
  state: SaleState;
  n?: number | string;
  revision?: number | string;
  original?: string;
  reprints?: number;
}

export interface SaleDetail extends SaleRow {
  document?: unknown;
  timeline?: { time: Instant; what: string; proof?: string }[];
  signature?: { root: string; path: string[]; leaf: string; public_key: string | null };
  /** On which it stands; empty: none. */
  invoice?: string;
  to_invoice?: boolean;
  /** The year whose archive holds its slip. */
  archive?: number | null;
  archive_at_hand?: boolean;
}

export interface SaleOutcome {
  outcome: 'done' | 'not_done' | 'not_yet_known';
  sale?: SaleRow;
  steps?: { booked: boolean; sealed: boolean; written: boolean };
  error?: ProblemBody;
  receipt?: string;
  should_show?: Decimal | null;
  /** Of a payment for a balance at the server. */
  balance_after?: Decimal;
  account?: number | string;
  /** The newest command of its number, when it was given to a line. */
  command?: CommandView;
}

export interface ShiftNow {
  shift: null | {
    number: number;
    station: string;
    till: string;
    operator: string;
    opened: Instant;
    opening_float: Decimal;
    sales: number;
    in_doubt: number;
    in_doubt_sum?: Decimal;
    in_transit?: number;
    tenders?: string[];
    receipts: number;
  };
}

export interface ShiftClosed {
  /** Anything but nothing: the count is in the books, and the shift is still open. */
  needs: 'nothing' | 'recount' | 'reason' | 'second_person';
  shift: number | { number: number };
  expected?: Decimal;
  counted?: Decimal;
  difference?: Decimal;
  tenders?: { tender: string; expected: Decimal; counted: Decimal; difference: Decimal }[];
  slip_url?: string;
}

/** What a second person is asked to agree to, in kinds and values; the words are the dictionaries'. */
export interface ProposalPart { part: string; kind: 'text' | 'number' | 'count' | 'money' | 'figure' | 'energy' | 'volume' | 'day' | 'time' | 'word'; value: string }
export interface Proposal { what: string; parts: ProposalPart[] }
/** A request that waits for him. */
export interface Request { number: number; action: string; content: Proposal }

export interface ApprovalRow {
  number: number;
  action: string;
  content: Proposal;
  requested_by: string;
  requested: Instant;
  reason: string;
  decided_by?: string;
  decided?: Instant;
  decision: string;
  own?: boolean;
}

// ---- bench ----

export type CardPlace = string; // "wallet" | "reader:0" | "meter:<no>"

export interface BenchCard { id: string; label: string; serial: string | null; place: CardPlace; copy_of?: string; kind?: string; purse?: CardPurse | null }

/** What a farmer's card holds; nothing of a card on a reader. */
export interface CardPurse { number: string; balance: Decimal; grey: boolean }

export interface MeterDisplay { page: number | string; label_key?: string; value?: string; unit?: string }

export interface MeterView {
  number: string;
  model: string;
  powered: boolean;
  display: MeterDisplay;
  pages?: { label_key: string; value: string; unit: string }[];
  relay: 'closed' | 'open';
  lamp: 'off' | 'on' | 'blink';
  buzzer: boolean;
  alarm1?: boolean;
  alarm2?: boolean;
  clock_valid?: boolean;
  load_w: number;
  card: string | null;
  card_busy?: boolean;
  state_flags: string[];
  remaining?: Decimal;
  energy?: Decimal;
  step?: number | string;
  price?: Decimal;
  count?: number | string;
  /** Class on the display, 31 to 36; 0: none. */
  error_code?: number | null;
  overdraft?: Decimal;
  key_state: 'public' | 'private';
  /** Version of the utility's keys in the meter; 0: it has those of its factory. */
  key_version?: number;
  /** The older version that it still takes during a key change; 0: none. */
  previous_key_version?: number;
  /** It has an identity with which it can be given keys over the link. */
  key_link?: boolean;
  /** The line that it hangs on, and what is wrong with it. */
  line?: { address: string; fault: string } | null;
}

export interface PumpRecord {
  number: number;
  card: string;
  amount: Decimal;
  after: Decimal;
  seconds: number;
  energy: Decimal;
  water: Decimal;
  cause: string;
  hung: boolean;
  made_up: boolean;
  proven: boolean;
}

export type PumpBasis = 'energy' | 'time' | 'volume' | 'energy_and_volume';

/** An irrigation pump at a well. */
export interface PumpView {
  number: string;
  area: string;
  terminal: string;
  powered: boolean;
  phase: string;
  relay: 'closed' | 'open';
  lamp: 'off' | 'on' | 'blink';
  locked_out: boolean;
  module: 'own' | 'other' | 'none';
  module_ready: boolean;
  clock: string;
  clock_valid: boolean;
  display: MeterDisplay;
  pages: { label_key: string; value: string; unit: string }[];
  refusal: string;
  /** Class on the display, 31 to 39; 0: none. */
  error_code: number;
  watering: { card: string; since: string; amount: Decimal; left: Decimal } | null;
  hung: { card: string; amount: Decimal; number: number; proven: boolean }[];
  records: number;
  newest: PumpRecord | null;
  total: Decimal;
  charged: Decimal;
  load_w: number;
  flow_l_s: number;
  basis: PumpBasis;
  price: Decimal;
  parameters: Record<string, number>;
  black_list: { edition: number; cards: number };
  last_swipe: { card: string; refusal: string; error_class: number; dark: boolean; paid: Decimal | null; balance: Decimal } | null;
  line: string | null;
  /** The line ends at its infrared window, where a handheld stands. */
  window: boolean;
}

/** `card_seen`: the counter has heard of a card there, a little later than it was put down or taken away. */
export interface BenchReader { id: string; name: string; card_seen?: boolean }

export interface BenchView {
  clock: Instant;
  speed: number;
  cards: BenchCard[];
  meters: MeterView[];
  pumps?: PumpView[];
  readers?: BenchReader[];
  models?: string[];
}
