import { useState, type FormEvent } from 'react';
import { parseAmount } from '../../form/amount';
import { AmountInput } from '../../form/amount_input';
import { ProblemNote } from '../../form/problem_note';
import { SecondPerson } from '../../form/second_person';
import { useWords } from '../../words/words';
import type { TaskProps } from '../tasks/task';
import { useTaskSale } from '../tasks/use_task_sale';

/** What came off the card goes out of the drawer. */
export function PayOut({ counter }: TaskProps) {
  const { t, currency, money } = useWords();
  const account = counter.purse?.account;
  const task = useTaskSale(counter, `/accounts/${account?.account}/purse/pay-out`);
  const [typed, setTyped] = useState(account?.owed ?? '');
  const [tried, setTried] = useState(false);
  const amount = parseAmount(typed, counter.digits);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (amount.ok) void task.send({ amount: amount.value });
  };
  if (task.approval !== null) return <SecondPerson asked={task.approval} approved={task.approved} cancel={task.later} withdrawn={task.withdrawn} />;
  return (
    <form className="task" onSubmit={submit} data-testid="purse-pay-out">
      <ProblemNote problem={task.problem} />
      <p className="note">{t('purse.owed_now', { amount: money(account?.owed) })}</p>
      <AmountInput id="pay-out-amount" label={t('purse.pay_out_amount', { currency })} value={typed} change={setTyped} testid="pay-out-amount" autoFocus
        error={tried && !amount.ok ? t('amount.empty') : undefined} />
      <button type="submit" className="big-button" data-testid="pay-out-send">
        {amount.ok ? t('purse.pay_out_do', { amount: money(amount.value), name: counter.name }) : t('counter.task.purse_pay_out')}
      </button>
    </form>
  );
}
