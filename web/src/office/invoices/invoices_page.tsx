import type { Column } from '../../table/columns';
import { customer } from '../leads';
import { RegisterPage } from '../register_page';
import { InvoiceDrawer } from './invoice_drawer';

// The register of invoices and credit notes, void ones among them.

const COLUMNS: Column[] = [
  { id: 'invoice' }, { id: 'time', kind: 'time' }, { id: 'kind', prefix: 'invoice_kind', choices: ['invoice', 'credit_note'] }, { id: 'state', kind: 'state', of: 'invoice', choices: ['issued', 'void'] },
  { id: 'buyer_name' }, { id: 'customer', link: customer }, { id: 'buyer_tax_number' }, { id: 'net', kind: 'money' }, { id: 'tax', kind: 'money' }, { id: 'invoice_total', kind: 'money' },
  { id: 'buyer_address', hidden: true }, { id: 'of_invoice', hidden: true }, { id: 'reason', hidden: true }, { id: 'approved_by', hidden: true }, { id: 'series', hidden: true }, { id: 'business_day', kind: 'date', hidden: true },
  { id: 'station', hidden: true }, { id: 'operator', hidden: true }, { id: 'voided_at', kind: 'time', hidden: true }, { id: 'voided_by', hidden: true }, { id: 'void_approved_by', hidden: true }, { id: 'void_reason', hidden: true },
];

export function InvoicesPage() {
  return <RegisterPage def={{
    id: 'invoices', path: '/invoices', key: ['invoice'], columns: COLUMNS, defaultSort: '-time', toldAs: (row) => `${String(row['series'])}/${String(row['number'])}`,
    more: (row, refresh) => <InvoiceDrawer key={String(row['invoice'])} name={String(row['invoice'])} refresh={refresh} />,
  }} />;
}
