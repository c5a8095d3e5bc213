import { useRef, useState } from 'react';
import { postSecret } from '../api/client';
import { SelectField } from '../form/fields';
import { Form } from '../form/form';
import { useWords } from '../words/words';
import { DIGITS, flawOf } from './component';
import { isTyped, takesCard, waysOf, writesCard, type Way } from './officer_card';
import { OfficerCardFields, type CardAndPin } from './officer_card_fields';
import { SecretField, useForgetting, type Secret } from './secret_field';
import type { Ceremony } from './types';

/** A half-typed component does not wait for its officer to come back from lunch. */
const IDLE_MS = 180_000;
const PATH: Record<Way, string> = { roll: '', type: '', keep: '/to-card', make: '/to-card', bring: '/from-card' };

interface Props { ceremony: number; purpose: Ceremony['purpose']; entered: (checkValue: string | null) => void }

/** An officer has the vault roll his component, enters it, twice and unseen, or brings it by his card. Of what he typed he gets the check value, once. */
export function ComponentEntry({ ceremony, purpose, entered }: Props) {
  const { t } = useWords();
  const first = useRef<Secret>(null);
  const again = useRef<Secret>(null);
  const card = useRef<CardAndPin>(null);
  const [way, setWay] = useState<Way>(waysOf(purpose)[0]!);
  const [digits, setDigits] = useState([0, 0]);
  const [tried, setTried] = useState(false);
  const [differs, setDiffers] = useState(false);
  const [forgotten, setForgotten] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const forget = (): void => {
    first.current?.clear();
    again.current?.clear();
    card.current?.clear();
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
  /** Both entries, or null: then what is wrong is said at the field. */
  const typed = (): { component: string; repeated: string } | null => {
    const component = first.current!.value();
    const repeated = again.current!.value();
    const flaw = flawOf(component, repeated);
    setTried(true);
    if (flaw === null) return { component, repeated };
    if (flaw === 'short') (component.length < DIGITS ? first : again).current!.focus();
    else {
      // One of the two is mistyped and nobody can see which: both are thrown away.
      forget();
      setDiffers(true);
      first.current!.focus();
    }
    return null;
  };
  const send = async (): Promise<void> => {
    setProblem(null);
    const entries = isTyped(way) ? typed() : {};
    const opened = entries && takesCard(way) ? card.current!.taken() : {};
    if (!entries || !opened) return;
    setBusy(true);
    try {
      const answer = await postSecret<{ check_value: string }>(`/keys/ceremonies/${ceremony}/components${PATH[way]}`, { ...entries, ...opened });
      entered(isTyped(way) ? answer.check_value : null);
    } catch (why) {
      setProblem(why);
      (first.current ?? card.current)?.focus();
    } finally {
      forget();
      setBusy(false);
    }
  };
  const choose = (next: Way): void => {
    forget();
    setProblem(null);
    setDiffers(false);
    setWay(next);
  };
  const short = (at: 0 | 1): string | undefined => (tried && digits[at]! < DIGITS ? t('component.short', { missing: DIGITS - digits[at]! }) : undefined);
  return (
    <Form className="card form component-entry" autoComplete="off" send={() => void send()} busy={busy} problem={problem} testid="component-entry">
      <h2>{t('component.title')}</h2>
      <SelectField id="component-way" label={t('component.way')} value={way} change={choose} testid="component-way" choices={waysOf(purpose).map((value) => ({ value, label: t(`component.way_${value}`) }))} />
      <p>{t(isTyped(way) ? 'component.how' : `component.how_${way}`)}</p>
      {differs && <div className="problem-note" role="alert" data-testid="problem" data-code="components_differ"><p>{t('component.differs')}</p></div>}
      {forgotten && <p className="note warning" role="status" data-testid="component-forgotten">{t('component.forgotten')}</p>}
      {isTyped(way) && <SecretField id="component" ref={first} label={t('component.first')} testid="component" count={count(0)} error={short(0)} />}
      {isTyped(way) && <SecretField id="component-again" ref={again} label={t('component.again')} testid="component-again" count={count(1)} error={short(1)} />}
      {takesCard(way) && <OfficerCardFields key={String(writesCard(way))} ref={card} writes={writesCard(way)} />}
      {busy && takesCard(way) && <p className="note" role="status" data-testid="component-busy">{t('component.busy')}</p>}
      <div className="form-actions">
        <button type="submit" className="primary-button" data-testid="component-send" aria-disabled={busy}>{t(way === 'type' ? 'component.send' : way === 'roll' ? 'component.send_roll' : writesCard(way) ? 'component.send_keep' : 'component.send_bring')}</button>
        {way !== 'roll' && <button type="button" className="plain-button" data-testid="component-clear" onClick={() => { forget(); first.current?.focus(); }}>{t('component.clear')}</button>}
      </div>
    </Form>
  );
}
