import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Link } from 'react-router';
import { remove } from '../api/client';
import { useSession } from '../api/hooks';
import { useWords } from '../words/words';
import { atKeyOffice } from './permissions';
import { SchemeChoice } from './scheme_choice';

/** Own name: password, lock, sign out. */
export function OperatorMenu({ lock }: { lock: () => void }) {
  const { t, first } = useWords();
  const session = useSession().data;
  const cache = useQueryClient();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    box.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const outside = (event: MouseEvent): void => { if (!box.current?.contains(event.target as Node)) setOpen(false); };
    document.addEventListener('mousedown', outside);
    return () => document.removeEventListener('mousedown', outside);
  }, [open]);
  const keys = (event: KeyboardEvent): void => {
    const items = [...(box.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    if (event.key === 'ArrowDown') items[(at + 1) % items.length]?.focus();
    else if (event.key === 'ArrowUp') items[(at + items.length - 1) % items.length]?.focus();
    else if (event.key === 'Escape' && open) {
      setOpen(false);
      box.current?.querySelector<HTMLElement>('button')?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const signOut = async (): Promise<void> => {
    await remove('/session').catch(() => undefined);
    cache.setQueryData(['session'], { ...session, signed_in: false, operator: null, left: true });
    await cache.invalidateQueries({ queryKey: ['session'] });
  };
  const operator = session?.operator;
  return (
    <div className="operator" ref={box} onKeyDown={keys}>
      <button type="button" aria-haspopup="menu" aria-expanded={open} data-testid="operator-menu" onClick={() => setOpen(!open)}>{operator?.full_name || operator?.name} ▾</button>
      {open && (
        <div role="menu" className="menu" aria-label={t('operator.menu')}>
          <p className="menu-head">{operator?.name} · {(operator?.roles ?? []).map((role) => first([`role.${role}`], role)).join(', ')}</p>
          <Link role="menuitem" to="/password" data-testid="menu-password" onClick={() => setOpen(false)}>{t('operator.password')}</Link>
          {!atKeyOffice(session) && <Link role="menuitem" to="/second-factor" data-testid="menu-second-factor" onClick={() => setOpen(false)}>{t('operator.second_factor')}</Link>}
          {!atKeyOffice(session) && <Link role="menuitem" to="/own-mail" data-testid="menu-own-mail" onClick={() => setOpen(false)}>{t('operator.own_mail')}</Link>}
          <Link role="menuitem" to="/own-sessions" data-testid="menu-own-sessions" onClick={() => setOpen(false)}>{t('operator.own_sessions')}</Link>
          <Link role="menuitem" to={atKeyOffice(session) ? '/keys/about' : '/office/about'} data-testid="menu-about" onClick={() => setOpen(false)}>{t('page.about')}</Link>
          <SchemeChoice />
          <button role="menuitem" type="button" data-testid="menu-lock" onClick={() => { setOpen(false); lock(); }}>{t('operator.lock')}</button>
          <button role="menuitem" type="button" data-testid="menu-sign-out" onClick={() => void signOut()}>{t('operator.sign_out')}</button>
        </div>
      )}
    </div>
  );
}
