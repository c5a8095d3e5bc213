import { useState, type FormEvent } from 'react';
import { postSecret } from '../../api/client';
import { TextField } from '../../form/fields';
import { ProblemNote } from '../../form/problem_note';
import { may } from '../../shell/permissions';
import { useWords } from '../../words/words';
import type { TaskProps } from './task';

const PIN = /^\d{6}$/;
const nothing = { old: '', fresh: '', again: '' };

/** The holder's PIN: changed by whoever knows it, set anew when it was forgotten or typed wrong three times. He types it himself. */
export function ChangePin({ counter }: TaskProps) {
  const { t } = useWords();
  const [forgotten, setForgotten] = useState(false);
  const [typed, setTyped] = useState(nothing);
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [done, setDone] = useState(false);
  const [busy, setBusy] = useState(false);
  const serial = counter.card?.account ? counter.card.serial : undefined;
  const wrong = {
    old: !forgotten && !PIN.test(typed.old),
    fresh: !PIN.test(typed.fresh),
    again: typed.again !== typed.fresh,
  };
  const field = (name: keyof typeof nothing, first = false) => (
    <TextField id={`pin-${name}`} label={t(`change_pin.${name}`)} value={typed[name]} testid={`pin-${name}`} type="password" autoComplete="off" autoFocus={first}
      change={(text) => setTyped({ ...typed, [name]: text })} error={tried && wrong[name] ? t(name === 'again' ? 'change_pin.differs' : 'change_pin.digits') : undefined} />
  );
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!serial || busy || wrong.old || wrong.fresh || wrong.again) return;
    setBusy(true);
    setProblem(null);
    const body = { card_session: counter.card?.session, new: typed.fresh, ...(forgotten ? {} : { old: typed.old }) };
    try {
      await postSecret(`/cards/${serial}/pin${forgotten ? '/reset' : ''}`, body);
      setDone(true);
    } catch (reason) {
      setProblem(reason);
    }
    setTyped(nothing);
    setTried(false);
    setBusy(false);
  };
  if (done) return <p className="note" role="status" data-testid="pin-done">{t('change_pin.done', { name: counter.card?.account?.customer.name ?? '' })}</p>;
  return (
    <form className="task" onSubmit={(event) => void submit(event)} data-testid="change-pin">
      <ProblemNote problem={problem} />
      {!serial && <p className="note warning">{t('change_pin.put_card')}</p>}
      {may(counter.session, 'replace_card') && (
        <label className="radio-row"><input type="checkbox" checked={forgotten} data-testid="pin-forgotten" onChange={(event) => setForgotten(event.target.checked)} /> {t('change_pin.forgotten')}</label>
      )}
      {forgotten ? <p className="note">{t('change_pin.who')}</p> : field('old', true)}
      {field('fresh')}
      {field('again')}
      <button type="submit" className="big-button" data-testid="pin-send" aria-disabled={!serial || busy}>{t(forgotten ? 'change_pin.set' : 'change_pin.change')}</button>
    </form>
  );
}
