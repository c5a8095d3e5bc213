import { useState, type FormEvent } from 'react';
import { ProblemNote } from '../../form/problem_note';
import { ReasonField } from '../../form/reason_field';
import { SecondPerson } from '../../form/second_person';
import { useWords } from '../../words/words';
import type { TaskProps } from '../tasks/task';
import { useTaskSale } from '../tasks/use_task_sale';

/** What became of the money that a lost card held, where the server asks it. */
type Rest = '' | 'paid_over' | 'waits';

/** His card has moved in hours that the books lost: what it proves is taken over, by two persons. The numbers stand in what the second one agrees to. */
export function TakeOver({ counter }: TaskProps) {
  const { t } = useWords();
  const task = useTaskSale(counter, `/accounts/${counter.purse?.account?.account}/purse/take-over`);
  const [reason, setReason] = useState('');
  const [rest, setRest] = useState<Rest>('');
  const [tried, setTried] = useState(false);
  const asked = rest !== '' || task.problem?.body.code === 'rest_not_said';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (reason.trim() !== '' && (rest !== '' || !asked)) void task.send({ reason: reason.trim(), ...(rest === '' ? {} : { lost_card: rest }) });
  };
  if (task.approval !== null) return <SecondPerson asked={task.approval} approved={task.approved} cancel={task.later} withdrawn={task.withdrawn} />;
  return (
    <form className="task" onSubmit={submit} data-testid="purse-take-over">
      <ProblemNote problem={task.problem} />
      <p className="note">{t('purse.take_over_how')}</p>
      <ReasonField id="take-over-reason" label={t('word.reason')} value={reason} change={setReason} testid="take-over-reason" autoFocus error={tried && reason.trim() === '' ? t('form.must_fill') : undefined} />
      {asked && (
        <fieldset data-testid="take-over-rest">
          <legend>{t('purse.take_over_rest')}</legend>
          {(['paid_over', 'waits'] as const).map((each) => (
            <label key={each} className="radio-row"><input type="radio" name="take-over-rest" checked={rest === each} onChange={() => setRest(each)} data-testid={`take-over-rest-${each}`} /><span>{t(`lost_rest.${each}`)}</span></label>
          ))}
          {rest === '' && <p className="field-error">{t('form.must_choose')}</p>}
        </fieldset>
      )}
      <button type="submit" className="big-button" data-testid="take-over-send">{t('purse.take_over_do', { name: counter.name })}</button>
    </form>
  );
}
