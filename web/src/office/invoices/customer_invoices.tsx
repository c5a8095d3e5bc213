import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { useSession } from '../../api/hooks';
import { listed } from '../../api/lists';
import { TagOf } from '../../shell/marks';
import { may } from '../../shell/permissions';
import { useWords } from '../../words/words';
import { NewInvoice } from './new_invoice';

/** A customer's newest invoices in his drawer, and the button for another one. */
export function CustomerInvoices({ customer }: { customer: string }) {
  const words = useWords();
  const session = useSession().data;
  const reads = may(session, 'invoices_read');
  const [making, setMaking] = useState(false);
  const list = useQuery({ enabled: reads, queryKey: ['list', 'invoices', 'related', customer], queryFn: ({ signal }) => listed('invoices', `sort=-time&page_size=20&filter.customer=${customer}`, signal) });
  if (!reads) return null;
  return (
    <section className="drawer-section" data-testid="customer-invoices">
      <table className="simple-table">
        <caption>{words.t('page.invoices')}</caption>
        <thead><tr><th scope="col">{words.t('column.invoice')}</th><th scope="col">{words.t('column.time')}</th><th scope="col" className="number">{words.t('column.invoice_total')}, {words.currency}</th><th scope="col">{words.t('column.state')}</th></tr></thead>
        <tbody>
          {(list.data?.rows ?? []).map((one) => (
            <tr key={one.invoice}><td><Link to={`/office/invoices?open=${encodeURIComponent(one.invoice)}`}>{one.invoice}</Link></td><td>{words.time(one.time, 'minute')}</td>
              <td className="number">{words.decimal(one.invoice_total)}</td><td><TagOf kind="invoice" value={one.state} /></td></tr>
          ))}
        </tbody>
      </table>
      {list.data?.rows.length === 0 && <p className="quiet">{words.t('empty.invoices')}</p>}
      {may(session, 'invoices_write') && <div className="drawer-tools"><button type="button" className="plain-button" data-testid="customer-new-invoice" onClick={() => setMaking(true)}>{words.t('invoice.new')}</button></div>}
      {making && <NewInvoice customer={customer} close={() => setMaking(false)} />}
    </section>
  );
}
