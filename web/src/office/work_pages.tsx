import { HousePaper } from '../counter/house_paper';
import type { Column } from '../table/columns';
import { RegisterTable, type Row } from '../table/register_table';
import { useWords } from '../words/words';
import { ExplainRow, type Exception } from './explain';
import { account, customer, meter } from './leads';
import { RegisterPage } from './register_page';
import { SaleDrawer } from './sale_drawer';
import { ToCounter } from './to_counter';

const SALE_KINDS = ['open', 'recharge', 'supplement', 'take_back', 'deduct', 'replacement', 'closing', 'refund', 'payment', 'payment_back', 'claim', 'claim_payment', 'write_off', 'swap', 'transfer', 'change_scheme', 'paid_over', 'release', 'taken_over'];
const SALE_STATES = ['booked', 'carried', 'in_doubt', 'applied', 'taking_back', 'taken_back', 'reversed'];

const SALE_COLUMNS: Column[] = [
  { id: 'number' }, { id: 'time', kind: 'time' }, { id: 'kind', prefix: 'sale_kind', choices: SALE_KINDS }, { id: 'state', kind: 'state', of: 'sale', choices: SALE_STATES }, { id: 'customer_name', link: customer }, { id: 'tendered', kind: 'money' }, { id: 'tenders', kind: 'tenders', sort: false, filter: false }, { id: 'credit', kind: 'money' },
  { id: 'account', link: account }, { id: 'meter', kind: 'number4', link: meter }, { id: 'operator' }, { id: 'till' },
  { id: 'business_day', kind: 'date', sort: false, hidden: true }, { id: 'customer', hidden: true }, { id: 'unit', prefix: 'unit', hidden: true }, { id: 'n', kind: 'running', hidden: true }, { id: 'original', hidden: true }, { id: 'reason', kind: 'reasons', hidden: true }, { id: 'approved_by', hidden: true },
];

export function SalesPage() {
  return <RegisterPage def={{ id: 'sales', path: '/sales', key: ['number'], untold: true, columns: SALE_COLUMNS, defaultSort: '-time', more: (row, refresh) => <SaleDrawer row={row} refresh={refresh} /> }} />;
}

/** Oldest first: what no card or meter has confirmed yet. */
export function InDoubtPage() {
  const columns: Column[] = [{ id: 'number' }, { id: 'since', kind: 'time' }, { id: 'age', kind: 'count', sort: false, filter: false, file: false }, ...SALE_COLUMNS.filter((column) => ['kind', 'customer_name', 'account', 'meter', 'tendered', 'operator', 'till', 'state'].includes(column.id))];
  return <RegisterPage def={{ id: 'in-doubt', path: '/in-doubt', key: ['number'], untold: true, columns, defaultSort: 'since', tools: <ToCounter />, more: (row, refresh) => <SaleDrawer row={row} refresh={refresh} /> }} />;
}

export function ShiftsPage() {
  return <RegisterPage def={{
    id: 'shifts', path: '/shifts', key: ['station', 'till', 'number'], defaultSort: '-opened',
    columns: [
      { id: 'number', kind: 'running' }, { id: 'station' }, { id: 'till' }, { id: 'operator' }, { id: 'opened', kind: 'time' }, { id: 'closed', kind: 'time' }, { id: 'receipts', kind: 'count' }, { id: 'opening_float', kind: 'money' },
      { id: 'received', kind: 'tenders', sum: true }, { id: 'expected', kind: 'money' }, { id: 'counted', kind: 'money' }, { id: 'difference', kind: 'money' }, { id: 'difference_reason', hidden: true }, { id: 'accepted_by', hidden: true }, { id: 'state', kind: 'state', of: 'shift', choices: ['open', 'closed'] },
    ],
    more: (row) => <Slip row={row} />,
  }} />;
}

function Slip({ row }: { row: Row }) {
  const { t } = useWords();
  const shift = `/shifts/${String(row['station'])}/${String(row['till'])}/${String(row['number'])}`;
  return (
    <>
      <section className="drawer-section">
        <h3>{t('shift.slip')}</h3>
        <HousePaper path={`${shift}/slip`} testid="slip-paper" amongOthers />
      </section>
      <section className="drawer-section">
        <h3>{t('shift.opening_slip')}</h3>
        <HousePaper path={`${shift}/opening/slip`} testid="opening-slip" amongOthers />
      </section>
    </>
  );
}

