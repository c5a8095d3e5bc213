import { useState, type FormEvent } from 'react';
import type { SaleRow } from '../../api/types';
import { amountText } from '../../form/amount';
import { AmountInput } from '../../form/amount_input';
import { ReasonField } from '../../form/reason_field';
import { ProblemNote } from '../../form/problem_note';
import { SecondPerson } from '../../form/second_person';
import { TagOf } from '../../shell/marks';
import { useWords } from '../../words/words';
import { onTheLine } from '../state';
import type { TaskProps } from './task';
import { useTaskSale } from './use_task_sale';

/** Takes back what is under way: a void of the same number is carried, and the meter's next statement decides. */
export function TakeBack({ counter }: TaskProps) {
  const words = useWords();
  const { t } = words;
  const open = (counter.account?.last_sales ?? []).filter((sale) => ['booked', 'carried', 'in_doubt'].includes(sale.state) || isPaid(sale));
  const [chosen, setChosen] = useState<string>(counter.card?.unread?.sale ?? open[0]?.number ?? '');
  const [reason, setReason] = useState('');
  const [amount, setAmount] = useState('');
  const [tried, setTried] = useState(false);
  const sale = open.find((each) => each.number === chosen);
  const paid = sale !== undefined && isPaid(sale);
  const task = useTaskSale(counter, `/${paid ? 'payments' : 'sales'}/${encodeURIComponent(chosen)}/take-back`);
  const part = paid ? '' : amountText(amount, counter.digits);
  const byLink = !paid && !counter.card && onTheLine(counter.account);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (chosen !== '' && reason.trim() !== '') void task.send({ reason: reason.trim(), ...(part !== '' ? { amount: part } : {}), ...(byLink ? { carrier: 'link' } : {}) });
  };
  if (task.approval !== null) return <SecondPerson asked={task.approval} approved={task.approved} cancel={task.later} withdrawn={task.withdrawn} />;
  if (open.length === 0) {
    return (
      <div className="task">
        <p className="panel-quiet" data-testid="take-back-nothing">{t('take_back.nothing')}</p>
        <div className="band-actions"><button type="button" className="big-button plain" data-testid="take-back-leave" onClick={() => counter.setTask(null)}>{t('form.back')}</button></div>
      </div>
    );
  }
  return (
    <form className="task" onSubmit={submit} data-testid="take-back">
      <ProblemNote problem={task.problem} />
      <fieldset className="field">
        <legend>{t('take_back.which')}</legend>
        {open.map((each) => <SaleChoice key={each.number} sale={each} chosen={chosen === each.number} choose={() => setChosen(each.number)} />)}
      </fieldset>
      <ReasonField id="take-back-reason" label={t('word.reason')} value={reason} change={setReason} testid="take-back-reason" autoFocus
        error={tried && reason.trim() === '' ? t('form.must_fill') : undefined} />
      {!paid && <AmountInput id="take-back-amount" label={t('take_back.part')} value={amount} change={setAmount} testid="take-back-amount" />}
      <p className="note">{t(paid ? 'balance.hand_back_how' : byLink ? 'take_back.how_line' : 'take_back.how')}</p>
      <button type="submit" className="big-button" data-testid="take-back-send">{t('take_back.do', { amount: part !== '' ? words.money(part) : words.money(sale?.tendered ?? counter.card?.unread?.amount) })}</button>
    </form>
  );
}

/** A payment for a balance at the server: it is handed back, nothing has to be carried. */
function isPaid(sale: SaleRow): boolean {
  return sale.kind === 'payment' && sale.state === 'applied';
}

function SaleChoice({ sale, chosen, choose }: { sale: SaleRow; chosen: boolean; choose: () => void }) {
  const words = useWords();
  return (
    <label className="radio-row">
      <input type="radio" name="sale" checked={chosen} onChange={choose} data-testid={`take-back-${sale.number}`} />
      <span>{sale.number}</span><span className="quiet">{words.time(sale.time, 'short')}</span><span className="sum">{words.money(sale.tendered)}</span><TagOf kind="sale" value={sale.state} />
    </label>
  );
}
