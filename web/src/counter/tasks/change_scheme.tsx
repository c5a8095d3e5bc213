import type { Carrier } from '../../api/row_words';
import type { SchemeView } from '../../api/types';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { get } from '../../api/client';
import { amountText, figureText } from '../../form/amount';
import { AmountInput } from '../../form/amount_input';
import { TextField } from '../../form/fields';
import { focusFirst } from '../../form/focus_first';
import { ProblemNote } from '../../form/problem_note';
import { ReasonField } from '../../form/reason_field';
import { SecondPerson } from '../../form/second_person';
import { unitOf, useWords } from '../../words/words';
import { onTheLine } from '../state';
import type { TaskProps } from './task';
import { TwoSteps } from './two_steps';
import { useTaskSale } from './use_task_sale';

interface Reach { scheme: string; holder: SchemeView['holder']; carriers: Carrier[]; money: 'nowhere' | 'to_server' | 'to_meter'; other_meter: boolean; within_reach: boolean; refused?: { code: string; detail: string } }

const FIGURES = ['last_register', 'first_register'], MONEY = ['remaining', 'alarm', 'overdraft'];
const EMPTY = { number: '', model: '', last_register: '', first_register: '', remaining: '', alarm: '', overdraft: '', reason: '' };
type Field = keyof typeof EMPTY;

/** What the chosen way asks to be filled in. */
const fieldsOf = (to: Reach, exchanged: boolean, dead: boolean): Field[] => [
  ...(exchanged ? (['number', 'model'] as const) : []),
  ...(to.money === 'nowhere' ? [] : (['last_register'] as const)),
  ...(exchanged ? (['first_register'] as const) : []),
  ...(dead ? (['remaining'] as const) : []),
  ...(to.money === 'to_server' ? (['alarm', 'overdraft'] as const) : []),
];

