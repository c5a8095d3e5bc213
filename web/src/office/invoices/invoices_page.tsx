import { useQuery } from '@tanstack/react-query';
import { get } from '../../api/client';
import type { Column } from '../../table/columns';
import { RegisterPage } from '../register_page';
import { useChoices } from '../register_pages';
import { InvoiceDrawer } from './invoice_drawer';

// The register of invoices and credit notes, void ones among them; and the series of their numbers.

const COLUMNS: Column[] = [
  { id: 'invoice' }, { id: 'time', kind: 'time' }, { id: 'kind', prefix: 'invoice_kind', choices: ['invoice', 'credit_note'] }, { id: 'state', kind: 'state', of: 'invoice', choices: ['issued', 'void'] },
  { id: 'buyer_name' }, { id: 'customer', link: (row) => `/office/customers?open=${String(row['customer'])}` }, { id: 'buyer_tax_number' }, { id: 'net', kind: 'money' }, { id: 'tax', kind: 'money' }, { id: 'invoice_total', kind: 'money' },
  { id: 'buyer_address', hidden: true }, { id: 'of_invoice', hidden: true }, { id: 'reason', hidden: true }, { id: 'approved_by', hidden: true }, { id: 'series', hidden: true }, { id: 'business_day', kind: 'date', hidden: true },
  { id: 'station', hidden: true }, { id: 'operator', hidden: true }, { id: 'voided_at', kind: 'time', hidden: true }, { id: 'voided_by', hidden: true }, { id: 'void_approved_by', hidden: true }, { id: 'void_reason', hidden: true },
];

export function InvoicesPage() {
  return <RegisterPage def={{
    id: 'invoices', path: '/invoices', key: ['invoice'], columns: COLUMNS, defaultSort: '-time', toldAs: (row) => `${String(row['series'])}/${String(row['number'])}`,
    more: (row, refresh) => <InvoiceDrawer key={String(row['invoice'])} name={String(row['invoice'])} refresh={refresh} />,
  }} />;
}

interface FormRow { name: string; good: boolean; where: string }

export function InvoiceSeriesPage() {
  const stations = useChoices('/stations', 'code');
  const forms = useQuery({ queryKey: ['invoice-forms'], queryFn: ({ signal }) => get<{ rows: FormRow[] }>('/invoice-forms', signal) }).data?.rows ?? [];
  return <RegisterPage def={{
    id: 'invoice-series', path: '/invoice-series', key: ['code'], defaultSort: 'code', write: 'invoice_series_write',
    columns: [
      { id: 'code' }, { id: 'prefix' }, { id: 'station' }, { id: 'first_number', kind: 'count' }, { id: 'next_number', kind: 'count' }, { id: 'last_number', kind: 'count' }, { id: 'digits', kind: 'count' }, { id: 'form' }, { id: 'active', kind: 'yes' },
    ],
    fields: [
      { name: 'code', required: true, fixed: true }, { name: 'prefix', note: 'field_note.invoice_prefix' }, { name: 'station', kind: 'select', choices: stations }, { name: 'digits', required: true, start: '6' },
      { name: 'first_number', required: true, start: '1' }, { name: 'last_number', start: '0', note: 'field_note.invoice_last' },
      { name: 'form', kind: 'select', choices: forms.map((one) => ({ value: one.name, label: one.good ? one.name : `${one.name} – ${one.where}` })) }, { name: 'active', kind: 'yes', start: 'true' },
    ],
  }} />;
}
