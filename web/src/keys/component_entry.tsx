import { useRef, useState, type FormEvent } from 'react';
import { postSecret } from '../api/client';
import { ProblemNote } from '../form/problem_note';
import { useWords } from '../words/words';
import { DIGITS, flawOf } from './component';
import { SecretField, useForgetting, type Secret } from './secret_field';

/** A half-typed component does not wait for its officer to come back from lunch. */
const IDLE_MS = 180_000;

interface Props { ceremony: number; entered: (checkValue: string) => void }

/** An officer enters his component, twice and unseen. What he gets back is its check value. */
export function ComponentEntry({ ceremony, entered }: Props) {
  const { t } = useWords();
  const first = useRef<Secret>(null);
  const again = useRef<Secret>(null);
  const [digits, setDigits] = useState([0, 0]);
  const [tried, setTried] = useState(false);
  const [differs, setDiffers] = useState(false);
  const [forgotten, setForgotten] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const forget = (): void => {
    first.current?.clear();
    again.current?.clear();
    setTried(false);
  };
  useForgetting(() => {
    if ((first.current?.value() ?? '') + (again.current?.value() ?? '') === '') return;
    forget();
    setForgotten(true);
  }, IDLE_MS);
  const count = (at: 0 | 1) => (typed: number): void => {
    setDiffers(false);
    if (typed > 0) setForgotten(false);
    setDigits((old) => (at === 0 ? [typed, old[1]!] : [old[0]!, typed]));
  };
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const component = first.current!.value();
    const repeated = again.current!.value();
    const flaw = flawOf(component, repeated);
    setProblem(null);
    setTried(true);
    if (flaw === 'short') return (component.length < DIGITS ? first : again).current!.focus();
    if (flaw === 'differs') {
      // One of the two is mistyped and nobody can see which: both are thrown away.
      forget();
      setDiffers(true);
      return first.current!.focus();
    }
    setBusy(true);
    try {
      const answer = await postSecret<{ check_value: string }>(`/keys/ceremonies/${ceremony}/components`, { component, repeated });
      entered(answer.check_value);
    } catch (why) {
      setProblem(why);
      first.current?.focus();
    } finally {
      forget();
      setBusy(false);
    }
  };
  const short = (at: 0 | 1): string | undefined => (tried && digits[at]! < DIGITS ? t('component.short', { missing: DIGITS - digits[at]! }) : undefined);
  return (
    <form className="card form component-entry" autoComplete="off" noValidate onSubmit={(event) => void send(event)} data-testid="component-entry">
      <h2>{t('component.title')}</h2>
      <p>{t('component.how')}</p>
      <ProblemNote problem={problem} />
      {differs && <div className="problem-note" role="alert" data-testid="problem" data-code="components_differ"><p>{t('component.differs')}</p></div>}
      {forgotten && <p className="note warning" role="status" data-testid="component-forgotten">{t('component.forgotten')}</p>}
      <SecretField id="component" ref={first} label={t('component.first')} testid="component" count={count(0)} error={short(0)} />
      <SecretField id="component-again" ref={again} label={t('component.again')} testid="component-again" count={count(1)} error={short(1)} />
      <div className="form-actions">
        <button type="submit" className="primary-button" data-testid="component-send" aria-disabled={busy}>{t('component.send')}</button>
        <button type="button" className="plain-button" data-testid="component-clear" onClick={() => { forget(); first.current?.focus(); }}>{t('component.clear')}</button>
      </div>
    </form>
  );
}
