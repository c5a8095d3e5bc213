import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { LeavingOf, type Leaving } from '../form/leaving';
import { useWords } from '../words/words';
import { usePrintAlone } from './print_alone';

interface Props { title: string; close?: () => void; testid: string; wide?: boolean; drawer?: boolean; children: ReactNode }

/** A modal dialog: the browser's own keeps the focus inside and gives it back. Esc closes when closing is allowed, and asks when something typed would be lost. */
export function Dialog({ title, close, testid, wide, drawer, children }: Props) {
  const { t } = useWords();
  const id = useId();
  const element = useRef<HTMLDialogElement>(null);
  const shut = useRef(false); // by this component, not by the browser
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement as HTMLElement | null;
    shut.current = false;
    if (dialog && !dialog.open) dialog.showModal();
    dialog?.querySelector<HTMLElement>('.dialog-body :is(input, select, textarea, [data-first])')?.focus(); // what it contains had its turn before it was open
    return () => {
      shut.current = true;
      dialog?.close();
      before?.focus();
    };
  }, []);
  usePrintAlone(element, drawer);
  const { leaving, loses, asked, go, stay } = useLeaving(close);
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing || (event.target as Element).closest('dialog') !== element.current || !loses()) return;
    event.preventDefault();
    leaving.leave();
  };
  // The second Esc without anything typed between closes a dialog whatever is said: then it is opened again.
  const closed = (): void => {
    if (shut.current || !element.current?.isConnected || element.current.open) return;
    element.current.showModal();
    leaving.leave();
  };
  return (
    <dialog ref={element} role="dialog" aria-labelledby={id} className={`dialog ${wide ? 'wide' : ''} ${drawer ? 'drawer' : ''}`} data-testid={testid}
      onKeyDown={keys} onCancel={(event) => { if (event.target !== element.current) return; event.preventDefault(); leaving.leave(); }}
      onClose={(event) => { if (event.target === element.current) closed(); }}>
      <header><h2 id={id}>{title}</h2>
        {close && <button type="button" className="quiet-button" aria-label={t('form.close')} data-testid={`${testid}-close`} onClick={() => leaving.leave()}>✕</button>}
        {/* Behind the corner, on which the focus begins: the Enter that opened it prints nothing. */}
        {drawer && <button type="button" className="quiet-button drawer-print" data-testid={`${testid}-print`} onClick={() => window.print()}>{t('table.print')}</button>}
      </header>
      {asked > 0 && close && <AskToLeave asked={asked} leave={go} stay={stay} />}
      <div className="dialog-body"><LeavingOf value={leaving}>{children}</LeavingOf></div>
    </dialog>
  );
}

const holdsTyped = (forms: ReadonlySet<() => boolean>): boolean => [...forms].some((isDirty) => isDirty());

/** Who closes it, or goes back from a form in it, is asked when the form holds what nobody has saved. */
function useLeaving(close: (() => void) | undefined): { leaving: Leaving; loses: () => boolean; asked: number; go: () => void; stay: () => void } {
  const [asked, setAsked] = useState(0); // how often, until he stayed
  const forms = useRef(new Set<() => boolean>());
  const from = useRef<HTMLElement | null>(null);
  const to = useRef<() => void>(undefined);
  const shuts = useRef(close);
  shuts.current = close;
  const leaving = useMemo<Leaving>(() => ({
    watch: (isDirty) => {
      forms.current.add(isDirty);
      return () => void forms.current.delete(isDirty);
    },
    leave: (away) => {
      if (!shuts.current) return; // something runs: nobody leaves before it has ended
      to.current = away ?? shuts.current;
      if (!holdsTyped(forms.current)) return to.current();
      from.current ??= document.activeElement as HTMLElement | null;
      setAsked((times) => times + 1);
    },
  }), []);
  const answered = (): void => {
    setAsked(0);
    from.current = null;
  };
  const stay = (): void => {
    from.current?.focus();
    answered();
  };
  const go = (): void => {
    answered();
    to.current?.();
  };
  return { leaving, loses: () => holdsTyped(forms.current), asked, go, stay };
}

/** The focus stands where nothing is lost; Esc goes back to the form. */
export function AskToLeave({ asked, leave, stay }: { asked: number; leave: () => void; stay: () => void }) {
  const { t } = useWords();
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), [asked]);
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    stay();
  };
  return (
    <div className="note warning leave-ask" data-testid="leave-ask" onKeyDown={keys}>
      <p role="alert">{t('form.discard')}</p>
      <div className="drawer-tools">
        <button type="button" ref={back} className="primary-button" data-first="" data-testid="leave-stay" onClick={stay}>{t('form.go_on')}</button>
        <button type="button" className="plain-button" data-testid="leave-discard" onClick={leave}>{t('form.do_discard')}</button>
      </div>
    </div>
  );
}
