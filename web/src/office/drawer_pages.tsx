import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { post } from '../api/client';
import { useSession } from '../api/hooks';
import { HousePaper } from '../counter/house_paper';
import { newKey } from '../api/key';
import { amountText } from '../form/amount';
import { AmountInput } from '../form/amount_input';
import { readDayText } from '../form/day_text';
import { TextField } from '../form/fields';
import { Form } from '../form/form';
import { useProof } from '../form/proof';
import { Dialog } from '../shell/dialog';
import { may, mayAny } from '../shell/permissions';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';
import { MONEY } from './columns/money';
import { RegisterPage } from './register_page';

// Cash on its way from the drawers to the bank.


export function CashDropsPage() {
  const slip = (row: Row): string => `/shifts/${String(row['station'])}/${String(row['till'])}/${String(row['shift'])}/drops/${String(row['number'])}/slip`;
  return <RegisterPage def={{ id: 'cash-drops', path: '/cash-drops', key: ['station', 'till', 'shift', 'number'], columns: MONEY['cash-drops'], defaultSort: '-time', more: (row) => <Slip path={slip(row)} /> }} />;
}


export function DepositsPage() {
  const { t } = useWords();
  const session = useSession().data;
  const station = session?.till?.station ?? session?.operator?.station ?? '';
  const [making, setMaking] = useState(false);
  const [day, setDay] = useState(false);
  const tools = (
    <>
      {mayAny(session, ['accept_difference', 'ledger_read']) && <button type="button" className="plain-button" data-testid="day-sheet-open" onClick={() => setDay(true)}>{t('day_sheet.title')}</button>}
      {may(session, 'accept_difference') && station && <button type="button" className="primary-button" data-testid="deposit-open" onClick={() => setMaking(true)}>{t('deposit.new')}</button>}
    </>
  );
  return (
    <>
      <RegisterPage def={{
        id: 'deposits', path: '/deposits', key: ['station', 'number'], columns: MONEY.deposits, defaultSort: '-time', tools,
        more: (row) => <Slip path={`/deposits/${String(row['station'])}/${String(row['number'])}/slip`} /> }} />
      {making && <NewDeposit close={() => setMaking(false)} />}
      {day && <DaySheet station={station} close={() => setDay(false)} />}
    </>
  );
}

function Slip({ path, byItself }: { path: string; byItself?: boolean }) {
  return <section className="drawer-section"><HousePaper path={path} testid="slip-paper" byItself={byItself} /></section>;
}

/** Where each member of the request is filled in. */
const FIELDS = { amount: 'deposit-amount', bank: 'deposit-bank', bag: 'deposit-bag', business_day: 'deposit-business_day' };

function NewDeposit({ close }: { close: () => void }) {
  const words = useWords();
  const { t } = words;
  const cache = useQueryClient();
  const key = useRef(newKey());
  const [typed, setTyped] = useState({ amount: '', bank: '', bag: '', business_day: '', name: '' });
  const proof = useProof('deposit');
  const [problem, setProblem] = useState<unknown>(null);
  const [made, setMade] = useState<{ number: number; amount: string; slip_url: string } | null>(null);
  const digits = useSession().data?.utility?.minor_digits ?? 2;
  const field = (name: keyof typeof typed) => ({ id: `deposit-${name}`, testid: `deposit-${name}`, value: typed[name], change: (text: string) => setTyped({ ...typed, [name]: text }) });
  const submit = async (): Promise<void> => {
    const { bank, bag, business_day, name } = typed;
    try {
      const booked = await post<{ number: number; amount: string; slip_url: string }>('/deposits', { amount: amountText(typed.amount, digits), bank: bank.trim(), bag: bag.trim(), business_day, ...(name ? { approved_by: proof.sent({ name }) } : {}) }, { key: key.current });
      setMade(booked);
      void cache.invalidateQueries({ queryKey: ['list'] });
    } catch (why) {
      key.current = newKey();
      setProblem(proof.hear(why));
    }
  };
  return (
    <Dialog title={t('deposit.new')} testid="deposit-dialog" wide close={close}>
      {made ? <Booked made={made} close={close} /> : (
        <Form className="" send={() => void submit()} problem={problem} places={FIELDS}>
          <AmountInput label={t('deposit.amount', { currency: words.currency })} {...field('amount')} must />
          <TextField label={t('slip.deposit.bank')} {...field('bank')} must />
          <TextField label={t('slip.drop.bag')} {...field('bag')} />
          <TextField label={t('slip.deposit.day')} type="date" {...field('business_day')} />
          <TextField label={t('shift.accepted_by')} {...field('name')} />
          {proof.fields}
          <button type="submit" className="primary-button" data-testid="deposit-submit">{t('deposit.new')}</button>
        </Form>
      )}
    </Dialog>
  );
}

/** What was booked, and its slip. The form that asked for it is gone: the focus goes to what closes the dialog. */
function Booked({ made, close }: { made: { number: number; amount: string; slip_url: string }; close: () => void }) {
  const { t, money } = useWords();
  const done = useRef<HTMLButtonElement>(null);
  useEffect(() => done.current?.focus(), []);
  return (
    <>
      <p role="status" className="good-note" data-testid="deposit-made">{t('deposit.made', { number: String(made.number), amount: money(made.amount) })}</p>
      <Slip path={made.slip_url} byItself />
      <div className="drawer-tools"><button type="button" ref={done} className="primary-button" data-testid="deposit-done" onClick={close}>{t('form.done')}</button></div>
    </>
  );
}

/** The sheet of a station's day, or of several that go to the bank together: what its shifts handed in, what was dropped, what went to the bank. */
function DaySheet({ station, close }: { station: string; close: () => void }) {
  const { t } = useWords();
  const [at, setAt] = useState(station);
  const [day, setDay] = useState('');
  const [to, setTo] = useState('');
  const isDay = (typed: string): boolean => readDayText(typed, 'day') !== null;
  const whole = isDay(day) && (to === '' || isDay(to)) && at !== '';
  const days = to !== '' && to !== day ? `${day}..${to}` : day;
  return (
    <Dialog title={t('day_sheet.title')} testid="day-sheet" wide close={close}>
      <TextField id="day-station" label={t('column.station')} value={at} change={setAt} testid="day-station" />
      <TextField id="day-day" label={t('column.business_day')} type="date" value={day} change={setDay} testid="day-day" />
      <TextField id="day-to" label={t('day_sheet.to')} type="date" value={to} change={setTo} testid="day-to" note={t('form.optional')} />
      {whole && <Slip key={days} path={`/days/${encodeURIComponent(at)}/${days}/slip`} />}
    </Dialog>
  );
}
