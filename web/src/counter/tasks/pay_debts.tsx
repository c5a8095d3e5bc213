import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Listed } from '../../api/described';
import type { OwedDebt } from '../../api/types';
import { listed } from '../../api/lists';
import { parseAmount } from '../../form/amount';
import { AmountInput } from '../../form/amount_input';
import { ProblemNote } from '../../form/problem_note';
import { useNamed } from '../../table/named';
import { useWords } from '../../words/words';
import { debtRule } from '../debt_words';
import { payingBody, type TenderLine } from '../tenders';
import { PaidOtherwise } from '../tender_fields';
import type { TaskProps } from './task';
import { useTaskSale } from './use_task_sale';

/** A row of the register as the counter shows what is owed. */
function asOwed(row: Listed['debts']): OwedDebt {
  const value = row.rule === 'percent' ? String(row.percent_e2 / 100) : ['fixed', 'monthly'].includes(row.rule) ? row.part : '';
  return { number: row.number, kind: row.kind, rule: row.rule, value, left: row.left ?? '0', paused_until: null, remark: row.remark };
}

/** F9: the customer pays what he owes by name, all of it or a part, and buys nothing. */
export function PayDebts({ counter }: TaskProps) {
  const words = useWords();
  const { t, currency, money } = words;
  const account = counter.account;
  const farmer = counter.purse?.account?.account; // his money is on his card: what he owes stands in the register
  const number = account?.number ?? farmer;
  const register = useQuery({
    queryKey: ['list', 'debts', 'of', farmer], enabled: !account && farmer !== undefined, queryFn: ({ signal }) => listed('debts', `page_size=50&filter.account=${farmer}`, signal),
  });
  const debts = account?.debts ?? (register.data?.rows ?? []).filter((row) => row.state === 'owed').map(asOwed);
  const kind = useNamed('debt_kind');
  const task = useTaskSale(counter, `/accounts/${number}/pay-debts`);
  const [typed, setTyped] = useState(account?.debt?.balance ?? '');
  const [tenders, setTenders] = useState<TenderLine[]>([]);
  const [tried, setTried] = useState(false);
  const amount = parseAmount(typed, counter.digits);
  const unusual = task.problem?.code === 'confirmation_needed' ? String(task.problem.details['codes'] ?? '').split(/[, ]+/).filter(Boolean) : [];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (amount.ok) void task.send({ amount: amount.value, ...payingBody(tenders, '', counter.digits), ...(unusual.length > 0 ? { confirmed: unusual } : {}) });
  };
  return (
    <form className="task" onSubmit={submit} data-testid="pay-debts">
      <ProblemNote problem={task.problem} />
      {debts.length === 0 && <p className="note">{t('debts.none')}</p>}
      <table className="simple-table">
        <caption>{t('debts.owed')}</caption>
        <thead><tr><th scope="col">{t('column.kind')}</th><th scope="col">{t('debts.rule')}</th><th scope="col" className="number">{t('debts.left')}</th></tr></thead>
        <tbody>
          {debts.map((debt) => (
            <tr key={debt.number} data-testid={`owed-${debt.number}`}>
              <th scope="row">{debt.kind ? kind(debt.kind) : t('slip.claim')}</th><td>{debtRule(debt, words)}</td><td className="number">{money(debt.left)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <AmountInput id="debts-amount" label={t('counter.amount', { currency })} value={typed} change={setTyped} testid="debts-amount" autoFocus error={tried && !amount.ok ? t('amount.empty') : undefined} />
      {amount.ok && <PaidOtherwise lines={tenders} change={setTenders} due={amount.value} digits={counter.digits} />}
      <button type="submit" className="big-button" data-testid="debts-pay">
        {unusual.length > 0 ? t('debts.pay_yes') : amount.ok ? t('debts.pay', { amount: money(amount.value), name: counter.name }) : t('counter.task.pay_debts')}
      </button>
    </form>
  );
}
