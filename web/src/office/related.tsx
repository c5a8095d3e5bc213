import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { listed } from '../api/lists';
import { CommodityTag, TagOf } from '../shell/marks';
import { Number4 } from '../shell/number4';
import { useNamed } from '../table/named';
import { unitOf, useWords } from '../words/words';

/** The newest sales of something, in its drawer. */
export function RelatedSales({ title, filter }: { title: string; filter: string }) {
  const words = useWords();
  const list = useQuery({ queryKey: ['list', 'sales', 'related', filter], queryFn: ({ signal }) => listed('sales', `sort=-time&page_size=20&${filter}`, signal) });
  return (
    <section className="drawer-section">
      <table className="simple-table">
        <caption>{title}</caption>
        <thead><tr><th scope="col">{words.t('column.number')}</th><th scope="col">{words.t('column.time')}</th><th scope="col" className="number">{words.t('column.tendered')}, {words.currency}</th><th scope="col">{words.t('column.state')}</th></tr></thead>
        <tbody>
          {(list.data?.rows ?? []).map((sale) => (
            <tr key={sale.number}><td><Link to={`/office/sales?open=${encodeURIComponent(sale.number)}`}>{sale.number}</Link></td><td>{words.time(sale.time, 'minute')}</td>
              <td className="number">{words.decimal(sale.tendered)}</td><td><TagOf kind="sale" value={sale.state ?? ''} /></td></tr>
          ))}
        </tbody>
      </table>
      {list.data?.rows.length === 0 && <p className="quiet">{words.t('counter.no_sales_yet')}</p>}
    </section>
  );
}

/** What a meter has said of itself. */
export function RelatedStatements({ title, meter, commodity }: { title: string; meter: string; commodity?: unknown }) {
  const words = useWords();
  const list = useQuery({ queryKey: ['list', 'statements', 'related', meter], queryFn: ({ signal }) => listed('statements', `sort=-taken&page_size=20&filter.meter=${encodeURIComponent(meter)}`, signal) });
  return (
    <section className="drawer-section">
      <table className="simple-table">
        <caption>{title}</caption>
        <thead><tr><th scope="col">{words.t('column.taken')}</th><th scope="col" className="number">{words.t('column.remaining')}</th><th scope="col" className="number">{words.t('column.energy')}, {words.unit(unitOf(commodity))}</th><th scope="col" className="number">{words.t('column.count')}</th></tr></thead>
        <tbody>
          {(list.data?.rows ?? []).map((row) => (
            <tr key={String(row.number)}><td>{words.time(row.taken, 'minute')}</td><td className="number">{words.credit(row.remaining, row.unit)}</td><td className="number">{words.decimal(row.energy)}</td><td className="number">{row.count}</td></tr>
          ))}
        </tbody>
      </table>
      {list.data?.rows.length === 0 && <p className="quiet">{words.t('empty.statements')}</p>}
    </section>
  );
}

/** What a customer is supplied with, side by side: electricity, gas, water. */
export function SuppliesOf({ customer }: { customer: string }) {
  const words = useWords();
  const { t } = words;
  const plan = useNamed('plan');
  const list = useQuery({ queryKey: ['list', 'accounts', 'of', customer], queryFn: ({ signal }) => listed('accounts', `sort=number&page_size=20&filter.customer=${encodeURIComponent(customer)}`, signal) });
  if (!list.data || list.data.rows.length === 0) return null;
  return (
    <section className="drawer-section scroll-x" tabIndex={0} role="region" aria-label={t('counter.supplies')} data-testid="supplies-of">
      <table className="simple-table">
        <caption>{t('counter.supplies')}</caption>
        <thead><tr><th scope="col">{t('column.account')}</th><th scope="col">{t('column.state')}</th><th scope="col">{t('column.address')}</th><th scope="col">{t('column.meter')}</th><th scope="col" className="number">{t('column.balance')}, {words.currency}</th></tr></thead>
        <tbody>
          {list.data.rows.map((row) => (
            <tr key={row.number}><td><Link to={`/office/accounts?open=${row.number}`}>{row.number}</Link><br /><CommodityTag of={row.commodity ?? ''} /></td><td><TagOf kind="account" value={row.state} /></td><td>{row.address}<br /><span className="quiet">{plan(row.plan)}</span></td>
              <td><Link to={`/office/meters?open=${row.meter}`}><Number4 of={row.meter} /></Link></td><td className="number">{words.decimal(row.balance)}</td></tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What a meter recorded by itself, and when. */
export function RelatedEvents({ meter, none }: { meter: string; none?: string }) {
  const words = useWords();
  const list = useQuery({ queryKey: ['list', 'meter-events', 'related', meter], queryFn: ({ signal }) => listed('meter-events', `sort=-began&page_size=20&filter.meter=${encodeURIComponent(meter)}`, signal) });
  if (list.data?.rows.length === 0 && none) return <p className="panel-quiet">{none}</p>;
  if (!list.data || list.data.rows.length === 0) return null;
  return (
    <section className="drawer-section" data-testid="meter-events">
      <table className="simple-table">
        <caption>{words.t('page.meter-events')}</caption>
        <thead><tr><th scope="col">{words.t('column.kind')}</th><th scope="col" className="number">{words.t('column.number')}</th><th scope="col">{words.t('column.began')}</th><th scope="col">{words.t('column.ended')}</th></tr></thead>
        <tbody>
          {list.data.rows.map((row) => (
            <tr key={`${row.kind}/${row.number}`}><td>{words.t(`meter_event.${row.kind}`)}</td><td className="number">{row.number}</td><td>{row.began ? words.localTime(row.began) : '—'}</td><td>{row.ended ? words.localTime(row.ended) : '—'}</td></tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
