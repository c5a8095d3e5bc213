import { useWords } from '../../words/words';
import { asKind, kindOf, periodsOf, PRORATES, seasonsOf, withOpenEnd, type EnergyDoc, type EnergyKind, type VersionDoc } from './document';
import { seasonName } from './facts';
import { PlanCheck, PlanChoice, PlanField, PlanSection } from './field';
import { PriceCells, StepTable } from './price_list';

const KINDS: EnergyKind[] = ['flat', 'own_steps', 'additive_steps', 'sets'];
const MONTHS = [1, 2, 3, 6, 12];

interface Props { version: VersionDoc; unit: string; currency: string; change: (patch: Partial<VersionDoc>) => void }

/** What a unit costs: one price, steps, price lists by the total; for the year or season by season; and over which period steps are counted. */
export function EnergyFields({ version, unit, currency, change }: Props) {
  const words = useWords();
  const { t } = words;
  const { energy, counter } = version;
  const seasons = seasonsOf(version);
  const bySeason = energy.by_season;
  const stepped = Object.values(bySeason ?? { '': energy }).some((one) => one.steps || one.sets);
  const apart = (yes: boolean): void => {
    const first = Object.values(bySeason ?? {})[0] ?? { price: '' };
    change({ energy: yes ? { by_season: Object.fromEntries(seasons.map((season) => [season, structuredClone(energy)])) } : first });
  };
  return (
    <PlanSection place="/version/energy" title={t('plan.prices')}>
      {(seasons.length > 1 || bySeason) && <PlanCheck place="/version/energy/by_season" label={t('plan.by_season')} value={Boolean(bySeason)} change={apart} />}
      {bySeason
        ? Object.entries(bySeason).map(([season, one]) => (
          <div key={season}>
            <h3>{seasonName(words, season)}</h3>
            <OnePriceList place={`/version/energy/by_season/${season}`} energy={one} periods={periodsOf(version)} unit={unit} currency={currency}
              change={(next) => change({ energy: { by_season: { ...bySeason, [season]: next } } })} />
          </div>
        ))
        : <OnePriceList place="/version/energy" energy={energy} periods={periodsOf(version)} unit={unit} currency={currency} change={(next) => change({ energy: next })} />}
      {(stepped || counter) && (
        <div className="plan-fields">
          <PlanChoice place="/version/counter/months" label={t('plan.fact.counter')} value={counter ? String(counter.months) : ''}
            choices={[{ value: '', label: t('plan.counted_for_ever') }, ...MONTHS.map((months) => ({ value: String(months), label: t(`plan.every_months.${months}`) }))]}
            change={(months) => change({ counter: months === '' ? undefined : { start: '01-01', ...counter, months: Number(months) } })} />
          {counter && <PlanField place="/version/counter/start" label={t('plan.counter_start')} value={counter.start ?? ''} note={t('plan.day_of_year_note')} change={(start) => change({ counter: { ...counter, start } })} />}
          {counter && counter.months === 12 && (
            <PlanChoice place="/version/prorate" label={t('plan.fact.prorate')} value={version.prorate ?? 'none'} choices={PRORATES.map((value) => ({ value, label: t(`plan.prorate.${value}`) }))}
              change={(prorate) => change({ prorate: prorate === 'none' ? undefined : prorate })} />
          )}
        </div>
      )}
    </PlanSection>
  );
}

interface ListProps { place: string; energy: EnergyDoc; periods: string[]; unit: string; currency: string; change: (energy: EnergyDoc) => void }

function OnePriceList({ place, energy, periods, unit, currency, change }: ListProps) {
  const words = useWords();
  const { t } = words;
  const kind = kindOf(energy);
  const sets = energy.sets ?? [];
  const putSet = (at: number, next: Partial<(typeof sets)[number]>): void => change({ sets: sets.map((set, index) => (index === at ? { ...set, ...next } : set)) });
  return (
    <>
      <div className="plan-fields">
        <PlanChoice place={`${place}/kind`} label={t('plan.kind')} value={kind} choices={KINDS.map((value) => ({ value, label: t(`plan.kind.${value}`) }))} change={(value) => change(asKind(energy, value))} />
      </div>
      {energy.price !== undefined && <PriceCells place={`${place}/price`} label={kind === 'additive_steps' ? t('plan.base_price') : t('plan.price')} price={energy.price} periods={periods} currency={currency} change={(price) => change({ ...energy, price })} />}
      {energy.steps && <StepTable place={`${place}/steps`} steps={energy.steps} adds={kind === 'additive_steps'} periods={periods} unit={unit} currency={currency} change={(steps) => change({ ...energy, steps })} />}
      {sets.map((set, at) => (
        <div key={at}>
          <h4>{t('plan.set', { number: at + 1 })}</h4>
          {at + 1 < sets.length && <PlanField place={`${place}/sets/${at}/upto`} label={`${t('plan.set_up_to')}, ${words.unit(unit)}`} value={set.upto ?? ''} change={(upto) => putSet(at, { upto })} />}
          <StepTable place={`${place}/sets/${at}/steps`} steps={set.steps} adds={false} periods={periods} unit={unit} currency={currency} change={(steps) => putSet(at, { steps })} />
          {sets.length > 1 && <button type="button" className="plain-button" onClick={() => change({ sets: withOpenEnd(sets.filter((_, index) => index !== at), 'upto') })}>{t('plan.set_remove', { number: at + 1 })}</button>}
        </div>
      ))}
      {energy.sets && <div className="plan-tools"><button type="button" className="plain-button" onClick={() => change({ sets: [...sets.map((set, at) => (at + 1 === sets.length ? { ...set, upto: '' } : set)), { steps: [{ price: '' }] }] })}>{t('plan.set_add')}</button></div>}
    </>
  );
}
