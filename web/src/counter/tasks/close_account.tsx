import { type FormEvent, useState } from 'react';
import { ProblemNote } from '../../form/problem_note';
import { SecondPerson } from '../../form/second_person';
import { useWords } from '../../words/words';
import { onTheLine } from '../state';
import { missing, NOTHING, refundBody, type Refund } from './closing';
import { EndDebt } from './end_debt';
import { Check, RefundFields } from './refund_fields';
import type { TaskProps } from './task';
import { useTaskSale } from './use_task_sale';

/** Two visits: card or line bring the closing instruction to the meter; then the meter says what it gave up, and that finds its owner. A meter that
 *  cannot speak any more is told by two people, without the first. */
export function CloseAccount({ counter }: TaskProps) {
  const words = useWords();
  const { t } = words;
  const [phase, setPhase] = useState<'order' | 'refund'>(counter.account?.state === 'closing' ? 'refund' : 'order');
  const [withDebt, setWithDebt] = useState(false);
  const [refund, setRefund] = useState<Refund>(NOTHING);
  const [tried, setTried] = useState(false);
  const task = useTaskSale(counter, `/accounts/${counter.account?.number}/close`);
  const byLink = !counter.card && onTheLine(counter.account);
  const ready = phase === 'refund' || Boolean(counter.card) || byLink;
  const statement = counter.card?.statement;
  const unit = statement?.unit ?? 'money';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!ready) return;
    if (phase === 'order') return void task.send({ phase, ...(withDebt ? { with_debt: true } : {}), ...(byLink ? { carrier: 'link' } : {}) });
    setTried(true);
    if (missing(refund).length === 0) void task.send(refundBody(refund, unit === 'money' ? counter.digits : null));
  };
  if (task.approval !== null) return <SecondPerson asked={task.approval} approved={task.approved} cancel={task.later} withdrawn={task.withdrawn} />;
  const owes = task.problem?.code === 'account_in_debt';
  const name = counter.account?.customer.name ?? '';
  const remaining = statement?.last_applied === 'closing' ? statement.surrendered : statement?.remaining; // it gives up nothing before it is closed
  return (
    <>
    <form className="task" onSubmit={submit} data-testid="close-account">
      <ProblemNote problem={task.problem} />
      {remaining && <p className="note" data-testid="close-meter-says">{t('close.meter_says', { amount: words.credit(remaining, unit) })}</p>}
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
      {phase === 'order' && (owes || withDebt) && <Check testid="close-with-debt" on={withDebt} change={setWithDebt} label={t('close.with_debt')} />}
      {phase === 'refund' && (
        <RefundFields refund={refund} change={(part) => setRefund((old) => ({ ...old, ...part }))} tried={tried} unit={unit} owes={owes} mayHaveArrived={task.problem?.code === 'sale_may_have_arrived'} />
      )}
      {!ready && <p className="note warning">{t('counter.put_card_of', { name })}</p>}
      <button type="submit" className="big-button" data-testid="close-send" aria-disabled={!ready}>{t(byLink && phase === 'order' ? 'close.do_order_by_link' : `close.do_${phase}`, { name })}</button>
    </form>
    {owes && phase === 'refund' && <EndDebt counter={counter} />}
    </>
  );
}
