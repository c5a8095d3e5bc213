import { useQuery } from '@tanstack/react-query';
import type { Listed } from '../api/described';
import { listed } from '../api/lists';
import { isZero } from '../form/amount';
import { Figure, TagOf } from '../shell/marks';
import { useWords } from '../words/words';
import type { Counter } from './use_counter';

interface Props { counter: Counter; showReceipt: (number: string) => void }

/** Panel C: the last sales of this till and the figures of the shift. What the drawer should hold stays hidden until it is counted. Where no money passed the till – a card
 * taken over, a supplement – the booking is named: a 0.00 would say that nothing was done. */
export function LastSalesPanel({ counter, showReceipt }: Props) {
  const words = useWords();
  const { t } = words;
  const { shift } = counter;
  const till = counter.session?.till;
  const sales = useQuery({
    queryKey: ['list', 'sales', 'till', till?.station, till?.code],
    queryFn: ({ signal }) => listed('sales', `sort=-time&page_size=12&filter.till=${encodeURIComponent(till!.code)}`, signal),
    enabled: Boolean(till),
  });
  const rows = sales.data?.rows ?? [];
  // Of another day than today the day is said, once above its sales.
  const today = words.time(new Date().toISOString(), 'date');
  const kindOf = (sale: Listed['sales']): string => words.first([`sale_kind.${sale.kind}`], sale.kind);
  const dayOf = (sale: Listed['sales']): string => words.time(sale.time, 'date');
  return (
    <section className="panel panel-c" aria-labelledby="panel-c" data-testid="panel-last-sales">
      <h2 id="panel-c"><kbd>C</kbd>{t('counter.last_sales')}</h2>
      <ul className="last-sales">
        {rows.map((sale, at) => (
          <li key={sale.number}>
            {dayOf(sale) !== (at === 0 ? today : dayOf(rows[at - 1]!)) && <p className="day">{dayOf(sale)}</p>}
            <button type="button" onClick={() => showReceipt(sale.number)} data-testid={`last-sale-${sale.number}`} data-state={sale.state} title={`${sale.number} ${sale.customer_name ?? ''} · ${kindOf(sale)}`}>
              <span className="clock">{words.time(sale.time, 'clock')}</span>
              <span className="who">{sale.customer_name}</span>
              {isZero(sale.tendered) ? <span className="kind">{kindOf(sale)}</span> : <span className="sum">{words.decimal(sale.tendered)}</span>}
              <TagOf kind="sale" value={sale.state ?? ''} short />
            </button>
          </li>
        ))}
        {sales.data?.rows.length === 0 && <li className="panel-quiet">{t('counter.no_sales_yet')}</li>}
      </ul>
      <h3>{shift ? t('shift.number', { number: shift.number }) : t('word.shift')}</h3>
      {shift ? (
        <dl className="figures" data-testid="shift-figures">
          <Figure name={t('shift.since')}>{words.time(shift.opened, 'short')}</Figure>
          <Figure name={t('shift.sales')}>{words.decimal(shift.sales)}</Figure>
          {(shift.in_transit ?? 0) > 0 && <Figure name={t('shift.in_transit')}>{words.decimal(shift.in_transit ?? 0)}</Figure>}
          {(shift.in_doubt ?? 0) > 0 && <Figure name={t('shift.in_doubt')}>{words.decimal(shift.in_doubt ?? 0)}</Figure>}
        </dl>
      ) : <p className="panel-quiet">{t('shift.none')}</p>}
      {shift && (
        <div className="panel-foot">
          <button type="button" className="quiet-button" data-testid="shift-close-open" onClick={() => counter.setTask('close_shift')}>{t('shift.close')}</button>
          <button type="button" className="quiet-button" data-testid="counter-more" onClick={() => counter.setTask('menu')}><kbd>F10</kbd> {t('counter.more')}</button>
        </div>
      )}
    </section>
  );
}
