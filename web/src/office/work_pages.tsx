import { HousePaper } from '../counter/house_paper';
import { RegisterTable, type Row } from '../table/register_table';
import { useWords } from '../words/words';
import { ExplainRow, type Exception } from './explain';
import { MONEY } from './columns/money';
import { METERS } from './columns/meters';
import { RegisterPage } from './register_page';
import { SaleDrawer } from './sale_drawer';
import { ToCounter } from './to_counter';



export function SalesPage() {
  return <RegisterPage def={{ id: 'sales', path: '/sales', key: ['number'], untold: true, columns: MONEY.sales, defaultSort: '-time', more: (row, refresh) => <SaleDrawer row={row} refresh={refresh} /> }} />;
}

/** Oldest first: what no card or meter has confirmed yet. */
export function InDoubtPage() {
  return <RegisterPage def={{ id: 'in-doubt', path: '/in-doubt', key: ['number'], untold: true, columns: MONEY['in-doubt'], defaultSort: 'since', tools: <ToCounter />, more: (row, refresh) => <SaleDrawer row={row} refresh={refresh} /> }} />;
}

export function ShiftsPage() {
  return <RegisterPage def={{
    id: 'shifts', path: '/shifts', key: ['station', 'till', 'number'], defaultSort: '-opened',
    columns: MONEY.shifts,
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
    columns: METERS.statements,
  }} />;
}

function gapOf(row: Row): Exception | null {
  return row['reason'] ? { kind: 'reconciliation', meter: String(row['meter']), code: String(row['reason']), object: Number(row['account'] ?? 0), as_seen: String(row['gap']) } : null;
}

/** Sold = taken in + under way + taken back; a gap comes first. */
export function ReconciliationPage() {
  return <RegisterPage def={{
    id: 'reconciliation', path: '/reconciliation', whole: true, key: ['meter', 'account'], untold: true,
    columns: MONEY.reconciliation,
    more: (row, refresh) => <ExplainRow of={gapOf(row)} row={row} refresh={refresh} />,
  }} />;
}


/** The legs of all entries: debit positive, credit negative; the total is zero when the books balance. */
export function EntriesPage() {
  const { t } = useWords();
  return (
    <RegisterTable id="entries" caption={t('page.entries')} path="/entries" columns={MONEY.entries} defaultSort="-time" rowKey={(row) => `${String(row['number'])}/${String(row['account'])}/${String(row['amount'])}`} />
  );
}


export function BalancesPage() {
  const { t } = useWords();
  return (
    <RegisterTable id="balances" caption={t('page.balances')} path="/balances" columns={MONEY.balances} rowKey={(row) => String(row['account'])} defaultSort="account" />
  );
}


/** Days that are over: their sheets are hashed and signed, and nothing is booked for them any more. */
export function ClosedDaysPage() {
  return <RegisterPage def={{ id: 'closed-days', path: '/closed-days', key: ['business_day', 'station'], columns: MONEY['closed-days'], defaultSort: '-business_day' }} />;
}
