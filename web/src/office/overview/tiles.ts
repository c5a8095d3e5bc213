import { HEALTH } from '../../api/client';
import type { Answers } from '../../api/described';
import type { Decimal, Instant, Page, Session, ShiftNow } from '../../api/types';
import type { Standing } from '../../form/approval';
import { says } from '../../words/says';
import { may, mayAny } from '../../shell/permissions';

// What each person wants to see first: figures that reports and lists have already, each opening the rows behind it. A tile is one question to one door;
// nothing is added up here.

type Request = { decision?: unknown; requested?: unknown };
export type Stands = (row: Request) => Standing;

/** What a tile says, and how its figure is read. */
export interface Said {
  figure: string | number | null;
  kind: 'money' | 'count' | 'date' | 'time' | 'text';
  /** Texts under the figure, with their values. */
  note?: { text: string; values: Record<string, string | number> };
  /** Names and amounts that make the figure. */
  parts?: { name: string; amount: Decimal }[];
}

export interface Tile {
  /** Its text is `overview.<tile>`. */
  tile: string;
  /** All of these rights. */
  needs: string[];
  /** And any of these. */
  any?: string[];
  /** The question; `today` is the business day that is on. */
  path: (today: string) => string;
  /** `stands`: how a request stands by the server's clock. */
  read: (answer: unknown, stands: Stands) => Said;
  to: (today: string) => string;
  /** Somebody has to do something about it unless it is nothing. */
  wants?: boolean;
  /** Asked again after so long, where the answer is much work and seldom another one. */
  everyMs?: number;
}

type Figure = Decimal | number | null;
export interface MadeReport { columns: { name: string }[]; rows: { names: string[]; shown: string[]; cells: Figure[] }[]; totals: Figure[] }

/** A report's figure of all rows, by the name of its column. */
export function totalOf(report: MadeReport, column: string): Figure {
  return report.totals[report.columns.findIndex((each) => each.name === column)] ?? null;
}

const counted = (answer: unknown): Said => ({ figure: (answer as Page<unknown>).total, kind: 'count' });
const lines = (answer: unknown): Said => ({ figure: (answer as { rows: unknown[] }).rows.length, kind: 'count' });
/** A request that nobody decided within a day stands in the books as it was asked: nobody can decide it any more, so nobody is waited for. */
const awaited = (answer: unknown, stands: Stands): Said => ({ figure: (answer as { rows: Request[] }).rows.filter((row) => says<Standing>(stands(row), 'waiting')).length, kind: 'count' });
const newest = <Row>(answer: unknown): Row | undefined => (answer as { rows: Row[] }).rows[0];

/** A report's money, and of what it is made up, by what its rows are grouped; what is nothing is not said. */
const madeOf = (column: string) => (answer: unknown): Said => {
  const report = answer as MadeReport;
  const at = report.columns.findIndex((each) => each.name === column);
  const parts = report.rows.map((row) => ({ name: row.shown[0] ?? '', amount: String(row.cells[at] ?? '') }));
  return { figure: totalOf(report, column), kind: 'money', parts: parts.filter((one) => /[1-9]/.test(one.amount)) };
};
/** By kinds of receipts: payments bring money as well as sales do. */
const received = madeOf('received');
const byTender = madeOf('tendered');
/** What is left of all debts, by their kinds. */
const owed = madeOf('debts_closing');

function shift(answer: unknown): Said {
  const { shift: open } = answer as ShiftNow;
  if (!open) return { figure: null, kind: 'count', note: { text: 'overview.no_shift', values: {} } };
  return { figure: open.sales ?? 0, kind: 'count', note: { text: 'overview.shift_doubt', values: { number: open.number, count: open.in_doubt ?? 0 } } };
}

const SELDOM_MS = 900_000;
export const LAST_BACKUP = '/backups?page_size=20&sort=-time';

