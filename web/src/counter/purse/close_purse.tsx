import { useState, type FormEvent } from 'react';
import { ProblemNote } from '../../form/problem_note';
import { SecondPerson } from '../../form/second_person';
import { useWords } from '../../words/words';
import type { TaskProps } from '../tasks/task';
import { useTaskSale } from '../tasks/use_task_sale';

const PHASES = ['begin', 'finish'] as const;

/** The card is emptied and proves it; then what came off is paid out, and account and card end. */
export function ClosePurse({ counter }: TaskProps) {
  const { t } = useWords();
  const account = counter.purse?.account;
  const [phase, setPhase] = useState<(typeof PHASES)[number]>(account?.state === 'closing' ? 'finish' : 'begin');
  const task = useTaskSale(counter, `/accounts/${account?.account}/purse/close`);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) void task.send({ phase });
  };
  // An emptied card has said all that it had to say, and may be lost since.
  const ready = counter.card !== null || phase === 'finish';
  if (task.approval !== null) return <SecondPerson asked={task.approval} approved={task.approved} cancel={task.later} withdrawn={task.withdrawn} />;
  return (
    <form className="task" onSubmit={submit} data-testid="purse-close">
      <ProblemNote problem={task.problem} />
      <ol className="phases">
        {PHASES.map((each) => (
          <li key={each} className={each === phase ? 'is-running' : ''}>
            <label className="radio-row">
              <input type="radio" name="purse-phase" checked={phase === each} onChange={() => setPhase(each)} data-testid={`purse-close-${each}`} autoFocus={phase === each} />
              <span><strong>{t(`purse.close_${each}`)}</strong><br /><span className="quiet">{t(`purse.close_${each}_how`)}</span></span>
            </label>
          </li>
        ))}
      </ol>
      {!ready && <p className="note warning">{t('counter.put_card_of', { name: counter.name })}</p>}
      <button type="submit" className="big-button" data-testid="purse-close-send" aria-disabled={!ready}>{t(`purse.close_do_${phase}`, { name: counter.name })}</button>
    </form>
  );
}
