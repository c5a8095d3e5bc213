import { MONEY } from '../columns/money';
import { RegisterPage } from '../register_page';
import { InvoiceDrawer } from './invoice_drawer';

// The register of invoices and credit notes, void ones among them.


export function InvoicesPage() {
  return <RegisterPage def={{
    id: 'invoices', path: '/invoices', key: ['invoice'], columns: MONEY.invoices, defaultSort: '-time', toldAs: (row) => `${String(row['series'])}/${String(row['number'])}`,
    more: (row, refresh) => <InvoiceDrawer key={String(row['invoice'])} name={String(row['invoice'])} refresh={refresh} />,
  }} />;
}
