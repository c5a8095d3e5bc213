import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { post, remove } from '../api/client';
import { takeSession } from '../api/hooks';
import type { Session } from '../api/types';
import { focusEmpty } from '../form/focus_first';
import { useProof } from '../form/proof';
import { giveUpUnsaved } from '../form/unsaved';
import { ProblemNote } from '../form/problem_note';
import { useWords } from '../words/words';
import { Dialog } from './dialog';

interface Props { name: string; expired: boolean; unlocked: () => void }

/** Over everything after idle time or when the session has ended; in both cases the server knows nobody here. The page stays underneath with all that was typed. */
export function LockDialog({ name, expired, unlocked }: Props) {
  const { t } = useWords();
  const cache = useQueryClient();
  const proof = useProof('lock', { own: true, autoFocus: true });
  const [problem, setProblem] = useState<unknown>(null);
  const resume = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (focusEmpty(event.currentTarget)) return;
    try {
      const session = await post<Session>('/session', proof.sent({ name }));
      await takeSession(cache, session);
      void cache.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }); // what was asked meanwhile was refused
      unlocked();
    } catch (reason) {
      setProblem(proof.hear(reason));
    }
  };
  const leave = async (): Promise<void> => {
    await remove('/session').catch(() => undefined);
    giveUpUnsaved();
    location.assign('/sign-in');
  };
  return (
    <Dialog title={expired ? t('lock.expired') : t('lock.title')} testid="lock-dialog">
      <form onSubmit={(event) => void resume(event)} className="form" data-why={expired ? 'expired' : 'left'}>
        <p>{t('lock.why', { name })}</p>
        <ProblemNote problem={problem} />
        {proof.fields}
        <div className="form-actions">
          <button type="submit" className="primary-button" data-testid="lock-resume">{t('lock.resume')}</button>
          <button type="button" className="plain-button" data-testid="lock-leave" onClick={() => void leave()}>{t('lock.other')}</button>
        </div>
      </form>
    </Dialog>
  );
}
