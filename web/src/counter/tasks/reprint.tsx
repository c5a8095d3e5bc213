import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type KeyboardEvent } from 'react';
import { listed } from '../../api/lists';
import { isZero } from '../../form/amount';
import { TextField } from '../../form/fields';
import { useWords } from '../../words/words';
import { ownReceipt } from './receipt_search';
import type { TaskProps } from './task';

/** Receipts of this till, or of whatever name or number is typed; the number stays, the reprint is counted. The arrows go through them, Enter in the field shows the first. */
export function Reprint({ counter, showReceipt }: TaskProps) {
  const words = useWords();
  const { t } = words;
  const place = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState('');
  const till = counter.session?.till?.code;
  const find = (query: string, signal: AbortSignal) => listed('sales', `sort=-time&page_size=20&${query}`, signal);
  const ofTill = (signal: AbortSignal) => find(till ? `filter.till=${encodeURIComponent(till)}` : '', signal);
  const sales = useQuery({
    queryKey: ['list', 'sales', 'reprint', till, typed],
    queryFn: async ({ signal }) => {
      if (typed.trim() === '') return ofTill(signal);
      const found = await find(`q=${encodeURIComponent(typed)}`, signal);
      if (found.rows.length > 0) return found;
      const own = ownReceipt(typed, (await ofTill(signal)).rows[0]?.number);
      return own === null ? found : find(`q=${encodeURIComponent(own)}`, signal);
    },
  });
  const rows = sales.data?.rows ?? [];
  const keys = (event: KeyboardEvent): void => {
    const buttons = [...(place.current?.querySelectorAll<HTMLButtonElement>('.pick-list button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    if (event.key === 'ArrowDown') buttons[Math.min(at + 1, buttons.length - 1)]?.focus();
    else if (event.key === 'ArrowUp') (at > 0 ? buttons[at - 1] : place.current?.querySelector('input'))?.focus();
    else if (event.key === 'Enter' && at < 0 && !event.defaultPrevented && !sales.isFetching) buttons[0]?.click();
    else return;
    event.preventDefault();
  };
  return (
    <div className="task" data-testid="reprint" ref={place} onKeyDown={keys}>
      <TextField id="reprint-search" label={t('reprint.search')} value={typed} change={setTyped} testid="reprint-search" autoFocus />
      <ul className="pick-list">
        {rows.map((sale) => (
          <li key={sale.number}>
            <button type="button" data-testid={`reprint-${sale.number}`} onClick={() => showReceipt(sale.number)}>
              <span>{sale.number}</span><span className="quiet">{words.time(sale.time, 'short')}</span><span>{sale.customer_name}</span>
              <span className="sum">{isZero(sale.tendered) ? words.first([`sale_kind.${sale.kind}`], sale.kind) : words.decimal(sale.tendered)}</span>
            </button>
          </li>
        ))}
      </ul>
      <p role="status" className="panel-quiet" data-testid="reprint-none">{sales.data && rows.length === 0 ? t('reprint.none') : ''}</p>
    </div>
  );
}
