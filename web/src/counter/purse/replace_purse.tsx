import { useState, type FormEvent } from 'react';
import { isZero } from '../../form/amount';
import { ProblemNote } from '../../form/problem_note';
import { SecondPerson } from '../../form/second_person';
import { useWords } from '../../words/words';
import type { TaskProps } from '../tasks/task';
import { useTaskSale } from '../tasks/use_task_sale';
import { PaidOtherwise } from '../tender_fields';
import { payingBody, type TenderLine } from '../tenders';
import { canBecomePurse } from './purse';

/** The next card after a blocked one, empty: what the lost one held is paid over to it later. */
export function ReplacePurse({ counter }: TaskProps) {
  const { t, money } = useWords();
  const [tenders, setTenders] = useState<TenderLine[]>([]);
  const fee = counter.session?.utility?.card_fee;
  const task = useTaskSale(counter, `/accounts/${counter.purse?.account?.account}/purse/replace-card`);
  const ready = canBecomePurse(counter.card);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) void task.send(payingBody(tenders, '', counter.digits));
  };
  if (task.approval !== null) return <SecondPerson asked={task.approval} approved={task.approved} cancel={task.later} withdrawn={task.withdrawn} />;
  return (
    <form className="task" onSubmit={submit} data-testid="purse-replace">
      <ProblemNote problem={task.problem} />
      <p className="note">{t('purse.replace_how')}</p>
      {fee && !isZero(fee) && <p className="note">{t('purse.replace_fee', { amount: money(fee) })}</p>}
      {fee && !isZero(fee) && <PaidOtherwise lines={tenders} change={setTenders} due={fee} digits={counter.digits} />}
      {!ready && <p className="note warning">{t('counter.put_blank')}</p>}
      <button type="submit" className="big-button" data-testid="purse-replace-send" autoFocus aria-disabled={!ready}>{t('purse.replace_do', { name: counter.name })}</button>
    </form>
  );
}
