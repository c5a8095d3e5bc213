import { type FormEvent, useState } from 'react';
import { OfferedField } from '../../form/few_field';
import { amountText, figureText } from '../../form/amount';
import { AmountInput } from '../../form/amount_input';
import { TextField } from '../../form/fields';
import { ReasonField } from '../../form/reason_field';
import { ProblemNote } from '../../form/problem_note';
import { SecondPerson } from '../../form/second_person';
import { unitOf, useWords } from '../../words/words';
import { onTheLine } from '../state';
import type { TaskProps } from './task';
import { TwoSteps } from './two_steps';
import { useTaskSale } from './use_task_sale';

const EMPTY = { old_meter: '', number: '', model: '', last_register: '', first_register: '', remaining: '', reason: '' };

/** Another meter in the place of the account's. Both plates are read; a meter that cannot speak is told by two. */
export function SwapMeter({ counter }: TaskProps) {
  const { t, currency, unit: unitName } = useWords();
  const account = counter.account;
  const [step, setStep] = useState<'order' | 'swap'>(account?.state === 'closing' ? 'swap' : 'order');
  const [typed, setTyped] = useState(EMPTY);
  const [dead, setDead] = useState(false);
  const [inDoubt, setInDoubt] = useState(false);
  const [newByLine, setNewByLine] = useState(false);
  const [tried, setTried] = useState(false);
  const order = useTaskSale(counter, `/accounts/${account?.number}/close`);
  const swap = useTaskSale(counter, `/accounts/${account?.number}/swap`);
  const task = step === 'order' ? order : swap;
  const byLink = !counter.card && onTheLine(account);
  const change = (part: Partial<typeof EMPTY>): void => setTyped((old) => ({ ...old, ...part }));
  const must = (name: keyof typeof EMPTY): string | undefined => (tried && typed[name].trim() === '' ? t('form.must_fill') : undefined);
  const unit = counter.card?.statement?.unit;
  const inMoney = !unit || unit === 'money';
  const asked = swap.problem?.code === 'sale_may_have_arrived';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (step === 'order') {
      if (counter.card || byLink) void order.send({ phase: 'order', purpose: 'swap', ...(byLink ? { carrier: 'link' } : {}) });
      return;
    }
    setTried(true);
    const needed: (keyof typeof EMPTY)[] = ['old_meter', 'number', 'reason', ...(dead ? (['remaining'] as const) : [])];
    if (needed.some((name) => typed[name].trim() === '')) return;
    void swap.send({
      old_meter: typed.old_meter.trim(),
      meter: { number: typed.number.trim(), ...(typed.model.trim() ? { model: typed.model.trim() } : {}) },
      reason: typed.reason.trim(),
      ...(typed.last_register.trim() ? { last_register: figureText(typed.last_register) } : {}),
      ...(typed.first_register.trim() ? { first_register: figureText(typed.first_register) } : {}),
      ...(dead ? { remaining: inMoney ? amountText(typed.remaining, counter.digits) : figureText(typed.remaining) } : {}),
      ...(dead && inDoubt ? { leave_in_doubt: true } : {}),
      ...(newByLine ? { carrier: 'link' } : {}),
    });
  };
  const approving = [order, swap].find((each) => each.approval !== null);
  if (approving?.approval) return <SecondPerson asked={approving.approval} approved={approving.approved} cancel={approving.later} withdrawn={approving.withdrawn} />;
  const name = account?.customer.name ?? '';
  const props = (id: keyof typeof EMPTY, more: { note?: string; autoFocus?: boolean; label?: string }) => ({
    id: `swap-${id}`, label: more.label ?? t(`swap.${id}`, { unit: unitName(unitOf(account?.commodity)) }), note: more.note, autoFocus: more.autoFocus, value: typed[id], testid: `swap-${id}`,
    change: (value: string) => change({ [id]: value }), error: ['old_meter', 'number', 'reason'].includes(id) || (dead && id === 'remaining') ? must(id) : undefined,
  });
  const field = (id: keyof typeof EMPTY, more: { note?: string; autoFocus?: boolean; label?: string } = {}) => (
    <TextField {...props(id, more)} />
  );
  const figure = (id: 'last_register' | 'first_register' | 'remaining', more: { note?: string; label?: string } = {}) => <AmountInput {...props(id, more)} figure={id !== 'remaining' || !inMoney} />;
  return (
    <form className="task" onSubmit={submit} data-testid="swap-meter">
      <ProblemNote problem={task.problem} />
      <TwoSteps of="swap" second="swap" step={step} change={setStep} byLink={byLink} />
      {step === 'order' && !counter.card && !byLink && <p className="note warning">{t('counter.put_card_of', { name })}</p>}
      {step === 'swap' && (
        <>
          {field('old_meter', { autoFocus: true })}
          {field('number', { label: t('swap.new_meter') })}
          <OfferedField register="model" id="swap-model" label={t('swap.model')} value={typed.model} change={(value) => change({ model: value })} testid="swap-model" />
          {figure('last_register', { note: t('swap.last_register_note') })}
          {figure('first_register')}
          <label className="radio-row"><input type="checkbox" checked={dead} onChange={(event) => setDead(event.target.checked)} data-testid="swap-dead" /><span>{t('swap.dead')}</span></label>
          {dead && figure('remaining', { label: !inMoney ? t('swap.remaining_units', { unit: unit === 'energy' ? 'kWh' : 'm³' }) : t('swap.remaining', { currency }) })}
          {dead && <p className="note">{t('swap.two_people')}</p>}
          {dead && (asked || inDoubt) && (
            <label className="radio-row"><input type="checkbox" checked={inDoubt} onChange={(event) => setInDoubt(event.target.checked)} data-testid="swap-in-doubt" /><span>{t('swap.leave_in_doubt')}</span></label>
          )}
          <label className="radio-row"><input type="checkbox" checked={newByLine} onChange={(event) => setNewByLine(event.target.checked)} data-testid="swap-by-line" /><span>{t('swap.by_line')}</span></label>
          <ReasonField id="swap-reason" label={t('word.reason')} value={typed.reason} change={(value) => change({ reason: value })} testid="swap-reason" error={must('reason')} />
          {!counter.card && !newByLine && <p className="note">{t('swap.card_later')}</p>}
        </>
      )}
      <button type="submit" className="big-button" data-testid="swap-send" aria-disabled={step === 'order' && !counter.card && !byLink}>
        {step === 'swap' ? t('swap.do', { name }) : t(byLink ? 'close.do_order_by_link' : 'close.do_order', { name })}
      </button>
    </form>
  );
}
