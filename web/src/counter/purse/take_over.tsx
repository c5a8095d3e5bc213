import { useState, type FormEvent } from 'react';
import { ProblemNote } from '../../form/problem_note';
import { ReasonField } from '../../form/reason_field';
import { SecondPerson } from '../../form/second_person';
import { useWords } from '../../words/words';
import type { TaskProps } from '../tasks/task';
import { useTaskSale } from '../tasks/use_task_sale';

/** His card has moved in hours that the books lost: what it proves is taken over, by two persons. The numbers stand in what the second one agrees to. */
export function TakeOver({ counter }: TaskProps) {
  const { t } = useWords();
  const task = useTaskSale(counter, `/accounts/${counter.purse?.account?.account}/purse/take-over`);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (reason.trim() !== '') void task.send({ reason: reason.trim() });
  };
  if (task.approval !== null) return <SecondPerson asked={task.approval} approved={task.approved} cancel={task.later} />;
  return (
    <form className="task" onSubmit={submit} data-testid="purse-take-over">
      <ProblemNote problem={task.problem} />
      <p className="note">{t('purse.take_over_how')}</p>
      <ReasonField id="take-over-reason" label={t('word.reason')} value={reason} change={setReason} testid="take-over-reason" autoFocus error={tried && reason.trim() === '' ? t('form.must_fill') : undefined} />
      <button type="submit" className="big-button" data-testid="take-over-send">{t('purse.take_over_do', { name: counter.name })}</button>
    </form>
  );
}
