import { useEffect, useRef } from 'react';
import { ProblemNote } from '../form/problem_note';
import { useWords } from '../words/words';
import { PrintNote } from './print_note';
import { useOwnPrinter, usePrint } from './use_print';

/** The slip of a sale that is done, on the till's printer: by itself, once. By the browser its dialog opens instead. */
export function OwnPrint({ number, open }: { number: string; open: (number: string) => void }) {
  const { t, language } = useWords();
  const printer = useOwnPrinter();
  const { print, problem, make } = usePrint(number);
  const begun = useRef('');
  useEffect(() => {
    if (!printer || printer.way === 'none' || begun.current === number) return;
    begun.current = number;
    if (printer.way === 'browser') open(number);
    else void make('printer', language);
  }, [printer, number, make, open, language]);
  if (printer?.way !== 'printer') return null;
  const again = print === null || print.outcome === 'nothing' || print.outcome === 'unknown';
  return (
    <>
      <ProblemNote problem={problem} />
      {print && <PrintNote print={print} />}
      {again && (print !== null || problem !== null) && (
        <button type="button" className="plain-button" data-testid="print-again" onClick={() => void make('printer', language)}>{t('print.again')}</button>
      )}
    </>
  );
}
