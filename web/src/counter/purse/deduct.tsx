import { useState, type FormEvent } from 'react';
import { parseAmount } from '../../form/amount';
import { AmountInput } from '../../form/amount_input';
import { ReasonField } from '../../form/reason_field';
import { ProblemNote } from '../../form/problem_note';
import { SecondPerson } from '../../form/second_person';
import { useWords } from '../../words/words';
import type { TaskProps } from '../tasks/task';
import { useTaskSale } from '../tasks/use_task_sale';

/** Money off the card: the card proves it, then it is owed. */
export function Deduct({ counter }: TaskProps) {
  const { t, currency, money } = useWords();
  const task = useTaskSale(counter, `/accounts/${counter.purse?.account?.account}/purse/deduct`);
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const amount = parseAmount(typed, counter.digits);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (amount.ok && reason.trim() !== '') void task.send({ amount: amount.value, reason: reason.trim() });
  };
  if (task.approval !== null) return <SecondPerson asked={task.approval} approved={task.approved} cancel={task.later} withdrawn={task.withdrawn} />;
  return (
    <form className="task" onSubmit={submit} data-testid="purse-deduct">
      <ProblemNote problem={task.problem} />
      <p className="note">{t('purse.deduct_how')}</p>
      <AmountInput id="deduct-amount" label={t('purse.deduct_amount', { currency })} value={typed} change={setTyped} testid="deduct-amount" autoFocus
        error={tried && !amount.ok ? t('amount.empty') : undefined} />
      <ReasonField id="deduct-reason" label={t('word.reason')} value={reason} change={setReason} testid="deduct-reason" error={tried && reason.trim() === '' ? t('form.must_fill') : undefined} />
      <button type="submit" className="big-button" data-testid="deduct-send">
        {amount.ok ? t('purse.deduct_do', { amount: money(amount.value), name: counter.name }) : t('counter.task.purse_deduct')}
      </button>
    </form>
  );
}
