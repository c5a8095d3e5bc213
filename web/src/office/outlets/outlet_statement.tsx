import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { address, get, post } from '../../api/client';
import { useSession } from '../../api/hooks';
import { amountText } from '../../form/amount';
import { AmountInput } from '../../form/amount_input';
import { readDayText } from '../../form/day_text';
import { SelectField, TextField } from '../../form/fields';
import { Form } from '../../form/form';
import { useFourEyes } from '../../form/use_four_eyes';
import { may } from '../../shell/permissions';
import { Failed, Loading, nothingToShow } from '../../shell/states';
import { useWords } from '../../words/words';
import { MOVES, type MoveKind, type Outlet, type Statement, type StatementDay, type TabOf } from './outlet';

// Opening + topped up - handed back - sold + reversed + commission put in = closing: the sum, day by day, and the money that is moved now.

export function StatementTab({ outlet, done }: TabOf) {
  const { t } = useWords();
  const session = useSession().data;
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const asked = (day: string): string | undefined => readDayText(day, 'day') ?? undefined;
  const path = address(`/outlets/${outlet.code}/statement`, { from: asked(from), to: asked(to) });
  const one = useQuery({ queryKey: ['list', 'outlet-statement', path, outlet.float, outlet.commission_owed], queryFn: ({ signal }) => get<Statement>(path, signal) });
  return (
    <>
      <div className="drawer-tools">
        <TextField id="outlet-from" type="date" label={t('outlets.from')} value={from} change={setFrom} testid="outlet-from" />
        <TextField id="outlet-to" type="date" label={t('outlets.to')} value={to} change={setTo} testid="outlet-to" />
      </div>
      {nothingToShow(one) && <Failed problem={one.error} retry={() => void one.refetch()} />}
      {!one.data && !one.isError && <Loading />}
      {one.data && <Account statement={one.data} code={outlet.code} />}
      {may(session, 'outlets_write') && outlet.state !== 'closed' && <MoveForm outlet={outlet} done={done} />}
    </>
  );
}

const LINES = [['+', 'topped_up'], ['−', 'withdrawn'], ['−', 'sold'], ['+', 'given_back'], ['+', 'netted']] as const;

function Account({ statement, code }: { statement: Statement; code: string }) {
  const { t, day, decimal } = useWords();
  return (
    <section className="drawer-section" data-testid="outlet-statement">
      <table className="simple-table">
        <caption>{t('outlets.statement_of', { from: day(statement.from), to: day(statement.to) })}</caption>
        <tbody>
          <tr><th scope="row">{t('outlets.opening')}</th><td className="number" data-testid="statement-opening">{decimal(statement.opening)}</td></tr>
          {LINES.map(([sign, name]) => <tr key={name}><th scope="row">{sign} {t(`outlets.${name}`)}</th><td className="number" data-testid={`statement-${name}`}>{decimal(statement[name])}</td></tr>)}
          <tr><th scope="row">= {t('outlets.closing')}</th><td className="number" data-testid="statement-closing"><strong>{decimal(statement.closing)}</strong></td></tr>
          <tr><th scope="row">{t('outlets.earned')}</th><td className="number">{decimal(statement.earned)}</td></tr>
          <tr><th scope="row">{t('outlets.settled')}</th><td className="number">{decimal(statement.settled)}</td></tr>
          <tr><th scope="row">{t('outlets.owed')}</th><td className="number">{decimal(statement.commission_closing)}</td></tr>
        </tbody>
      </table>
      {statement.sales > 0 && <p className="quiet">{t('outlets.receipts')}: {statement.first_receipt} … {statement.last_receipt} ({statement.sales})</p>}
      {statement.days.length === 0 ? <p className="quiet">{t('outlets.no_movement')}</p> : <Days days={statement.days} />}
      <p><Link to={address('/office/reports', { report: 'R21', 'filter.outlet': code })}>{t('outlets.files')}</Link></p>
    </section>
  );
}

function Days({ days }: { days: StatementDay[] }) {
  const { t, decimal, day } = useWords();
  const columns = ['opening', 'topped_up', 'sold', 'given_back', 'netted', 'closing'] as const;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t('outlets.tab.statement')}>
      <table className="simple-table" data-testid="outlet-days">
        <thead><tr><th scope="col">{t('column.business_day')}</th>{columns.map((name) => <th key={name} scope="col" className="number">{t(`outlets.${name}`)}</th>)}</tr></thead>
        <tbody>{days.map((one) => <tr key={one.business_day}><th scope="row">{day(one.business_day)}</th>{columns.map((name) => <td key={name} className="number">{decimal(one[name])}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}

function MoveForm({ outlet, done }: TabOf) {
  const { t, currency } = useWords();
  const [kind, setKind] = useState<MoveKind>('top_up');
  const [money, setMoney] = useState('transfer');
  const [amount, setAmount] = useState('');
  const digits = useSession().data?.utility?.minor_digits ?? 2;
  const [reference, setReference] = useState('');
  const commission = kind === 'netted' || kind === 'paid';
  const body = { kind, ...(kind === 'netted' ? {} : { money, reference: reference.trim() }), ...(amount ? { amount: amountText(amount, digits) } : {}) };
  const eyes = useFourEyes((approval) => post<Outlet>(`/outlets/${outlet.code}/moves`, { ...body, ...(approval ? { approval } : {}) }), () => { setAmount(''); setReference(''); done(); });
  if (eyes.second) return <section className="drawer-section">{eyes.second}</section>;
  return (
    <Form send={eyes.go} busy={eyes.running} problem={eyes.problem} testid="outlet-move-form">
      <h3>{t('outlets.move')}</h3>
      <SelectField id="move-kind" label={t('column.kind')} value={kind} change={(value) => setKind(value)} testid="move-kind" choices={MOVES.map((one) => ({ value: one, label: t(`outlets.move_kind.${one}`) }))} />
      {kind !== 'netted' && <SelectField id="move-money" label={t('column.tender')} value={money} change={setMoney} testid="move-money" choices={['transfer', 'cash'].map((one) => ({ value: one, label: t(`outlets.money.${one}`) }))} />}
      <AmountInput id="move-amount" label={t('counter.amount', { currency })} note={commission ? t('outlets.all_when_empty') : undefined} value={amount} change={setAmount} testid="move-amount" must={!commission} />
      {kind !== 'netted' && <TextField id="move-reference" label={t('outlets.reference')} value={reference} change={setReference} testid="move-reference" />}
      <div className="drawer-tools"><button type="submit" className="plain-button" data-testid="move-book">{t('outlets.book')}</button></div>
    </Form>
  );
}
