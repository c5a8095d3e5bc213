import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { address, post } from '../../api/client';
import { newKey } from '../../api/key';
import { Problem, asProblem } from '../../api/problem';
import type { ShiftClosed } from '../../api/types';
import { parseAmount } from '../../form/amount';
import { AmountInput } from '../../form/amount_input';
import { TextField } from '../../form/fields';
import { ProblemNote } from '../../form/problem_note';
import { Paper } from '../../shell/paper';
import { useWords } from '../../words/words';
import type { TaskProps } from './task';

/** Blind count: the first figure is in the books, one recount is allowed, and what the drawer should hold is shown once a count stands. */
export function CloseShift({ counter }: TaskProps) {
  const words = useWords();
  const { t } = words;
  const cache = useQueryClient();
  const key = useRef(newKey());
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [closed, setClosed] = useState<ShiftClosed | null>(null);
  const counted = parseAmount(typed, counter.digits);
  const needsMore = closed !== null && closed.needs !== 'nothing';
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!counted.ok) return;
    try {
      const accepted = name ? { accepted_by: { name, password } } : {};
      setClosed(await post<ShiftClosed>('/shifts/current/close', { counted: counted.value, ...(reason ? { reason } : {}), ...accepted }, { key: key.current }));
      setProblem(null);
      key.current = newKey();
      for (const queryKey of [['shift'], ['session'], ['list']]) void cache.invalidateQueries({ queryKey });
    } catch (why) {
      key.current = newKey();
      setPassword('');
      setProblem(asProblem(why));
    }
  };
  if (closed && closed.needs === 'nothing') return <Closed closed={closed} leave={() => counter.setTask(null)} />;
  return (
    <form className="task" onSubmit={(event) => void submit(event)} data-testid="close-shift">
      <ProblemNote problem={problem} />
      <p className="note">{t('shift.blind')}</p>
      {needsMore && <p role="alert" className="note" data-testid="shift-needs" data-needs={closed.needs}>{t(`shift.needs.${closed.needs}`)}</p>}
      {closed?.difference !== undefined && needsMore && (
        <dl className="figures"><div className="figure"><dt>{t('shift.difference')}</dt><dd data-testid="shift-difference">{words.money(closed.difference)}</dd></div></dl>
      )}
      <AmountInput id="counted" label={t('shift.counted', { currency: words.currency })} value={typed} change={setTyped} testid="shift-counted" autoFocus
        error={typed !== '' && !counted.ok ? t('amount.bad_amount') : undefined} />
      {(needsMore || reason !== '' || name !== '') && (
        <>
          <TextField id="shift-reason" label={t('shift.reason')} value={reason} change={setReason} testid="shift-reason" />
          <TextField id="shift-second" label={t('shift.accepted_by')} value={name} change={setName} testid="shift-second-name" />
          <TextField id="shift-second-password" label={t('sign_in.password')} type="password" value={password} change={setPassword} testid="shift-second-password" />
        </>
      )}
      <button type="submit" className="big-button" data-testid="shift-close">{t('shift.close')}</button>
    </form>
  );
}

function Closed({ closed, leave }: { closed: ShiftClosed; leave: () => void }) {
  const words = useWords();
  const { t } = words;
  const slip = closed.slip_url;
  const number = typeof closed.shift === 'number' ? closed.shift : closed.shift.number;
  return (
    <div className="task" data-testid="shift-closed">
      <p className="band-word">{t('shift.closed', { number })}</p>
      <dl className="figures">
        <div className="figure"><dt>{t('shift.expected')}</dt><dd data-testid="shift-expected">{words.money(closed.expected)}</dd></div>
        <div className="figure"><dt>{t('shift.counted_was')}</dt><dd>{words.money(closed.counted)}</dd></div>
        <div className="figure"><dt>{t('shift.difference')}</dt><dd data-testid="shift-difference">{words.money(closed.difference)}</dd></div>
      </dl>
      {slip && <Paper path={slip} testid="shift-slip" />}
      <div className="band-actions">
        {slip && <a className="big-button plain" href={address(slip, { format: 'pdf' })} target="_blank" rel="noreferrer" data-testid="shift-slip-pdf">PDF</a>}
        <button type="button" className="big-button" data-testid="shift-closed-leave" onClick={leave}>{t('form.done')}</button>
      </div>
    </div>
  );
}
