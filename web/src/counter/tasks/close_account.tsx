import { type FormEvent, useState } from 'react';
import { amountText, figureText } from '../../form/amount';
import { AmountInput } from '../../form/amount_input';
import { TextField } from '../../form/fields';
import { ProblemNote } from '../../form/problem_note';
import { SecondPerson } from '../../form/second_person';
import { useWords } from '../../words/words';
import { onTheLine } from '../state';
import { EndDebt } from './end_debt';
import type { TaskProps } from './task';
import { useTaskSale } from './use_task_sale';

const EMPTY = { reason: '', last_register: '', remaining: '', to_account: '', reference: '' };
const WAYS = ['cash', 'transfer', 'to_account', 'stays_owed'] as const;
type Way = (typeof WAYS)[number];

/** Which way goes what is left, as the request says it. */
const leftoverOf = (way: Way, typed: typeof EMPTY): Record<string, unknown> => ({
  cash: { leftover: 'paid_out' },
  transfer: { leftover: 'paid_out', tender: 'transfer', reference: typed.reference.trim() },
  to_account: { leftover: 'to_account', to_account: Number(typed.to_account.trim()) },
  stays_owed: { leftover: 'stays_owed' },
})[way];

/** Two visits: card or line bring the closing instruction to the meter; then the meter says what it gave up, and that finds its owner. A meter that
 *  cannot speak any more is told by two people, without the first. */
export function CloseAccount({ counter }: TaskProps) {
  const words = useWords();
  const { t, currency } = words;
  const closing = counter.account?.state === 'closing';
  const [phase, setPhase] = useState<'order' | 'refund'>(closing ? 'refund' : 'order');
  const [withDebt, setWithDebt] = useState(false);
  const [typed, setTyped] = useState(EMPTY);
  const [way, setWay] = useState<Way>('cash');
  const [dead, setDead] = useState(false);
  const [inDoubt, setInDoubt] = useState(false);
  const [claimDebt, setClaimDebt] = useState(false);
  const [tried, setTried] = useState(false);
  const task = useTaskSale(counter, `/accounts/${counter.account?.number}/close`);
  const byLink = !counter.card && onTheLine(counter.account);
  const ready = phase === 'refund' || Boolean(counter.card) || byLink;
  const needed: (keyof typeof EMPTY)[] = [
    'reason',
    ...(dead ? (['remaining'] as const) : []),
    ...(way === 'to_account' ? (['to_account'] as const) : []),
    ...(way === 'transfer' ? (['reference'] as const) : []),
  ];
  const unit = counter.card?.statement?.unit;
  const inMoney = !unit || unit === 'money';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!ready) return;
    if (phase === 'order') return void task.send({ phase, ...(withDebt ? { with_debt: true } : {}), ...(byLink ? { carrier: 'link' } : {}) });
    setTried(true);
    if (needed.some((name) => typed[name].trim() === '')) return;
    void task.send({
      phase,
      reason: typed.reason.trim(),
      ...leftoverOf(way, typed),
      ...(typed.last_register.trim() ? { last_register: figureText(typed.last_register) } : {}),
      ...(dead ? { remaining: inMoney ? amountText(typed.remaining, counter.digits) : figureText(typed.remaining) } : {}),
      ...(dead && inDoubt ? { leave_in_doubt: true } : {}),
      ...(claimDebt ? { claim_debt: true } : {}),
    });
  };
  if (task.approval !== null) return <SecondPerson asked={task.approval} approved={task.approved} cancel={task.later} withdrawn={task.withdrawn} />;
  const owes = task.problem?.code === 'account_in_debt';
  const asksDoubt = task.problem?.code === 'sale_may_have_arrived';
  const name = counter.account?.customer.name ?? '';
  const statement = counter.card?.statement;
  const remaining = statement?.last_applied === 'closing' ? statement.surrendered : statement?.remaining; // it gives up nothing before it is closed
  const props = (id: keyof typeof EMPTY, label: string, note?: string) => ({
    id: `close-${id}`, label, note, value: typed[id], testid: `close-${id}`, change: (value: string) => setTyped((old) => ({ ...old, [id]: value })),
    error: tried && needed.includes(id) && typed[id].trim() === '' ? t('form.must_fill') : undefined,
  });
  const field = (...of: Parameters<typeof props>) => <TextField {...props(...of)} />;
  const figure = (...of: Parameters<typeof props>) => <AmountInput {...props(...of)} figure={of[0] !== 'remaining' || !inMoney} />;
  const check = (id: string, value: boolean, change: (value: boolean) => void, label: string) => (
    <label className="radio-row"><input type="checkbox" checked={value} onChange={(event) => change(event.target.checked)} data-testid={id} /><span>{label}</span></label>
  );
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
      {phase === 'order' && (owes || withDebt) && check('close-with-debt', withDebt, setWithDebt, t('close.with_debt'))}
      {phase === 'refund' && (
        <>
          {field('reason', t('word.reason'))}
          <fieldset className="field">
            <legend>{t('close.leftover')}</legend>
            {WAYS.map((each) => (
              <label key={each} className="radio-row">
                <input type="radio" name="leftover" checked={way === each} onChange={() => setWay(each)} data-testid={`close-way-${each}`} /><span>{t(`close.way.${each}`)}</span>
              </label>
            ))}
          </fieldset>
          {way === 'to_account' && field('to_account', t('close.to_account'), t('close.to_account_note'))}
          {way === 'transfer' && field('reference', t('close.reference'))}
          {figure('last_register', t('close.last_register'), t('swap.last_register_note'))}
          {check('close-dead', dead, setDead, t('swap.dead'))}
          {dead && figure('remaining', !inMoney ? t('swap.remaining_units', { unit: unit === 'energy' ? 'kWh' : 'm³' }) : t('swap.remaining', { currency }))}
          {dead && <p className="note">{t('swap.two_people')}</p>}
          {dead && (asksDoubt || inDoubt) && check('close-in-doubt', inDoubt, setInDoubt, t('close.leave_in_doubt'))}
          {(owes || claimDebt) && check('close-claim-debt', claimDebt, setClaimDebt, t('close.claim_debt'))}
        </>
      )}
      {!ready && <p className="note warning">{t('counter.put_card_of', { name })}</p>}
      <button type="submit" className="big-button" data-testid="close-send" aria-disabled={!ready}>{t(byLink && phase === 'order' ? 'close.do_order_by_link' : `close.do_${phase}`, { name })}</button>
    </form>
    {owes && phase === 'refund' && <EndDebt counter={counter} />}
    </>
  );
}
