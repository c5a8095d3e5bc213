import { useWords } from '../words/words';
import type { SlipPrint } from './use_print';

/** Which print this is and what became of it: a printer's trouble never touches the sale; a paper of the house belongs to none. */
export function PrintNote({ print, of = 'receipt' }: { print: SlipPrint; of?: 'receipt' | 'paper' }) {
  const { t } = useWords();
  const bad = print.outcome === 'nothing' || print.outcome === 'unknown';
  const why = print.fault === 'none' ? '' : t(`printer.fault.${print.fault}`);
  return (
    <div className={bad ? 'note warning' : 'note'} role={bad ? 'alert' : 'status'} data-testid="print-note" data-outcome={print.outcome} data-fault={print.fault} data-print={print.print}>
      {print.outcome !== 'nothing' && <p>{print.first ? t(of === 'paper' ? 'print.paper.first' : 'print.first') : t('print.reprint', { count: print.print })}</p>}
      <p>{t(of === 'paper' && bad ? `print.paper.${print.outcome}` : `print.${print.outcome}`, { why })}</p>
    </div>
  );
}