export function StatementsPage() {
  return <RegisterPage def={{
    id: 'statements', path: '/statements', key: ['meter', 'number'], untold: true, defaultSort: '-taken',
    columns: [
      { id: 'meter', kind: 'number4' }, { id: 'number', kind: 'running' }, { id: 'taken', kind: 'time' }, { id: 'meter_time', kind: 'local' }, { id: 'carrier', prefix: 'carrier' }, { id: 'remaining', kind: 'money' }, { id: 'count', kind: 'count' },
      { id: 'energy', kind: 'energy' }, { id: 'period_energy', kind: 'energy' }, { id: 'credited', kind: 'money' }, { id: 'overdraft', kind: 'money', hidden: true }, { id: 'last_amount', kind: 'money', hidden: true }, { id: 'last_applied', prefix: 'applied' }, { id: 'illegal_inserts', kind: 'count' }, { id: 'operator', hidden: true }, { id: 'card', kind: 'number4', hidden: true },
    ],
  }} />;
}

function gapOf(row: Row): Exception | null {
  return row['reason'] ? { kind: 'reconciliation', meter: String(row['meter']), code: String(row['reason']), object: Number(row['account'] ?? 0), as_seen: String(row['gap']) } : null;
}

/** Sold = taken in + under way + taken back; a gap comes first. */
export function ReconciliationPage() {
  return <RegisterPage def={{
    id: 'reconciliation', path: '/reconciliation', whole: true, key: ['meter', 'account'], untold: true,
    columns: [
      { id: 'meter', kind: 'number4', link: meter }, { id: 'customer_name', filter: false }, { id: 'account', link: account, filter: false }, { id: 'sold', kind: 'money', filter: false }, { id: 'applied', kind: 'money', filter: false }, { id: 'in_transit', kind: 'money', filter: false },
      { id: 'taken_back', kind: 'money', filter: false }, { id: 'gap', kind: 'money', filter: false }, { id: 'used', kind: 'money', filter: false }, { id: 'remaining', kind: 'money', filter: false }, { id: 'reason', prefix: 'reconcile', filter: false },
      { id: 'explained', kind: 'yes', choices: ['true', 'false'], sort: false }, { id: 'explained_by', sort: false, filter: false, hidden: true }, { id: 'explanation', sort: false, filter: false },
    ],
    more: (row, refresh) => <ExplainRow of={gapOf(row)} row={row} refresh={refresh} />,
  }} />;
}

const LEG_COLUMNS: Column[] = [
  { id: 'number', kind: 'entry' }, { id: 'time', kind: 'time' }, { id: 'business_day', kind: 'date' }, { id: 'what', prefix: 'sale_kind' }, { id: 'account', kind: 'ledger' }, { id: 'amount', kind: 'money' },
];

/** The legs of all entries: debit positive, credit negative; the total is zero when the books balance. */
export function EntriesPage() {
  const { t } = useWords();
  return (
    <RegisterTable id="entries" caption={t('page.entries')} path="/entries" columns={LEG_COLUMNS} defaultSort="-time" rowKey={(row) => `${String(row['number'])}/${String(row['account'])}/${String(row['amount'])}`} />
  );
}

const BALANCE_COLUMNS: Column[] = [{ id: 'account', kind: 'ledger' }, { id: 'amount', kind: 'money' }];

export function BalancesPage() {
  const { t } = useWords();
  return (
    <RegisterTable id="balances" caption={t('page.balances')} path="/balances" columns={BALANCE_COLUMNS} rowKey={(row) => String(row['account'])} defaultSort="account" />
  );
}

const CLOSED_DAY_COLUMNS: Column[] = [
  { id: 'business_day', kind: 'date', link: (row) => `/office/reports?report=R12&period=${String(row['business_day'])}&group=till,tender,edition` }, { id: 'station' }, { id: 'closed', kind: 'time' },
  { id: 'sheets', kind: 'count' }, { id: 'hash', hidden: true },
];

/** Days that are over: their sheets are hashed and signed, and nothing is booked for them any more. */
export function ClosedDaysPage() {
  return <RegisterPage def={{ id: 'closed-days', path: '/closed-days', key: ['business_day', 'station'], columns: CLOSED_DAY_COLUMNS, defaultSort: '-business_day' }} />;
}
