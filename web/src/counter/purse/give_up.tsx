import { useState, type FormEvent } from 'react';
import { ProblemNote } from '../../form/problem_note';
import { ReasonField } from '../../form/reason_field';
import { SecondPerson } from '../../form/second_person';
import { useWords } from '../../words/words';
import type { TaskProps } from '../tasks/task';
import { useTaskSale } from '../tasks/use_task_sale';

/** The making of his card broke off, and the blank card is gone: what was paid for it is owed. */
export function GiveUp({ counter }: TaskProps) {
  const { t } = useWords();
  const task = useTaskSale(counter, `/accounts/${counter.purse?.account?.account}/purse/give-up`);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (reason.trim() !== '') void task.send({ reason: reason.trim() });
  };
  if (task.approval !== null) return <SecondPerson asked={task.approval} approved={task.approved} cancel={task.later} withdrawn={task.withdrawn} />;
  return (
    <form className="task" onSubmit={submit} data-testid="purse-give-up">
      <ProblemNote problem={task.problem} />
      <p className="note">{t('purse.give_up_how')}</p>
      <ReasonField id="give-up-reason" label={t('word.reason')} value={reason} change={setReason} testid="give-up-reason" autoFocus error={tried && reason.trim() === '' ? t('form.must_fill') : undefined} />
      <button type="submit" className="big-button" data-testid="give-up-send">{t('purse.give_up_do', { name: counter.name })}</button>
    </form>
  );
}
