import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { post } from '../../api/client';
import { newKey } from '../../api/key';
import { listed } from '../../api/lists';
import { Problem, asProblem } from '../../api/problem';
import type { QuoteView } from '../../api/types';
import { parseAmount } from '../../form/amount';
import { AmountInput } from '../../form/amount_input';
import { TextField } from '../../form/fields';
import { CodesField, LookupField } from '../../form/lookup_field';
import { ProblemNote } from '../../form/problem_note';
import { grouped } from '../../words/format';
import { readable, useWords } from '../../words/words';
import { CustomerStep } from '../tasks/open_account_steps';
import { emptyOpening, type Opening } from '../tasks/opening';
import { useTaskSale } from '../tasks/use_task_sale';
import { PaidOtherwise } from '../tender_fields';
import type { Counter } from '../use_counter';
import { canBecomePurse } from './purse';
import { applicationBody, emptyFarm, lacking, purseOpeningBody, stepsOf, type Farm } from './purse_opening';

/**
 * A farmer's account: customer – where he waters – first money – one confirmation, which makes his card of the blank one and loads it.
 * Where applications are reviewed it ends with his application; the account is opened here when somebody has granted it.
 */
export function OpenPurse({ counter, scheme, entered }: { counter: Counter; scheme: string; entered: () => void }) {
  const { t } = useWords();
  const task = useTaskSale(counter, '/accounts/open', true);
  const reviewed = counter.session?.utility?.purse_review ?? true;
  const steps = stepsOf(reviewed);
  const [at, setAt] = useState(0);
  const [opening, setOpening] = useState<Opening>(emptyOpening);
  const [farm, setFarm] = useState<Farm>(emptyFarm);
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const key = useRef(newKey());
  const step = steps[at]!;
  const gaps = lacking(opening, farm, step, counter.digits);
  const ready = reviewed || canBecomePurse(counter.card);
  /** What was confirmed was confirmed of what stood there. */
  const change = (part: Partial<Opening>): void => setOpening((old) => ({ ...old, confirmed: '', ...part }));
  const apply = async (): Promise<void> => {
    try {
      await post('/purse-applications', applicationBody(opening, farm), { key: key.current });
      entered();
    } catch (reason) {
      key.current = newKey();
      setProblem(asProblem(reason));
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(gaps.length > 0);
    if (gaps.length > 0) return;
    if (step !== 'check') return setAt(at + 1);
    if (!ready) return;
    void (reviewed ? apply() : task.send(purseOpeningBody(opening, farm, scheme, counter.digits)));
  };
  const must = (name: string): string | undefined => (tried && gaps.includes(name) ? t('form.must_fill') : undefined);
  return (
    <form className="task open-account" onSubmit={submit} data-testid="open-purse" data-step={step}>
      <ol className="step-bar" aria-label={t('open.steps')}>
        {steps.map((each, index) => (
          <li key={each} className={index === at ? 'is-running' : index < at ? 'is-done' : ''} aria-current={index === at ? 'step' : undefined}>
            <button type="button" disabled={index > at} onClick={() => setAt(index)} data-testid={`open-purse-step-${each}`}>{index + 1} {t(`purse.open_step.${each}`)}</button>
          </li>
        ))}
      </ol>
      <ProblemNote problem={task.problem ?? problem} />
      <div className="step-body">
        {step === 'customer' && <CustomerStep opening={opening} change={change} gaps={tried && gaps.length > 0 ? ['customerName'] : []} counter={counter} drafts={false} />}
        {step === 'wells' && <WellsStep farm={farm} change={(part) => { change({}); setFarm((old) => ({ ...old, ...part })); }} must={must} />}
        {step === 'first_load' && <MoneyStep opening={opening} change={change} counter={counter} bad={tried && gaps.length > 0} />}
        {step === 'check' && <Check opening={opening} farm={farm} scheme={scheme} change={change} counter={counter} reviewed={reviewed} />}
      </div>
      <div className="band-actions">
        <button type="submit" className="big-button" data-testid="open-purse-next" aria-disabled={step === 'check' && !ready}>
          {step !== 'check' ? t('form.next') : reviewed ? t('purse.open_apply') : ready ? t('purse.open_do') : t('counter.put_blank')}
        </button>
      </div>
    </form>
  );
}

function WellsStep({ farm, change, must }: { farm: Farm; change: (part: Partial<Farm>) => void; must: (name: string) => string | undefined }) {
  const { t } = useWords();
  return (
    <>
      <div className="two-columns">
        <LookupField id="open-purse-village" label={t('column.village')} testid="open-purse-village" register="village" value={farm.village} change={(village) => change({ village })} error={must('village')} />
        <LookupField id="open-purse-area" label={t('column.area')} note={t('form.optional')} testid="open-purse-area" register="area" value={farm.area} change={(area) => change({ area })} />
      </div>
      <CodesField id="open-purse-areas" label={t('purse.open_areas')} note={t('purse.open_areas_note')} testid="open-purse-areas" register="area_number" values={farm.areas} change={(areas) => change({ areas })} error={must('areas')} />
      <TextField id="open-purse-class" label={t('column.price_class')} testid="open-purse-class" value={farm.priceClass} change={(text) => change({ priceClass: text.replace(/\D/g, '') })} error={must('priceClass')} />
    </>
  );
}

interface PartProps { opening: Opening; change: (part: Partial<Opening>) => void; counter: Counter }

function MoneyStep({ opening, change, counter, bad }: PartProps & { bad: boolean }) {
  const { t, currency } = useWords();
  const pay = parseAmount(opening.pay, counter.digits);
  return (
    <>
      <div className="two-columns">
        <AmountInput id="open-purse-pay" label={t('purse.amount', { currency })} value={opening.pay} change={(text) => change({ pay: text })} testid="open-purse-pay" autoFocus error={bad ? t('amount.empty') : undefined} />
        {opening.tenders.length === 0 && <AmountInput id="open-purse-received" label={t('counter.received')} value={opening.received} change={(received) => change({ received })} testid="open-purse-received" />}
      </div>
      {pay.ok && <PaidOtherwise lines={opening.tenders} change={(tenders) => change({ tenders })} due={pay.value} digits={counter.digits} />}
    </>
  );
}

/** What a village or an area is called; its code until that is known. */
function usePlaceName(code: string): string {
  const found = useQuery({ queryKey: ['place', code], queryFn: ({ signal }) => listed('places', `filter.code=${encodeURIComponent(code)}&page_size=1`, signal), staleTime: Infinity, enabled: code !== '' });
  return found.data?.rows[0]?.name || code;
}

function Check({ opening, farm, scheme, change, counter, reviewed }: PartProps & { farm: Farm; scheme: string; reviewed: boolean }) {
  const words = useWords();
  const { t, money } = words;
  const places = [usePlaceName(farm.village), usePlaceName(farm.area)];
  const body = purseOpeningBody({ ...opening, confirmed: '' }, farm, scheme, counter.digits);
  const quote = useQuery({ queryKey: ['opening', JSON.stringify(body)], queryFn: ({ signal }) => post<QuoteView>('/quotes/opening', body, { signal }), retry: false, enabled: !reviewed });
  const confirmed = opening.confirmed.split(',').filter(Boolean);
  const say = (code: string, yes: boolean): void => change({ confirmed: [...confirmed.filter((each) => each !== code), ...(yes ? [code] : [])].join() });
  const rows: [string, string][] = [
    [t('word.customer'), `${opening.customerName} ${opening.customerNumber}`],
    [t('column.village'), places.filter(Boolean).join(' · ')],
    [t('purse.open_areas'), farm.areas.join(', ')],
    [t('column.price_class'), farm.priceClass],
  ];
  if (quote.data) rows.push([t('counter.to_pay'), money(quote.data.tendered)], [t('purse.after'), money(quote.data.should_show ?? undefined)]);
  if (!reviewed) rows.push([t('word.card'), canBecomePurse(counter.card) ? grouped(counter.card?.serial ?? '').join(' ') : t('counter.put_blank')]);
  return (
    <>
      <ProblemNote problem={quote.error} />
      {reviewed && <p className="note" data-testid="open-purse-reviewed">{t('purse.open_reviewed')}</p>}
      <dl className="facts check-list" data-testid="open-purse-check">
        {rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
      {(quote.data?.confirm ?? []).map((each) => (
        <label key={each.code} className="radio-row">
          <input type="checkbox" data-testid={`open-purse-confirm-${each.code}`} checked={confirmed.includes(each.code)} onChange={(event) => say(each.code, event.target.checked)} />
          {words.first([`confirm.${each.code}`], each.code, readable(each.details ?? {}, words.language, words.zone))}
        </label>
      ))}
    </>
  );
}