/** From card to line, from the meter to the server, and back: what is within reach, and the one document that does it. */
export function ChangeScheme({ counter }: TaskProps) {
  const { t, currency, unit: unitName } = useWords();
  const account = counter.account;
  const [step, setStep] = useState<'order' | 'change'>(account?.state === 'closing' ? 'change' : 'order');
  const [scheme, setScheme] = useState('');
  const [typed, setTyped] = useState(EMPTY);
  const [dead, setDead] = useState(false);
  const [keepCards, setKeepCards] = useState(false);
  const [tried, setTried] = useState(false);
  const reach = useQuery({ queryKey: ['accounts', account?.number, 'schemes'], queryFn: ({ signal }) => get<{ rows: Reach[] }>(`/accounts/${account?.number}/schemes`, signal), enabled: account !== null });
  const order = useTaskSale(counter, `/accounts/${account?.number}/close`);
  const change = useTaskSale(counter, `/accounts/${account?.number}/scheme`);
  const rows = reach.data?.rows ?? [];
  const ways = useRef<HTMLFieldSetElement>(null);
  const asked = reach.data !== undefined;
  useEffect(() => { if (asked) focusFirst(ways.current); }, [asked]); // what can be chosen comes later than the form
  const to = rows.find((one) => one.scheme === scheme);
  const ordering = to?.money === 'to_server' && step === 'order';
  const exchanged = to?.other_meter === true || typed.number.trim() !== '';
  const saysDead = dead && to?.money === 'to_server' && exchanged;
  const byLink = !counter.card && onTheLine(account);
  const needed: Field[] = ['reason', ...(to?.other_meter ? (['number'] as const) : []), ...(saysDead ? (['remaining'] as const) : [])];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!to) return;
    if (ordering) {
      if (counter.card || byLink) void order.send({ phase: 'order', purpose: 'change_scheme', ...(byLink ? { carrier: 'link' } : {}) });
      return;
    }
    setTried(true);
    if (needed.some((name) => typed[name].trim() === '')) return;
    const said = Object.fromEntries(fieldsOf(to, exchanged, saysDead).filter((name) => name !== 'number' && name !== 'model' && typed[name].trim() !== '').map((name) => [name, MONEY.includes(name) ? amountText(typed[name], counter.digits) : figureText(typed[name])]));
    const meter = exchanged ? { meter: { number: typed.number.trim(), ...(typed.model.trim() ? { model: typed.model.trim() } : {}) } } : {};
    void change.send({ scheme: to.scheme, ...meter, ...said, reason: typed.reason.trim(), ...(keepCards ? { keep_cards: true } : {}) });
  };
  const approving = [order, change].find((each) => each.approval !== null);
  if (approving?.approval) return <SecondPerson asked={approving.approval} approved={approving.approved} cancel={approving.later} withdrawn={approving.withdrawn} />;
  const name = account?.customer.name ?? '';
  const unit = unitName(unitOf(account?.commodity));
  const label = (id: Field): string => t(id === 'number' ? 'scheme_change.new_meter' : `scheme_change.${id}`, { unit, currency });
  const must = (id: Field): string | undefined => (tried && needed.includes(id) && typed[id].trim() === '' ? t('form.must_fill') : undefined);
  const field = (id: Field) => {
    const props = {
      id: `scheme-${id}`, label: label(id), note: id === 'last_register' ? t('scheme_change.last_register_note') : undefined, value: typed[id], testid: `scheme-${id}`, error: must(id),
      change: (value: string) => setTyped((old) => ({ ...old, [id]: value })),
    };
    return FIGURES.includes(id) || MONEY.includes(id) ? <AmountInput key={id} {...props} figure={FIGURES.includes(id)} /> : <TextField key={id} {...props} />;
  };
  return (
    <form className="task" onSubmit={submit} data-testid="change-scheme">
      <ProblemNote problem={ordering ? order.problem : change.problem} />
      <fieldset ref={ways}>
        <legend>{t('scheme_change.to')}</legend>
        {rows.map((one) => (
          <label key={one.scheme} className="radio-row">
            <input type="radio" name="scheme" checked={scheme === one.scheme} disabled={!one.within_reach} onChange={() => setScheme(one.scheme)} data-testid={`scheme-to-${one.scheme}`} />
            <span><strong>{t(`scheme.${one.scheme}`)}</strong><br /><span className="quiet">{one.refused?.detail ?? t(one.other_meter ? 'scheme_change.other_meter' : `scheme_change.money.${one.money}`)}</span></span>
          </label>
        ))}
        {reach.data && rows.length === 0 && <p className="note">{t('scheme_change.none')}</p>}
      </fieldset>
      {to?.money === 'to_server' && <TwoSteps of="scheme_change" second="change" step={step} change={setStep} byLink={byLink} />}
      {ordering && !counter.card && !byLink && <p className="note warning">{t('counter.put_card_of', { name })}</p>}
      {to && !ordering && (
        <>
          {to.other_meter && <p className="note">{t(`scheme_change.money.${to.money}`)}</p>}
          {to.money === 'to_server' && exchanged && (
            <label className="radio-row"><input type="checkbox" checked={dead} onChange={(event) => setDead(event.target.checked)} data-testid="scheme-dead" /><span>{t('scheme_change.dead')}</span></label>
          )}
          {fieldsOf(to, exchanged, saysDead).map(field)}
          {to.money === 'nowhere' && to.carriers[0] === 'link' && (
            <label className="radio-row"><input type="checkbox" checked={keepCards} onChange={(event) => setKeepCards(event.target.checked)} data-testid="scheme-keep-cards" /><span>{t('scheme_change.keep_cards')}</span></label>
          )}
          {to.money === 'to_meter' && to.carriers[0] === 'card' && !counter.card && <p className="note">{t('scheme_change.card_later')}</p>}
          <ReasonField id="scheme-reason" label={t('word.reason')} value={typed.reason} change={(value) => setTyped((old) => ({ ...old, reason: value }))} testid="scheme-reason" error={must('reason')} />
        </>
      )}
      <button type="submit" className="big-button" data-testid="scheme-send" aria-disabled={!to || (ordering && !counter.card && !byLink)}>
        {ordering ? t(byLink ? 'close.do_order_by_link' : 'close.do_order', { name }) : t('scheme_change.do', { name })}
      </button>
    </form>
  );
}
