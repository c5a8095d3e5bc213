import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { listed } from '../../api/lists';
import { parseAmount } from '../../form/amount';
import { AmountInput } from '../../form/amount_input';
import { SelectField, TextField } from '../../form/fields';
import { ProblemNote } from '../../form/problem_note';
import { SecondPerson } from '../../form/second_person';
import { codeName } from '../../words/code_name';
import { useWords } from '../../words/words';
import { onTheLine } from '../state';
import type { TaskProps } from './task';
import { useTaskSale } from './use_task_sale';

/** Credit without money: reason, and a second person above the limit. */
export function Supplement({ counter }: TaskProps) {
  const { t, currency, language, money } = useWords();
  const task = useTaskSale(counter, counter.purse ? `/accounts/${counter.purse.account?.account}/purse/supplement` : `/accounts/${counter.account?.number}/supplement`);
  const [typed, setTyped] = useState('');
  const [code, setCode] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const reasons = useQuery({ queryKey: ['codes', 'reason'], queryFn: ({ signal }) => listed('codes', 'filter.kind=reason&filter.active=true&page_size=100', signal) });
  const amount = parseAmount(typed, counter.digits);
  const byLink = !counter.card && onTheLine(counter.account);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (amount.ok && code !== '' && reason.trim() !== '') void task.send({ amount: amount.value, reason_code: code, reason: reason.trim(), ...(byLink ? { carrier: 'link' } : {}) });
  };
  if (task.approval !== null) return <SecondPerson asked={task.approval} approved={task.approved} cancel={task.later} withdrawn={task.withdrawn} />;
  return (
    <form className="task" onSubmit={submit} data-testid="supplement">
      <ProblemNote problem={task.problem} />
      {byLink && <p className="note">{t('supplement.by_link')}</p>}
      {!counter.card && !byLink && <p className="note">{t('counter.put_card_of', { name: counter.name })}</p>}
      <AmountInput id="supplement-amount" label={t(counter.purse ? 'purse.supplement_amount' : 'supplement.amount', { currency })} value={typed} change={setTyped} testid="supplement-amount" autoFocus
        error={tried && !amount.ok ? t('amount.empty') : undefined} />
      <SelectField id="supplement-code" label={t('word.reason')} value={code} change={setCode} testid="supplement-code" empty={t('form.choose')}
        choices={(reasons.data?.rows ?? []).map((row) => ({ value: row.code, label: codeName(row, language) }))}
        error={tried && code === '' ? t('form.must_choose') : undefined} />
      <TextField id="supplement-reason" label={t('supplement.why')} value={reason} change={setReason} testid="supplement-reason"
        error={tried && reason.trim() === '' ? t('form.must_fill') : undefined} />
      <button type="submit" className="big-button" data-testid="supplement-send">
        {amount.ok ? t('supplement.give', { amount: money(amount.value), name: counter.name }) : t(`counter.task.${counter.task ?? 'supplement'}`)}
      </button>
    </form>
  );
}
