import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { post } from '../api/client';
import { newKey } from '../api/key';
import { useSession } from '../api/hooks';
import { AmountInput } from '../form/amount_input';
import { asProblem } from '../api/problem';
import { parseAmount } from '../form/amount';
import { ProblemNote } from '../form/problem_note';
import { may } from '../shell/permissions';
import { readable, useWords } from '../words/words';
import { UnusualBand } from './unusual_band';
import { useOwnPrinter } from './use_print';

/** A shift begins with the float that lies in the drawer. */
export function OpenShift() {
  const { t, currency, language, zone } = useWords();
  const printer = useOwnPrinter();
  const session = useSession().data;
  const cache = useQueryClient();
  const key = useRef(newKey());
  const [float, setFloat] = useState('0');
  const [problem, setProblem] = useState<unknown>(null);
  const [unusual, setUnusual] = useState<Record<string, unknown> | null>(null); // a float so large that the server asks again
  const digits = session?.utility?.minor_digits ?? 2;
  const amount = parseAmount(float, digits);
  /** The same sum in another form is no other question. */
  const type = (text: string): void => {
    setFloat(text);
    const now = parseAmount(text, digits);
    if (!now.ok || !amount.ok || now.value !== amount.value) setUnusual(null);
  };
  const open = async (confirmed: string[]): Promise<void> => {
    if (!amount.ok) return;
    try {
      const { shift, people } = await post<{ shift: { station: string; till: string; number: number }; people?: unknown[] }>('/shifts', { opening_float: amount.value, ...(confirmed.length > 0 ? { confirmed } : {}) }, { key: key.current });
      setProblem(null);
      // What becomes of it says the till's printer; it prints again from the list of shifts.
      const papers = [`/shifts/${shift.station}/${shift.till}/${shift.number}/opening/slip`, ...(people ? ['/people/slip'] : [])];
      if (printer?.way === 'printer') for (const paper of papers) void post(`${paper}/print?lang=${language}`, { way: 'printer' }).catch(() => undefined);
      await Promise.all([cache.invalidateQueries({ queryKey: ['shift'] }), cache.invalidateQueries({ queryKey: ['session'] })]);
    } catch (reason) {
      key.current = newKey();
      const why = asProblem(reason);
      const asks = why.code === 'confirmation_needed' && why.details['codes'] === 'large_float';
      setUnusual(asks ? why.details : null);
      setProblem(asks ? null : reason);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!unusual) void open([]);
  };
  if (!may(session, 'shift_own')) return <p className="panel-quiet">{t('shift.not_yours')}</p>;
  return (
    <form className="task" onSubmit={submit} data-testid="open-shift">
      <p className="band-word">{t('shift.open_first')}</p>
      <ProblemNote problem={problem} />
      <AmountInput id="float" label={t('shift.float', { currency })} value={float} change={type} testid="shift-float" autoFocus
        error={amount.ok ? undefined : t('amount.empty')} />
      {unusual ? (
        <UnusualBand yes={t('shift.open_yes')} sayNo={() => setUnusual(null)} sayYes={() => void open(['large_float'])}>
          <p data-testid="confirm-large_float">{t('confirm.large_float', readable(unusual, language, zone))}</p>
        </UnusualBand>
      ) : <button type="submit" className="big-button" data-testid="shift-open"><kbd>Enter</kbd>{t('shift.open')}</button>}
    </form>
  );
}
