import { useState, type FormEvent } from 'react';
import type { Answers } from '../../api/described';
import { post } from '../../api/client';
import type { Decimal } from '../../api/types';
import { parseAmount } from '../../form/amount';
import { AmountInput } from '../../form/amount_input';
import { ReasonField } from '../../form/reason_field';
import { ProblemNote } from '../../form/problem_note';
import { SecondPerson } from '../../form/second_person';
import { may } from '../../shell/permissions';
import { useWords } from '../../words/words';
import type { TaskProps } from '../tasks/task';
import { useTaskSale } from '../tasks/use_task_sale';

type Settled = Answers['postPursesSettleHung'];

/** A card that a pump has locked: it pays with the pump's record when that has come home, else two persons free it. */
export function GreyPurse(props: TaskProps) {
  const { t, localTime } = useWords();
  const lock = props.counter.purse?.look?.lock;
  if (!lock) return null;
  return (
    <div className="task" data-testid="purse-grey-task">
      <p className="note">{t('purse.locked_by', { well: lock.well ?? lock.terminal, since: lock.since ? localTime(lock.since) : '—' })}</p>
      {lock.amount ? <WithRecord {...props} amount={lock.amount} /> : <WithoutRecord {...props} />}
    </div>
  );
}

function WithRecord({ counter, amount }: TaskProps & { amount: Decimal }) {
  const { t, money } = useWords();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [settled, setSettled] = useState<Settled | null>(null);
  const settle = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      setSettled(await post<Settled>('/purses/settle-hung', { card_session: counter.card?.session }));
    } catch (why) {
      setProblem(why);
    }
    setBusy(false);
  };
  const leave = async (): Promise<void> => {
    await counter.purse?.lookNow();
    counter.setTask(null);
  };
  if (settled) {
    return (
      <>
        <p className="band-word" role="status" data-testid="purse-hung-settled">{t('purse.settled_hung', { amount: money(settled.amount), balance: money(settled.balance) })}</p>
        <button type="button" className="big-button" data-testid="purse-hung-leave" onClick={() => void leave()}>{t('form.done')}</button>
      </>
    );
  }
  return (
    <>
      <ProblemNote problem={problem} />
      <button type="button" className="big-button" data-testid="purse-hung-settle" aria-disabled={busy} onClick={() => void settle()}>{t('purse.settle_hung', { amount: money(amount) })}</button>
    </>
  );
}

function WithoutRecord({ counter }: TaskProps) {
  const { t } = useWords();
  const task = useTaskSale(counter, `/accounts/${counter.purse?.account?.account}/purse/release`);
  const [typed, setTyped] = useState('0');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const nothing = /^0*([.,]0*)?$/.test(typed.trim());
  const amount = parseAmount(typed, counter.digits);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if ((nothing || amount.ok) && reason.trim() !== '') void task.send({ amount: amount.ok && !nothing ? amount.value : '0', reason: reason.trim() });
  };
  if (!may(counter.session, 'release_lock')) return <p className="note">{t('purse.record_missing')}</p>;
  if (task.approval !== null) return <SecondPerson asked={task.approval} approved={task.approved} cancel={task.later} withdrawn={task.withdrawn} />;
  return (
    <form onSubmit={submit} data-testid="purse-release">
      <ProblemNote problem={task.problem} />
      <p className="note">{t('purse.record_missing')}</p>
      <AmountInput id="release-amount" label={t('purse.used')} value={typed} change={setTyped} testid="release-amount" autoFocus error={tried && !nothing && !amount.ok ? t('amount.empty') : undefined} />
      <ReasonField id="release-reason" label={t('word.reason')} value={reason} change={setReason} testid="release-reason" error={tried && reason.trim() === '' ? t('form.must_fill') : undefined} />
      <button type="submit" className="big-button" data-testid="release-send">{t('purse.release')}</button>
    </form>
  );
}
