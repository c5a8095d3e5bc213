import type { DebtRule } from '../api/row_words';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { get, post } from '../api/client';
import { useSession } from '../api/hooks';
import { savedMeanwhile } from '../api/problem';
import type { DebtView } from '../api/types';
import { amountText, figureText } from '../form/amount';
import { AmountInput } from '../form/amount_input';
import { SelectField, TextField } from '../form/fields';
import { Form } from '../form/form';
import { ReasonField } from '../form/reason_field';
import { ProblemNote } from '../form/problem_note';
import { useFourEyes } from '../form/use_four_eyes';
import { may } from '../shell/permissions';
import { Failed, Loading, nothingToShow } from '../shell/states';
import type { Row } from '../table/register_table';
import { peopleOf } from '../table/called';
import { useWords } from '../words/words';
import { instalmentsOf, type InstalmentAsked } from './instalments';

// One debt: what recovered it, its plan, its pause, and what may be done with it.

const PERCENT_DIGITS = 2;
export const DEBT_RULES = ['at_counter', 'first', 'percent', 'fixed', 'monthly', 'plan'] as const;

export function DebtDrawer({ row, refresh }: { row: Row; refresh: () => void }) {
  const number = String(row['number']);
  const session = useSession().data;
  const one = useQuery({ queryKey: ['list', 'debt', number], queryFn: ({ signal }) => get<DebtView>(`/debts/${number}`, signal) });
  const debt = one.data;
  if (nothingToShow(one)) return <Failed problem={one.error} retry={() => void one.refetch()} />;
  if (!debt) return <Loading />;
  const open = !/^0(\.0+)?$/.test(debt.left);
  const writes = may(session, 'debts_write') && open;
  return (
    <>
      {debt.interest_rates.length > 0 && <Interest debt={debt} />}
      {debt.instalments.length > 0 && <Plan debt={debt} />}
      <Recoveries debt={debt} />
      {writes && <NextRule debt={debt} done={refresh} />}
      {writes && debt.origin !== 'claim' && <NextInterest debt={debt} done={refresh} />}
      {writes && <Pause debt={debt} done={refresh} />}
      {writes && debt.origin !== 'claim' && <WriteOff debt={debt} done={refresh} />}
    </>
  );
}

function Interest({ debt }: { debt: DebtView }) {
  const { t, day, decimal, time } = useWords();
  return (
    <section className="drawer-section" data-testid="debt-interest" data-rows={debt.interest_months.length}>
      <h3>{t('debts.interest')}</h3>
      <ul className="quiet" data-testid="debt-rates">
        {debt.interest_rates.map((one) => <li key={one.from}>{t('debts.interest_agreed', { rate: decimal(one.rate), day: day(one.from), by: peopleOf(one, 'agreed_by', 'approved_by') })}</li>)}
      </ul>
      <p className="quiet">{t('debts.interest_how', { day: debt.interest_to ? day(debt.interest_to) : '—' })}</p>
      {debt.interest_months.length > 0 && (
        <table className="simple-table">
          <caption>{t('column.interest')}: {decimal(debt.interest)}</caption>
          <thead><tr><th scope="col">{t('debts.month')}</th><th scope="col" className="number">{t('debts.principal')}</th><th scope="col" className="number">{t('column.interest_rate')}</th><th scope="col" className="number">{t('column.amount')}</th><th scope="col">{t('column.time')}</th></tr></thead>
          <tbody>{debt.interest_months.map((month) => <tr key={month.from}><th scope="row">{day(month.from)}</th><td className="number">{decimal(month.principal)}</td><td className="number">{decimal(month.rate)}</td><td className="number">{decimal(month.amount)}</td><td>{time(month.time, 'short')}</td></tr>)}</tbody>
        </table>
      )}
    </section>
  );
}

function Plan({ debt }: { debt: DebtView }) {
  const { t, day, decimal } = useWords();
  return (
    <section className="drawer-section" data-testid="debt-plan">
      <table className="simple-table">
        <caption>{t('debts.plan')}</caption>
        <thead><tr><th scope="col">{t('debts.due')}</th><th scope="col" className="number">{t('column.amount')}</th><th scope="col" className="number">{t('debts.paid')}</th></tr></thead>
        <tbody>{debt.instalments.map((part) => <tr key={part.due}><th scope="row">{day(part.due)}</th><td className="number">{decimal(part.amount)}</td><td className="number">{decimal(part.paid)}</td></tr>)}</tbody>
      </table>
      {debt.fallen_due && <p className="quiet">{t('debts.fallen_due', { amount: decimal(debt.fallen_due) })}</p>}
    </section>
  );
}

