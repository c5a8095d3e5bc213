import { type FormEvent, useState } from 'react';
import type { Listed } from '../../api/described';
import { figureText } from '../../form/amount';
import { AmountInput } from '../../form/amount_input';
import { TextField } from '../../form/fields';
import { ReasonField } from '../../form/reason_field';
import { finder } from '../../form/finder';
import { Lookup } from '../../form/lookup';
import { ProblemNote } from '../../form/problem_note';
import { SecondPerson } from '../../form/second_person';
import { unitOf, useWords } from '../../words/words';
import { onTheLine } from '../state';
import type { TaskProps } from './task';
import { TwoSteps } from './two_steps';
import { useTaskSale } from './use_task_sale';

/** Another customer takes the supply over: the account ends and his begins, with what the meter held or without. */
export function Transfer({ counter }: TaskProps) {
  const { t, money, unit } = useWords();
  // The account stays chosen when the blank card is put down.
  const [former] = useState(counter.account);
  // Its meter holds nothing: there is nothing to be given up before.
  const atServer = Boolean(former?.at_office);
  const [register, setRegister] = useState('');
  const [step, setStep] = useState<'order' | 'transfer'>(former?.state === 'closing' || atServer ? 'transfer' : 'order');
  const [who, setWho] = useState<Listed['customers'] | null>(null);
  const [name, setName] = useState('');
  const [handOver, setHandOver] = useState(true);
  const [reason, setReason] = useState('');
  const [debts, setDebts] = useState<'' | 'stay' | 'along'>('');
  const [tried, setTried] = useState(false);
  const order = useTaskSale(counter, `/accounts/${former?.number}/close`);
  const transfer = useTaskSale(counter, `/accounts/${former?.number}/transfer`);
  const task = step === 'order' ? order : transfer;
  const byLink = atServer || (!counter.card && onTheLine(former));
  const byName = (former?.debts ?? []).filter((debt) => debt.kind !== ''); // claims are the former customer's
  const ready = Boolean(counter.card) || byLink;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!ready) return;
    const line = byLink ? { carrier: 'link' } : {};
    if (step === 'order') return void order.send({ phase: 'order', purpose: 'transfer', ...line });
    setTried(true);
    if ((!who && name.trim() === '') || reason.trim() === '' || (byName.length > 0 && debts === '')) return;
    void transfer.send({ customer: who ? { number: String(who.number) } : { name: name.trim() }, reason: reason.trim(), ...(handOver ? { hand_over: true } : {}), ...(debts ? { debts } : {}), ...(register.trim() ? { last_register: figureText(register) } : {}), ...line });
  };
  const approving = [order, transfer].find((each) => each.approval !== null);
  if (approving?.approval) return <SecondPerson asked={approving.approval} approved={approving.approved} cancel={approving.later} withdrawn={approving.withdrawn} />;
  const formerName = former?.customer.name ?? '';
  return (
    <form className="task" onSubmit={submit} data-testid="transfer">
      <ProblemNote problem={task.problem} />
      {!atServer && <TwoSteps of="transfer" second="transfer" step={step} change={setStep} byLink={byLink} />}
      {step === 'order' && !ready && <p className="note warning">{t('counter.put_card_of', { name: formerName })}</p>}
      {step === 'transfer' && (
        <>
          {who ? (
            <p className="chosen"><strong>{who.name}</strong> <span className="quiet">{who.number}</span>
              <button type="button" className="quiet-button" data-testid="transfer-other" onClick={() => setWho(null)}>{t('form.change')}</button></p>
          ) : (
            <>
              <Lookup<Listed['customers']> name="customers" label={t('open.find_customer')} testid="transfer-search" autoFocus find={finder('customers')} nothing={t('open.new_then')}
                rowKey={(row) => String(row.number)} show={(row) => <><strong>{row.name}</strong> {row.number} · {row.phone} · {row.address}</>} choose={setWho} />
              <TextField id="transfer-name" label={t('transfer.name')} value={name} change={setName} testid="transfer-name" error={tried && name.trim() === '' ? t('form.must_fill') : undefined} />
            </>
          )}
          {atServer && <AmountInput figure id="transfer-register" label={t('transfer.register', { unit: unit(unitOf(former?.commodity)) })} note={t('transfer.register_note')} value={register} change={setRegister} testid="transfer-register" />}
          <label className="radio-row"><input type="checkbox" checked={handOver} onChange={(event) => setHandOver(event.target.checked)} data-testid="transfer-hand-over" /><span>{t(atServer ? 'transfer.hand_over_balance' : 'transfer.hand_over')}</span></label>
          {!handOver && <p className="note">{t('transfer.paid_out', { name: formerName })}</p>}
          {byName.length > 0 && (
            <fieldset data-testid="transfer-debts">
              <legend>{t('transfer.debts', { amounts: byName.map((debt) => money(debt.left)).join(' + ') })}</legend>
              {(['stay', 'along'] as const).map((way) => (
                <label key={way} className="radio-row"><input type="radio" name="transfer-debts" checked={debts === way} onChange={() => setDebts(way)} data-testid={`transfer-debts-${way}`} /><span>{t(`transfer.debts_${way}`)}</span></label>
              ))}
              {tried && debts === '' && <p className="field-error">{t('form.must_choose')}</p>}
            </fieldset>
          )}
          <ReasonField id="transfer-reason" label={t('word.reason')} value={reason} change={setReason} testid="transfer-reason" error={tried && reason.trim() === '' ? t('form.must_fill') : undefined} />
          {!ready && <p className="note warning">{t('transfer.put_card', { name: formerName })}</p>}
        </>
      )}
      <button type="submit" className="big-button" data-testid="transfer-send" aria-disabled={!ready}>
        {step === 'transfer' ? t('transfer.do', { name: formerName }) : t(byLink ? 'close.do_order_by_link' : 'close.do_order', { name: formerName })}
      </button>
    </form>
  );
}
