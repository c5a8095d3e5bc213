import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useWords } from '../words/words';

interface Props { title: string; close?: () => void; testid: string; wide?: boolean; drawer?: boolean; children: ReactNode }

/** A modal dialog: the browser's own keeps the focus inside and gives it back. Esc closes when closing is allowed. */
export function Dialog({ title, close, testid, wide, drawer, children }: Props) {
  const { t } = useWords();
  const id = useId();
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement as HTMLElement | null;
    if (dialog && !dialog.open) dialog.showModal();
    dialog?.querySelector<HTMLElement>('.dialog-body :is(input, select, textarea)')?.focus();
    return () => {
      dialog?.close();
      before?.focus();
    };
  }, []);
  return (
    <dialog ref={element} role="dialog" aria-labelledby={id} className={`dialog ${wide ? 'wide' : ''} ${drawer ? 'drawer' : ''}`} data-testid={testid}
      onCancel={(event) => { event.preventDefault(); close?.(); }}>
      <header><h2 id={id}>{title}</h2>
        {close && <button type="button" className="quiet-button" aria-label={t('form.close')} data-testid={`${testid}-close`} onClick={close}>✕</button>}
      </header>
      <div className="dialog-body">{children}</div>
    </dialog>
  );
}