const month = (today: string): string => today.slice(0, 7);
const dayBefore = (today: string): string => new Date(Date.parse(`${today}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/** In the order in which they are shown. */
export const TILES: Tile[] = [
  { tile: 'shift', needs: ['sell'], path: () => '/shifts/current', read: shift, to: () => '/counter' },
  { tile: 'anchor', needs: ['audit_read'], path: () => '/anchors?page_size=20', to: () => '/office/audit',
    read: (answer) => { const row = newest<{ time: Instant; number: number }>(answer); return { figure: row?.time ?? null, kind: 'time', ...(row ? { note: { text: 'overview.anchor_number', values: { number: row.number } } } : {}) }; } },
  { tile: 'health', needs: ['operators_write'], path: () => HEALTH, to: () => '/office/about', read: (answer) => { const { status } = answer as Answers['getHealth']; return { figure: `health.${status}`, kind: 'text', ...(status === 'ok' ? {} : { note: { text: 'overview.health_parts', values: {} } }) }; } },
  { tile: 'backup', needs: ['backup'], path: () => LAST_BACKUP, to: () => '/office/backup',
    read: (answer) => ({ figure: newest<{ time: Instant }>(answer)?.time ?? null, kind: 'time', ...(newest(answer) ? {} : { note: { text: 'overview.no_backup', values: {} } }) }) },
  { tile: 'received_today', needs: ['sales_read'], any: ['sell', 'approvals', 'reports_read'], path: (today) => `/reports/R07?period=${today}&group=kind`, read: received, to: (today) => `/office/reports?report=R07&period=${today}` },
  { tile: 'tenders_today', needs: ['reports_read'], path: (today) => `/reports/R12?period=${today}&group=tender`, read: byTender, to: (today) => `/office/reports?report=R12&period=${today}&group=tender` },
  { tile: 'received_month', needs: ['sales_read', 'approvals'], path: (today) => `/reports/R07?period=${month(today)}&group=kind`, read: received, to: (today) => `/office/reports?report=R07&period=${month(today)}` },
  { tile: 'debts', needs: ['reports_read'], path: (today) => `/reports/R14?period=${today}&group=debt_kind`, read: owed, to: (today) => `/office/reports?report=R14&period=${today}&group=debt_kind`, everyMs: SELDOM_MS },
  { tile: 'in_doubt', needs: ['sales_read'], path: () => '/in-doubt?page_size=20', read: counted, to: () => '/office/in-doubt', wants: true },
  { tile: 'approvals', needs: ['approvals'], path: () => '/approvals?page_size=200&sort=-requested&filter.decision=waiting', read: awaited, wants: true,
    to: (today) => `/office/approvals?f.decision=waiting${today === '' ? '' : `&f.requested=${dayBefore(today)}..`}` },
  { tile: 'shifts_open', needs: ['shifts_read', 'approvals'], path: () => '/shifts?page_size=20&filter.state=open', read: counted, to: () => '/office/shifts?f.state=open' },
  { tile: 'closed_day', needs: ['ledger_read'], path: () => '/closed-days?page_size=20&sort=-business_day', to: () => '/office/closed-days',
    read: (answer) => ({ figure: newest<{ business_day: string }>(answer)?.business_day ?? null, kind: 'date', ...(newest(answer) ? {} : { note: { text: 'overview.no_closed_day', values: {} } }) }) },
  { tile: 'silent', needs: ['meters_read', 'statements_read'], path: () => '/collection/silent', read: lines, to: () => '/office/collection', wants: true },
  { tile: 'findings', needs: ['collection_write'], path: () => '/collection/findings', read: lines, to: () => '/office/collection', wants: true },
  { tile: 'silent_customers', needs: ['customers_read'], any: ['reports_read', 'collection_write'], path: (today) => `/reports/I02?period=${today}`, read: lines, to: (today) => `/office/insight?report=I02&period=${today}`, everyMs: SELDOM_MS },
  { tile: 'odd_supplies', needs: ['statements_read'], any: ['reports_read', 'collection_write'], path: (today) => `/reports/I03?period=${today}`, read: lines, to: (today) => `/office/insight?report=I03&period=${today}`, everyMs: SELDOM_MS },
  { tile: 'losses_month', needs: ['statements_read'], any: ['reports_read', 'collection_write'], path: (today) => `/reports/I04?period=${month(today)}`, to: (today) => `/office/insight?report=I04&period=${month(today)}`, everyMs: SELDOM_MS,
    read: (answer) => ({ figure: totalOf(answer as MadeReport, 'area_lost'), kind: 'count', note: { text: 'overview.areas_unread', values: { count: Number(totalOf(answer as MadeReport, 'area_unread') ?? 0) } } }) },
  { tile: 'commands', needs: ['remote_orders'], path: () => '/commands?page_size=20&filter.state=queued,sent,unknown', read: counted, to: () => '/office/commands?f.state=queued,sent,unknown' },
];

export function tilesFor(session: Session | undefined): Tile[] {
  return TILES.filter((tile) => tile.needs.every((right) => may(session, right)) && mayAny(session, tile.any ?? []));
}

/** The thirty days that end with this one, as reports take them. */
export function thirtyDays(today: string): string {
  return `${new Date(Date.parse(`${today}T00:00:00Z`) - 29 * 86_400_000).toISOString().slice(0, 10)}..${today}`;
}

/** A line for each day of a span, also for those on which nothing was booked. */
export function daily(span: string, report: MadeReport, column: string): { day: string; figure: Figure }[] {
  const [from = '', to = ''] = span.split('..');
  const at = report.columns.findIndex((each) => each.name === column);
  const known = new Map(report.rows.map((row) => [row.names[0], row.cells[at] ?? null]));
  const days: { day: string; figure: Figure }[] = [];
  for (let day = Date.parse(`${from}T00:00:00Z`); day <= Date.parse(`${to}T00:00:00Z`); day += 86_400_000) {
    const name = new Date(day).toISOString().slice(0, 10);
    days.push({ day: name, figure: known.get(name) ?? '0.00' });
  }
  return days;
}
