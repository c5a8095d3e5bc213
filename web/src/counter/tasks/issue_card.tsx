import { useState, type FormEvent } from 'react';
import { SelectField } from '../../form/fields';
import { ProblemNote } from '../../form/problem_note';
import { SecondPerson } from '../../form/second_person';
import { useWords } from '../../words/words';
import type { TaskProps } from './task';
import { useTaskSale } from './use_task_sale';

/** Service cards: preset (parameters) and clear. */
export function IssueCard({ counter }: TaskProps) {
  const { t } = useWords();
  const [kind, setKind] = useState('preset');
  const task = useTaskSale(counter, '/cards/issue');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (counter.card) void task.send({ kind });
  };
  if (task.approval !== null) return <SecondPerson number={task.approval} approved={task.approved} cancel={task.later} />;
  return (
    <form className="task" onSubmit={submit} data-testid="issue-card">
      <ProblemNote problem={task.problem} />
      <SelectField id="issue-kind" label={t('word.kind')} value={kind} change={setKind} testid="issue-kind"
        choices={['preset', 'clear'].map((value) => ({ value, label: t(`card_kind.${value}`) }))} />
      <p className="note">{t(`issue_card.${kind}`)}</p>
      {!counter.card && <p className="note warning">{t('counter.put_blank')}</p>}
      <button type="submit" className="big-button" data-testid="issue-send" aria-disabled={!counter.card}>{t('issue_card.write')}</button>
    </form>
  );
}
