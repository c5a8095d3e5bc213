import { useWords } from '../../words/words';
import type { VersionDoc } from './document';
import { PlanCheck, PlanChoice, PlanField, PlanSection } from './field';

interface Props { version: VersionDoc; unit: string; currency: string; change: (patch: Partial<VersionDoc>) => void }

/** The basic allowance, big households, limits of one payment, debts, rounding. */
export function OtherFields({ version, unit, currency, change }: Props) {
  const words = useWords();
  const { t } = words;
  const { free, household, limits, rounding } = version;
  const limit = (patch: NonNullable<VersionDoc['limits']>): void => change({ limits: { ...limits, ...patch } });
  const round = (patch: NonNullable<VersionDoc['rounding']>): void => change({ rounding: { ...rounding, ...patch } });
  const of = words.unit(unit);
  const choices = (family: string, values: string[]): { value: string; label: string }[] => values.map((value) => ({ value, label: t(`plan.${family}.${value}`) }));
  return (
    <PlanSection place="/version/other" title={t('plan.other')}>
      <div className="plan-fields">
        <PlanField place="/version/free/units" label={`${t('plan.fact.free')}, ${of}`} value={free?.units ?? ''} note={t('form.optional')} change={(units) => change({ free: units === '' ? undefined : { ...free, units } })} />
        <PlanField place="/version/household/above" label={t('plan.household_above')} value={household ? String(household.above) : ''} note={t('form.optional')}
          change={(above) => change({ household: /^\d{1,4}$/.test(above) ? { add: [''], ...household, above: Number(above) } : undefined })} />
        {household && household.add.map((add, at) => <PlanField key={at} place={`/version/household/add/${at}`} label={`${t('plan.household_add', { number: at + 1 })}, ${of}`} value={add} change={(value) => change({ household: { ...household, add: household.add.map((one, index) => (index === at ? value : one)) } })} />)}
      </div>
      {free && <PlanCheck place="/version/free/counts" label={t('plan.free_counts_label')} value={free.counts === true} change={(yes) => change({ free: yes ? { ...free, counts: true } : { units: free.units } })} />}
      {household && (
        <div className="plan-tools">
          <PlanCheck place="/version/household/each" label={t('plan.household_each_label')} value={household.each === true} change={(each) => change({ household: { ...household, each } })} />
          <button type="button" className="plain-button" onClick={() => change({ household: { ...household, add: [...household.add, ''] } })}>{t('plan.household_more')}</button>
          {household.add.length > 1 && <button type="button" className="quiet-button" onClick={() => change({ household: { ...household, add: household.add.slice(0, -1) } })}>{t('plan.household_less')}</button>}
        </div>
      )}
      <div className="plan-fields">
        <PlanField place="/version/limits/min_pay" label={`${t('plan.fact.min_pay')}, ${currency}`} value={limits?.min_pay ?? ''} change={(min_pay) => limit({ min_pay })} />
        <PlanField place="/version/limits/max_pay" label={`${t('plan.fact.max_pay')}, ${currency}`} value={limits?.max_pay ?? ''} note={t('form.optional')} change={(max_pay) => limit({ max_pay })} />
        <PlanField place="/version/limits/max_units" label={`${t('plan.fact.max_units')}, ${of}`} value={limits?.max_units ?? ''} note={t('form.optional')} change={(max_units) => limit({ max_units })} />
        <PlanField place="/version/debt_cap" label={`${t('plan.fact.debt_cap')}, %`} value={version.debt_cap ?? ''} note={t('form.optional')} change={(debt_cap) => change({ debt_cap })} />
        <PlanChoice place="/version/rounding/mode" label={t('plan.fact.rounding')} value={rounding?.mode ?? 'half_up'} choices={choices('rounding_mode', ['half_up', 'half_even', 'down', 'up'])} change={(mode) => round({ mode })} />
        <PlanChoice place="/version/rounding/at" label={t('plan.rounding_at')} value={rounding?.at ?? 'line'} choices={choices('rounding_at', ['line', 'total'])} change={(at) => round({ at })} />
        <PlanChoice place="/version/rounding/units" label={t('plan.rounding_units')} value={rounding?.units ?? 'down'} choices={choices('rounding_units', ['down', 'nearest', 'up'])} change={(units) => round({ units })} />
      </div>
      <PlanCheck place="/version/zero_units" label={t('plan.zero_units_label')} value={version.zero_units === 'allow'} change={(yes) => change({ zero_units: yes ? 'allow' : undefined })} />
      <PlanCheck place="/version/reset" label={t('plan.reset_label')} value={version.reset === true} change={(yes) => change({ reset: yes ? true : undefined })} />
    </PlanSection>
  );
}
