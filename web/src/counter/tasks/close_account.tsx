import { type FormEvent, useState } from 'react';
import { ProblemNote } from '../../form/problem_note';
import { SecondPerson } from '../../form/second_person';
import { useWords } from '../../words/words';
import { onTheLine } from '../state';
import { EndDebt } from './end_debt';
import type { TaskProps } from './task';
import { useTaskSale } from './use_task_sale';

/** Two phases: card or line bring the closing instruction to the meter; then the meter says what it gave up and that is paid. */
export function CloseAccount({ counter }: TaskProps) {
  const words = useWords();
  const { t } = words;
  const closing = counter.account?.state === 'closing';
  const [phase, setPhase] = useState<'order' | 'refund'>(closing ? 'refund' : 'order');
  const [withDebt, setWithDebt] = useState(false);
  const task = useTaskSale(counter, `/accounts/${counter.account?.number}/close`);
  const byLink = !counter.card && onTheLine(counter.account);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (counter.card || byLink) void task.send({ phase, ...(phase === 'order' && withDebt ? { with_debt: true } : {}), ...(byLink && phase === 'order' ? { carrier: 'link' } : {}) });
  };
  if (task.approval !== null) return <SecondPerson number={task.approval} approved={task.approved} cancel={task.later} />;
  const owes = task.problem?.code === 'account_in_debt';
  const name = counter.account?.customer.name ?? '';
  const remaining = counter.card?.statement?.surrendered ?? counter.card?.statement?.remaining;
  return (
    <>
    <form className="task" onSubmit={submit} data-testid="close-account">
      <ProblemNote problem={task.problem} />
      <ol className="phases">
        {(['order', 'refund'] as const).map((each) => (
          <li key={each} className={each === phase ? 'is-running' : ''}>
            <label className="radio-row">
              <input type="radio" name="phase" checked={phase === each} onChange={() => setPhase(each)} data-testid={`close-${each}`} />
              <span><strong>{t(`close.${each}`)}</strong><br /><span className="quiet">{t(byLink ? `close.${each}_by_link` : `close.${each}_how`)}</span></span>
            </label>
          </li>
        ))}
      </ol>
      {phase === 'order' && (owes || withDebt) && (
        <label className="radio-row">
          <input type="checkbox" checked={withDebt} onChange={(event) => setWithDebt(event.target.checked)} data-testid="close-with-debt" />
          <span>{t('close.with_debt')}</span>
        </label>
      )}
      {remaining && <p className="note">{t('close.meter_says', { amount: words.credit(remaining, counter.card?.statement?.unit) })}</p>}
      {!counter.card && !byLink && <p className="note warning">{t('counter.put_card_of', { name })}</p>}
      <button type="submit" className="big-button" data-testid="close-send" aria-disabled={!counter.card && !byLink}>{t(byLink && phase === 'order' ? 'close.do_order_by_link' : `close.do_${phase}`, { name })}</button>
    </form>
    {owes && phase === 'refund' && <EndDebt counter={counter} />}
    </>
  );
}
