import type { AccountView } from '../api/types';
import { isZero } from '../form/amount';
import { Dialog } from '../shell/dialog';
import { TagOf } from '../shell/marks';
import { useWords } from '../words/words';

/** F3: what this customer bought lately; where he paid nothing, what it moved. */
export function HistoryDialog({ account, close, showReceipt }: { account: AccountView; close: () => void; showReceipt: (number: string) => void }) {
  const words = useWords();
  const { t } = words;
  return (
    <Dialog title={t('counter.history', { name: account.customer.name })} close={close} testid="history-dialog" wide>
      <ul className="pick-list">
        {account.last_sales.map((sale) => (
          <li key={sale.number}>
            <button type="button" onClick={() => showReceipt(sale.number)}>
              <span>{sale.number}</span><span className="quiet">{words.time(sale.time, 'minute')}</span>
              <span>{words.first([`sale_kind.${sale.kind}`], sale.kind)}</span><span className="sum">{isZero(sale.tendered) ? words.credit(sale.credit, sale.unit) : words.money(sale.tendered)}</span><TagOf kind="sale" value={sale.state} />
            </button>
          </li>
        ))}
        {account.last_sales.length === 0 && <li className="panel-quiet">{t('counter.no_sales_yet')}</li>}
      </ul>
    </Dialog>
  );
}
