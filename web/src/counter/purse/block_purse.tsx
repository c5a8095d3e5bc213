import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { post } from '../../api/client';
import type { Decimal } from '../../api/types';
import { ReasonField } from '../../form/reason_field';
import { ProblemNote } from '../../form/problem_note';
import { useWords } from '../../words/words';
import type { TaskProps } from '../tasks/task';

/** A lost or broken card: blocked at once, what it held waits. */
export function BlockPurse({ counter }: TaskProps) {
  const { t, money } = useWords();
  const cache = useQueryClient();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [blocked, setBlocked] = useState<{ waiting: Decimal } | null>(null);
  const account = counter.purse?.account?.account;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!account || busy || reason.trim() === '') return;
    setBusy(true);
    setProblem(null);
    try {
      setBlocked(await post<{ waiting: Decimal }>(`/accounts/${account}/purse/block`, { reason: reason.trim() }));
      for (const what of ['purse', 'list', 'shift']) void cache.invalidateQueries({ queryKey: [what] });
    } catch (why) {
      setProblem(why);
    }
    setBusy(false);
  };
  if (blocked) {
    return (
      <div className="task" data-testid="purse-blocked">
        <p className="band-word" role="status">{t('purse.blocked', { name: counter.name })}</p>
        <p className="note">{t('purse.blocked_waits', { amount: money(blocked.waiting) })}</p>
        <button type="button" className="big-button" data-testid="purse-blocked-leave" onClick={() => counter.setTask(null)}>{t('form.done')}</button>
      </div>
    );
  }
  return (
    <form className="task" onSubmit={(event) => void submit(event)} data-testid="purse-block">
      <ProblemNote problem={problem} />
      <p className="note">{t('purse.block_how')}</p>
      <ReasonField id="block-reason" label={t('word.reason')} value={reason} change={setReason} testid="block-reason" autoFocus error={tried && reason.trim() === '' ? t('form.must_fill') : undefined} />
      <button type="submit" className="big-button" data-testid="block-send" aria-disabled={busy}>{t('purse.block_do', { name: counter.name })}</button>
    </form>
  );
}
