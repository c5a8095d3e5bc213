import { useCallback, useEffect, useRef, useState } from 'react';
import { address } from '../api/client';
import { ProblemNote } from '../form/problem_note';
import { Paper } from '../shell/paper';
import { useWords } from '../words/words';
import { PrintNote } from './print_note';
import { useOwnPrinter, usePaperPrint } from './use_print';

interface Props {
  path: string;
  testid: string;
  /** It prints as soon as it is there, as the till's sales do. */
  byItself?: boolean;
  /** Others stand beside it: what the browser prints is it alone only while it is printed from here. */
  amongOthers?: boolean;
}

/** A paper of the house – a shift opened or closed, a drop, a day, a deposit – with the ways onto paper: the till's printer, the browser, a file. */
export function HousePaper({ path, testid, byItself = false, amongOthers = false }: Props) {
  const { t, language } = useWords();
  const printer = useOwnPrinter();
  const { print, problem, make } = usePaperPrint(path);
  const [toPaper, setToPaper] = useState(false);
  const width = printer?.roll === '58mm' ? 32 : 48;
  const byBrowser = useCallback(() => void make('browser', language).then((made) => setToPaper(made !== null)), [make, language]);
  const begun = useRef('');
  useEffect(() => {
    if (!byItself || !printer || printer.way === 'none' || begun.current === path) return;
    begun.current = path;
    if (printer.way === 'browser') byBrowser();
    else void make('printer', language);
  }, [byItself, printer, path, byBrowser, make, language]);
  // The slip stands on the screen as that print before the browser is asked to print it.
  const ready = useCallback(() => {
    if (!toPaper) return;
    setToPaper(false);
    window.print();
  }, [toPaper]);
  return (
    <>
      <ProblemNote problem={problem} />
      <div className="receipt-tools">
        {printer?.way === 'printer' && <button type="button" className="plain-button" data-testid={`${testid}-printer`} onClick={() => void make('printer', language)}>{t('print.button')}</button>}
        <button type="button" className="plain-button" data-testid={`${testid}-browser`} onClick={byBrowser}>{printer?.way === 'printer' ? t('print.browser') : t('receipt.print')}</button>
        <a className="plain-button" href={address(path, { format: 'pdf', width: String(width), lang: language })} target="_blank" rel="noreferrer" data-testid={`${testid}-pdf`}>PDF</a>
      </div>
      {print && <PrintNote print={print} of="paper" />}
      <Paper path={path} testid={testid} width={width} print={print && print.outcome !== 'nothing' ? print.print : undefined} shown={ready} alone={!amongOthers || toPaper} />
    </>
  );
}