function Recoveries({ debt }: { debt: DebtView }) {
  const { t, decimal, time } = useWords();
  return (
    <section className="drawer-section" data-testid="debt-recoveries" data-rows={debt.recoveries.length}>
      <table className="simple-table">
        <caption>{t('debts.recoveries')}</caption>
        <thead><tr><th scope="col">{t('column.time')}</th><th scope="col">{t('column.sale')}</th><th scope="col">{t('column.kind')}</th><th scope="col" className="number">{t('column.amount')}</th></tr></thead>
        <tbody>
          {debt.recoveries.map((one) => (
            <tr key={one.sale}>
              <td>{time(one.time, 'short')}</td><th scope="row"><Link to={`/office/sales?open=${encodeURIComponent(one.sale)}`}>{one.sale}</Link></th><td>{t(`sale_kind.${one.kind}`)}</td><td className="number">{decimal(one.amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {debt.recoveries.length === 0 && <p className="quiet">{t('debts.nothing_recovered')}</p>}
    </section>
  );
}

type Edit = { debt: DebtView; done: () => void };

function NextRule({ debt, done }: Edit) {
  const { t, day, decimal } = useWords();
  const [rule, setRule] = useState<DebtRule>(debt.rule === 'plan' ? 'at_counter' : debt.rule);
  const [value, setValue] = useState('');
  const [from, setFrom] = useState('');
  const [parts, setParts] = useState('6');
  const digits = useSession().data?.utility?.minor_digits ?? 2;
  const planned: InstalmentAsked[] | null = rule === 'plan' ? instalmentsOf(debt.left, Number(parts), from) : null;
  // As it was when somebody began to type: what was agreed since is not overwritten before it was seen.
  const [seen, setSeen] = useState<string | null>(null);
  const typed = <Text extends string>(put: (text: Text) => void) => (text: Text) => { setSeen((before) => before ?? debt.version); put(text); };
  const eyes = useFourEyes(
    () => post<DebtView>(`/debts/${debt.number}/recovery`, {
      rule,
      version: seen ?? debt.version,
      ...(value ? { value: amountText(value, rule === 'percent' ? PERCENT_DIGITS : digits) } : {}),
      ...(rule === 'monthly' && from ? { from } : {}),
      ...(planned ? { instalments: planned } : {}),
    }).catch((why: unknown) => {
      const now = savedMeanwhile<DebtView>(why);
      if (now) { setSeen(now.version); done(); }
      throw why;
    }),
    () => { setValue(''); setSeen(null); done(); },
  );
  const valued = rule === 'percent' || rule === 'fixed' || rule === 'monthly';
  return (
    <Form send={eyes.go} busy={eyes.running} problem={eyes.problem} testid="debt-rule-form">
      <h3>{t('debts.change_rule')}</h3>
      <SelectField id="debt-rule" label={t('column.rule')} value={rule} change={typed<DebtRule>(setRule)} testid="debt-rule" choices={DEBT_RULES.map((one) => ({ value: one, label: t(`debt_rule.${one}`) }))} />
      {valued && <AmountInput digits={rule === 'percent' ? PERCENT_DIGITS : undefined} id="debt-value" label={t(rule === 'percent' ? 'debts.percent' : 'column.part')} value={value} change={typed(setValue)} testid="debt-value" must />}
      {(rule === 'monthly' || rule === 'plan') && <TextField id="debt-from" type="date" label={t('debts.first_due')} value={from} change={typed(setFrom)} testid="debt-from" must={rule === 'plan'} />}
      {rule === 'plan' && <TextField id="debt-parts" label={t('debts.parts')} value={parts} change={(text) => setParts(text.replace(/\D/g, ''))} testid="debt-parts" must />}
      {planned && planned.length > 0 && <p className="quiet" data-testid="debt-planned">{planned.map((part) => `${day(part.due)}: ${decimal(part.amount)}`).join(' · ')}</p>}
      <div className="drawer-tools"><button type="submit" className="plain-button" data-testid="debt-rule-save">{t('debts.change_rule')}</button></div>
    </Form>
  );
}

function NextInterest({ debt, done }: Edit) {
  const { t } = useWords();
  const [rate, setRate] = useState('');
  const [from, setFrom] = useState('');
  const [reason, setReason] = useState('');
  const eyes = useFourEyes((approval) => post<DebtView>(`/debts/${debt.number}/interest`, { interest: figureText(rate), reason: reason.trim(), ...(from ? { from } : {}), ...(approval ? { approval } : {}) }),
    () => { setRate(''); setFrom(''); setReason(''); done(); });
  if (eyes.second) return <section className="drawer-section">{eyes.second}</section>;
  return (
    <Form send={eyes.go} busy={eyes.running} problem={eyes.problem} testid="debt-interest-form">
      <h3>{t('debts.change_interest')}</h3>
      <p className="quiet">{t('debts.change_interest_how')}</p>
      <AmountInput figure id="interest-rate" label={t('column.interest_rate')} value={rate} change={setRate} testid="interest-rate" must />
      <TextField id="interest-from" type="date" label={t('column.interest_from')} note={t('account.today_when_empty')} value={from} change={setFrom} testid="interest-from" />
      <ReasonField id="interest-reason" label={t('word.reason')} value={reason} change={setReason} testid="interest-reason" must />
      <div className="drawer-tools"><button type="submit" className="plain-button" data-testid="interest-save">{t('debts.change_interest')}</button></div>
    </Form>
  );
}

function Pause({ debt, done }: Edit) {
  const { t, day } = useWords();
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const pause = useFourEyes((approval) => post<DebtView>(`/debts/${debt.number}/pause`, { until, reason: reason.trim(), ...(from ? { from } : {}), ...(approval ? { approval } : {}) }),
    () => { setReason(''); done(); });
  const resume = useFourEyes(() => post<DebtView>(`/debts/${debt.number}/resume`, {}), done);
  if (pause.second) return <section className="drawer-section">{pause.second}</section>;
  if (debt.pause_until)
    return (
      <section className="drawer-section" data-testid="debt-paused">
        <ProblemNote problem={resume.problem} />
        <p>{t('debts.pause_says', { from: day(debt.pause_from), until: day(debt.pause_until), reason: debt.pause_reason, by: peopleOf(debt, 'paused_by', 'pause_approved_by') })}</p>
        <div className="drawer-tools"><button type="button" className="plain-button" data-testid="debt-resume" onClick={resume.go}>{t('debts.resume')}</button></div>
      </section>
    );
  return (
    <Form send={pause.go} busy={pause.running} problem={pause.problem} testid="debt-pause-form">
      <h3>{t('debts.pause')}</h3>
      <p className="quiet">{t('debts.pause_how')}</p>
      <TextField id="pause-from" type="date" label={t('column.pause_from')} note={t('account.today_when_empty')} value={from} change={setFrom} testid="pause-from" />
      <TextField id="pause-until" type="date" label={t('column.pause_until')} value={until} change={setUntil} testid="pause-until" must />
      <ReasonField id="pause-reason" label={t('word.reason')} value={reason} change={setReason} testid="pause-reason" must />
      <div className="drawer-tools"><button type="submit" className="plain-button" data-testid="debt-pause">{t('debts.pause')}</button></div>
    </Form>
  );
}

function WriteOff({ debt, done }: Edit) {
  const { t, currency } = useWords();
  const digits = useSession().data?.utility?.minor_digits ?? 2;
  const [amount, setAmount] = useState('');
  const [reason, setReason] = useState('');
  const eyes = useFourEyes(
    (approval) => post<DebtView>(`/debts/${debt.number}/write-off`, { reason: reason.trim(), ...(amount ? { amount: amountText(amount, digits) } : {}), ...(approval ? { approval } : {}) }),
    () => { setReason(''); setAmount(''); done(); });
  if (eyes.second) return <section className="drawer-section">{eyes.second}</section>;
  return (
    <Form send={eyes.go} busy={eyes.running} problem={eyes.problem} testid="debt-write-off-form">
      <h3>{t('debt.write_off')}</h3>
      <AmountInput id="write-off-amount" label={t('counter.amount', { currency })} note={t('debts.all_when_empty')} value={amount} change={setAmount} testid="write-off-amount" />
      <ReasonField id="write-off-reason" label={t('word.reason')} value={reason} change={setReason} testid="write-off-reason" must />
      <div className="drawer-tools"><button type="submit" className="plain-button" data-testid="debt-write-off">{t('debt.write_off')}</button></div>
    </Form>
  );
}
