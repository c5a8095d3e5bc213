import { type FormEvent, useState } from 'react';
import { ProblemNote } from '../../form/problem_note';
import { SecondPerson } from '../../form/second_person';
import { may } from '../../shell/permissions';
import { useWords } from '../../words/words';
import type { TaskProps } from './task';
import { useTaskSale } from './use_task_sale';

/** What is owed keeps an account open: it becomes a claim, or two persons write it off. Paying it is the counter's own work. */
export function EndDebt({ counter }: Pick<TaskProps, 'counter'>) {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const claim = useTaskSale(counter, `/accounts/${counter.account?.number}/claim`);
  const writeOff = useTaskSale(counter, `/accounts/${counter.account?.number}/write-off`);
  const asked = [claim, writeOff].find((each) => each.approval !== null);
  if (asked?.approval) return <SecondPerson asked={asked.approval} approved={asked.approved} cancel={asked.later} withdrawn={asked.withdrawn} />;
  const submit = (event: FormEvent): void => event.preventDefault();
  return (
    <form className="task" onSubmit={submit} data-testid="end-debt">
      <ProblemNote problem={claim.problem ?? writeOff.problem} />
      <label htmlFor="debt-reason">{t('debt.reason')}</label>
      <input id="debt-reason" value={reason} onChange={(event) => setReason(event.target.value)} data-testid="debt-reason" />
      {may(counter.session, 'claim_debt') && (
        <button type="button" className="big-button plain" data-testid="debt-claim" onClick={() => void claim.send({ reason })}>{t('debt.claim')}</button>
      )}
      {may(counter.session, 'write_off') && (
        <button type="button" className="big-button plain" data-testid="debt-write-off" onClick={() => void writeOff.send({ reason })}>{t('debt.write_off')}</button>
      )}
    </form>
  );
}
