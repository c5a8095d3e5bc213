import type { AccountStatus } from '../api/row_words';
import { says } from '../words/says';
import { Link } from 'react-router';
import { useSession } from '../api/hooks';
import { may } from '../shell/permissions';
import { useWords } from '../words/words';
import { AccountChanges } from './account_changes';
import { DeclaredPage } from './declared_page';
import { MeterSections } from './meter/meter_sections';
import { Circuits } from './circuits';
import { MergeCustomers } from './merge_customers';
import { FormerMeters } from './meter_swaps';
import { RoomOccupants } from './room_occupants';
import { CustomerInvoices } from './invoices/customer_invoices';
import { CUSTOMERS } from './columns/customers';
import { CARDS } from './columns/cards';
import { RegisterPage, type RegisterDef } from './register_page';
import { FormPrinter, TillPrinter } from './till_printer';
import { CodeUses } from './code_uses';
import { RowActions, withReason, type RowAction } from './row_actions';
import { RelatedSales, RelatedStatements, SuppliesOf } from './related';
import { VisitsOfAccount } from './reports/visit_order';
import { PursesOfAccount } from './well_told';

// Registers whose drawers show more than their rows declare; and those that no form keeps.

export function CustomersPage() {
  const { t } = useWords();
  return <DeclaredPage id="customers" more={(row, refresh) => (
    <>
      <SuppliesOf customer={String(row['number'])} />
      <RelatedSales title={t('page.sales')} filter={`filter.customer=${String(row['number'])}`} />
      <CustomerInvoices customer={String(row['number'])} />
      <MergeCustomers row={row} refresh={refresh} />
    </>
  )} />;
}


/** A prepared account that nobody needs. */
const REMOVE_DRAFT = withReason('remove', 'customers_write', ['draft']);

export function AccountsPage() {
  const { t } = useWords();
  const session = useSession().data;
  const def: RegisterDef = {
    id: 'accounts', path: '/accounts', key: ['number'], columns: CUSTOMERS.accounts, defaultSort: 'number',
    more: (row, refresh) => (
      <>
        <RowActions list="accounts" rowKey={String(row['number'])} row={row} actions={[REMOVE_DRAFT]} refresh={refresh} />
        {!says<AccountStatus>(row['state'], 'draft') && <AccountChanges row={row} refresh={refresh} />}
        <FormerMeters row={row} />
        {row['meter'] && may(session, 'meters_read') ? <Circuits meter={String(row['meter'])} point={String(row['service_point'] ?? '')} /> : null}
        <PursesOfAccount number={String(row['number'])} />
        <VisitsOfAccount account={String(row['number'])} />
        <RelatedSales title={t('page.sales')} filter={`filter.account=${String(row['number'])}`} />
        {row['meter'] ? <RelatedStatements title={t('page.statements')} meter={String(row['meter'])} commodity={row['commodity']} /> : null}
      </>
    ),
  };
  return <RegisterPage def={def} />;
}

export function ServicePointsPage() {
  return <DeclaredPage id="service-points" more={(row) => <RoomOccupants servicePoint={String(row['code'])} />} />;
}

export function MetersPage() {
  const { t } = useWords();
  return <DeclaredPage id="meters" more={(row) => (
    <>
      <div className="drawer-tools"><Link to={`/office/control?meter=${String(row['number'])}`} data-testid="to-control">{t('control.open')}</Link></div>
      <Circuits meter={String(row['number'])} point={String(row['service_point'] ?? '')} />
      <MeterSections key={String(row['number'])} meter={String(row['number'])} commodity={row['commodity']} counts={row['unit']} />
    </>
  )} />;
}

/** Onto the blacklist and off it. */
const BLOCKING: RowAction[] = [withReason('block', 'block', ['active']), { ...withReason('unblock', 'unblock', ['blocked']), fields: [] }];

export function CardsPage() {
  return <RegisterPage def={{
    id: 'cards', path: '/cards', key: ['serial'], defaultSort: '-issued',
    columns: CARDS.cards,
    more: (row, refresh) => <RowActions list="cards" rowKey={String(row['serial'])} row={row} actions={BLOCKING} refresh={refresh} />,
  }} />;
}

export function CodesPage() {
  return <DeclaredPage id="codes" more={(row) => <CodeUses table={String(row['kind'])} code={String(row['code'])} />} />;
}

/** What was sold there, by people or by a recharge terminal that stands there. */
function SalesOfTill({ station, till }: { station: string; till: string }) {
  const { t } = useWords();
  if (!may(useSession().data, 'sales_read')) return null;
  return (
    <>
      <RelatedSales title={t('tills.sales')} filter={`filter.station=${encodeURIComponent(station)}&filter.till=${encodeURIComponent(till)}`} />
      <p><Link to={`/office/sales?f.station=${encodeURIComponent(station)}&f.till=${encodeURIComponent(till)}`} data-testid="till-sales">{t('tills.all_sales')}</Link></p>
    </>
  );
}

export function TillsPage() {
  return <DeclaredPage id="tills" more={(row) => <><SalesOfTill station={String(row['station'])} till={String(row['code'])} /><TillPrinter station={String(row['station'])} till={String(row['code'])} /><FormPrinter station={String(row['station'])} till={String(row['code'])} /></>} />;
}
