import type { FormEvent } from 'react';
import { ProblemNote } from '../../form/problem_note';
import { SecondPerson } from '../../form/second_person';
import { useWords } from '../../words/words';
import type { TaskProps } from '../tasks/task';
import { useTaskSale } from '../tasks/use_task_sale';

/** What a lost card held comes onto the new one, once, by two persons. */
export function PayOver({ counter }: TaskProps) {
  const { t, money } = useWords();
  const account = counter.purse?.account;
  const task = useTaskSale(counter, `/accounts/${account?.account}/purse/pay-over`);
  const amount = money(account?.waiting?.next);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (counter.card) void task.send({});
  };
  if (task.approval !== null) return <SecondPerson asked={task.approval} approved={task.approved} cancel={task.later} withdrawn={task.withdrawn} />;
  return (
    <form className="task" onSubmit={submit} data-testid="purse-pay-over">
      <ProblemNote problem={task.problem} />
      <p className="note">{t('purse.pay_over_how', { amount })}</p>
      <button type="submit" className="big-button" data-testid="pay-over-send" autoFocus aria-disabled={!counter.card}>{t('purse.pay_over_do', { amount, name: counter.name })}</button>
    </form>
  );
}
