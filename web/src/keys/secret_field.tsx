import { forwardRef, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useWords } from '../words/words';
import { DIGITS, filledGroups, GROUP, hasForeign, hexDigits } from './component';

/** What a page may do with a secret that stands in a field: take it once, or throw it away. */
export interface Secret {
  value: () => string;
  clear: () => void;
  focus: () => void;
}

interface Props {
  id: string;
  label: string;
  testid: string;
  error?: string;
  count: (digits: number) => void;
}

/**
 * Masked field for a component. The digits stay in the field itself: the page's state knows only how many they are, so that
 * nothing of a component outlives the field or shows up in what the console remembers.
 */
export const SecretField = forwardRef<Secret, Props>(function SecretField({ id, label, testid, error, count }, own) {
  const { t } = useWords();
  const field = useRef<HTMLInputElement>(null);
  const [digits, setDigits] = useState(0);
  const [foreign, setForeign] = useState(false);
  const become = (typed: string): void => {
    const input = field.current!;
    const kept = hexDigits(typed);
    setForeign(hasForeign(typed));
    if (input.value !== kept) input.value = kept;
    setDigits(kept.length);
    count(kept.length);
  };
  const clear = (): void => { if (field.current) become(''); };
  useImperativeHandle(own, () => ({ value: () => field.current?.value ?? '', clear, focus: () => field.current?.focus() }));
  return (
    <div className={`field secret ${error ? 'has-error' : ''}`}>
      <div className="field-head">
        <label htmlFor={id}>{label}</label>
        <span className="small quiet" id={`${id}-count`} data-testid={`${testid}-count`} data-digits={digits}>{t('component.count', { digits, all: DIGITS })}</span>
      </div>
      <input id={id} ref={field} data-testid={testid} className="text-input secret-input" type="password" autoComplete="off" autoCapitalize="off" spellCheck={false} data-lpignore="true" data-1p-ignore
        aria-invalid={error || foreign ? true : undefined} aria-describedby={`${id}-count ${error ? `${id}-error` : ''} ${foreign ? `${id}-foreign` : ''}`.trim()} onChange={(event) => become(event.target.value)} />
      <p className="digit-groups" aria-hidden="true">
        {filledGroups(digits).map((filled, group) => <span key={group} className={filled === GROUP ? 'full' : ''}>{Array.from({ length: GROUP }, (_, at) => <i key={at} className={at < filled ? 'there' : ''} />)}</span>)}
      </p>
      {foreign && <p className="field-error" role="status" id={`${id}-foreign`}>{t('component.foreign')}</p>}
      {error && <p className="field-error" id={`${id}-error`} role="alert">{error}</p>}
    </div>
  );
});

/** Secrets do not stay on a screen that somebody has left: another window, another tab, another page – or, with `idleMs`, no key pressed for so long. */
export function useForgetting(forget: () => void, idleMs?: number): void {
  const act = useRef(forget);
  act.current = forget;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const left = (): void => act.current();
    const hidden = (): void => { if (document.visibilityState === 'hidden') act.current(); };
    const typed = (): void => {
      clearTimeout(timer);
      if (idleMs) timer = setTimeout(left, idleMs);
    };
    window.addEventListener('blur', left);
    window.addEventListener('pagehide', left);
    window.addEventListener('input', typed);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('blur', left);
      window.removeEventListener('pagehide', left);
      window.removeEventListener('input', typed);
      document.removeEventListener('visibilitychange', hidden);
      act.current();
    };
  }, [idleMs]);
}
