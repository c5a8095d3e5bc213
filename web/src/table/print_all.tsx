import { useEffect, useRef, useState } from 'react';
import { Loading } from '../shell/states';
import { useWords } from '../words/words';

/** Rows that a browser lays out on pages in a few seconds; whoever wants more on paper takes the PDF. */
export const PRINT_MOST = 2_000;

type State = 'idle' | 'loading' | 'ready' | 'too_many';

/** Prints all rows, not those that are seen: `load` brings them into the page, and says whether those are all. Also by Ctrl+P, as long as no dialog is open. */
export function usePrintAll(load: () => Promise<boolean>) {
  const [state, setState] = useState<State>('idle');
  const print = (): void => {
    if (state === 'loading' || state === 'ready') return;
    setState('loading');
    load().then((all) => setState(all ? 'ready' : 'too_many'), () => setState('idle')); // why it failed the page says itself
  };
  const now = useRef(print);
  now.current = print;
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.code !== 'KeyP') return;
      if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      now.current();
    };
    const over = (): void => setState('idle');
    addEventListener('keydown', key);
    addEventListener('afterprint', over);
    return () => { removeEventListener('keydown', key); removeEventListener('afterprint', over); };
  }, []);
  useEffect(() => {
    if (state === 'ready') window.print();
  }, [state]);
  return { state, print, close: () => setState('idle') };
}

interface Props { printing: ReturnType<typeof usePrintAll>; shown: number; total: number | null; exact: boolean; paper: string }

/** While rows come, where they are too many, and on paper whatever is missing there. */
export function PrintNote({ printing, shown, total, exact, paper }: Props) {
  const { t, decimal } = useWords();
  return (
    <>
      {printing.state === 'loading' && <div className="no-print" role="status"><Loading /></div>}
      {printing.state === 'too_many' && (
        <p className="panel-quiet no-print" role="status" data-testid="print-too-many">
          {t('table.print_too_many', { most: decimal(PRINT_MOST) })} <a className="plain-button" href={paper} target="_blank" rel="noreferrer" data-testid="print-paper">PDF</a>{' '}
          <button type="button" className="quiet-button" onClick={printing.close}>{t('form.close')}</button>
        </p>
      )}
      {total === null && <p className="print-only" data-testid="print-part">{t('report.rows_so_far', { shown: decimal(shown) })}</p>}
      {total !== null && (shown < total || !exact) && <p className="print-only" data-testid="print-part">{t('table.print_part', { shown: decimal(shown), count: decimal(total) })}</p>}
    </>
  );
}
