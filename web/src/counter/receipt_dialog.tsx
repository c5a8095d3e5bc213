import { useCallback, useEffect, useRef, useState } from 'react';
import { address } from '../api/client';
import { useSession } from '../api/hooks';
import { ProblemNote } from '../form/problem_note';
import { Dialog } from '../shell/dialog';
import { Paper } from '../shell/paper';
import { may } from '../shell/permissions';
import { useWords } from '../words/words';
import { PrintNote } from './print_note';
import { useOwnPrinter, usePrint } from './use_print';

/**
 * A receipt: on screen to be read, to paper, as PDF, as plain text. The first print and a reprint are different papers; which one comes the
 * server says, and the number stays. `byItself`: the browser's own dialog opens at once, as the till is set.
 */
export function ReceiptDialog({ number, close, byItself = false }: { number: string; close: () => void; byItself?: boolean }) {
  const { t, language } = useWords();
  const session = useSession().data;
  const printer = useOwnPrinter();
  const [width, setWidth] = useState<32 | 48 | null>(null);
  const columns = width ?? (printer?.roll === '58mm' ? 32 : 48);
  const { print, problem, make } = usePrint(number);
  const [toPaper, setToPaper] = useState(false);
  const path = `/receipts/${encodeURIComponent(number)}`;
  const byBrowser = useCallback(() => void make('browser', language).then((made) => setToPaper(made !== null)), [make, language]);
  const begun = useRef(false);
  useEffect(() => {
    if (!byItself || begun.current) return;
    begun.current = true;
    byBrowser();
  }, [byItself, byBrowser]);
  const toFile = async (format: 'pdf' | 'text'): Promise<void> => {
    const made = await make('file', language);
    if (made) download(address(path, { format, width: String(columns), lang: language, print: String(made.print) }), `${number}.${format === 'pdf' ? 'pdf' : 'txt'}`);
  };
  // The slip stands on the screen as that print before the browser is asked to print it.
  const ready = useCallback(() => {
    if (!toPaper) return;
    setToPaper(false);
    window.print();
    if (byItself) close(); // nobody asked to read it: Enter calls the next customer again
  }, [toPaper, byItself, close]);
  return (
    <Dialog title={t('receipt.title', { number })} close={close} testid="receipt-dialog" wide>
      <ProblemNote problem={problem} />
      <div className="receipt-tools">
        <div role="group" aria-label={t('receipt.width')} className="segments">
          {([48, 32] as const).map((each) => (
            <button key={each} type="button" aria-pressed={columns === each} data-testid={`receipt-${each}`} onClick={() => setWidth(each)}>{t('receipt.roll', { width: each === 48 ? 80 : 58 })}</button>
          ))}
        </div>
        {may(session, 'reprint') && (
          <>
            {printer?.way === 'printer' && <button type="button" className="plain-button" data-testid="receipt-to-printer" onClick={() => void make('printer', language)}>{t('print.button')}</button>}
            <button type="button" className="plain-button" data-testid="receipt-reprint" onClick={byBrowser}>{printer?.way === 'printer' ? t('print.browser') : t('receipt.print')}</button>
            <button type="button" className="plain-button" data-testid="receipt-pdf" onClick={() => void toFile('pdf')}>PDF</button>
            <button type="button" className="plain-button" data-testid="receipt-text" onClick={() => void toFile('text')}>{t('receipt.as_text')}</button>
          </>
        )}
      </div>
      {print && <PrintNote print={print} />}
      <Paper path={path} width={columns} testid="receipt-paper" print={print && print.outcome !== 'nothing' ? print.print : undefined} shown={ready} alone />
    </Dialog>
  );
}

/** As if the link had been clicked: the browser keeps the file where it keeps files. */
function download(href: string, name: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
}
