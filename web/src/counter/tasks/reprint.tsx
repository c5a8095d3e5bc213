import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../../api/client';
import type { Page, SaleRow } from '../../api/types';
import { TextField } from '../../form/fields';
import { useWords } from '../../words/words';
import type { TaskProps } from './task';

/** Receipts of this till; the number stays, the reprint is counted. */
export function Reprint({ counter, showReceipt }: TaskProps) {
  const words = useWords();
  const { t } = words;
  const [typed, setTyped] = useState('');
  const till = counter.session?.till?.code;
  const scope = till ? `&filter.till=${encodeURIComponent(till)}` : '';
  const sales = useQuery({
    queryKey: ['list', 'sales', 'reprint', till, typed],
    queryFn: ({ signal }) => get<Page<SaleRow>>(`/sales?sort=-time&page_size=20&q=${encodeURIComponent(typed)}${typed ? '' : scope}`, signal),
  });
  return (
    <div className="task" data-testid="reprint">
      <TextField id="reprint-search" label={t('reprint.search')} value={typed} change={setTyped} testid="reprint-search" autoFocus />
      <ul className="pick-list">
        {(sales.data?.rows ?? []).map((sale) => (
          <li key={sale.number}>
            <button type="button" data-testid={`reprint-${sale.number}`} onClick={() => showReceipt(sale.number)}>
              <span>{sale.number}</span><span className="quiet">{words.time(sale.time, 'short')}</span><span>{sale.customer_name}</span><span className="sum">{words.decimal(sale.tendered)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
