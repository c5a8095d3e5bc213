import { useState, type FormEvent } from 'react';
import { SelectField } from '../../form/fields';
import { ProblemNote } from '../../form/problem_note';
import { SecondPerson } from '../../form/second_person';
import { useWords } from '../../words/words';
import { PumpToolCard } from './pump_tool_card';
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
  if (kind === 'pump') {
    return (
      <>
        <KindOfCard kind={kind} change={setKind} />
        <PumpToolCard counter={counter} />
      </>
    );
  }
  if (task.approval !== null) return <SecondPerson number={task.approval} approved={task.approved} cancel={task.later} />;
  return (
    <form className="task" onSubmit={submit} data-testid="issue-card">
      <ProblemNote problem={task.problem} />
      <KindOfCard kind={kind} change={setKind} />
      <p className="note">{t(`issue_card.${kind}`)}</p>
      {!counter.card && <p className="note warning">{t('counter.put_blank')}</p>}
      <button type="submit" className="big-button" data-testid="issue-send" aria-disabled={!counter.card}>{t('issue_card.write')}</button>
    </form>
  );
}

function KindOfCard({ kind, change }: { kind: string; change: (kind: string) => void }) {
  const { t } = useWords();
  return (
    <SelectField id="issue-kind" label={t('word.kind')} value={kind} change={change} testid="issue-kind"
      choices={['preset', 'clear', 'pump'].map((value) => ({ value, label: t(`card_kind.${value}`) }))} />
  );
}
