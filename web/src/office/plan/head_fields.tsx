import { useQuery } from '@tanstack/react-query';
import { every } from '../../api/lists';
import { codeName } from '../../words/code_name';
import { useWords } from '../../words/words';
import type { HeadDoc, PlanUnit } from './document';
import { PlanChoice, PlanField, PlanSection } from './field';

const COMMODITIES = ['electricity', 'gas', 'water'] as const;
/** By commodity; a file may bring one that is none. */
const UNITS: Record<string, readonly PlanUnit[]> = { electricity: ['kWh'], gas: ['m3'], water: ['m3', 'h'] };

/** What a plan is, for whom, and in what it counts. Set once: versions change prices, not what is priced. */
export function HeadFields({ head, change }: { head: HeadDoc; change: (patch: Partial<HeadDoc>) => void }) {
  const { t, unit, language } = useWords();
  const classes = useQuery({ queryKey: ['list', 'codes', 'usage_class', 'in use'], queryFn: ({ signal }) => every('codes', 'sort=code&filter.kind=usage_class&filter.active=true', signal) });
  const units = [...new Set([...(UNITS[head.commodity] ?? []), head.unit])];
  const named = (classes.data?.rows ?? []).map((row) => ({ value: row.code, label: codeName(row, language) }));
  const usage = head.usage_class && !named.some((one) => one.value === head.usage_class) ? [...named, { value: head.usage_class, label: head.usage_class }] : named;
  return (
    <PlanSection place="/plan" title={t('plan.identity')}>
      <div className="plan-fields">
        <PlanField place="/id" label={t('plan.fact.id')} value={head.id} change={(id) => change({ id })} note={t('plan.id_note')} />
        <PlanField place="/name" label={t('column.name')} value={head.name ?? ''} change={(name) => change({ name })} />
        <PlanChoice place="/commodity" label={t('plan.fact.commodity')} value={head.commodity} choices={COMMODITIES.map((value) => ({ value, label: t(`report.commodity.${value}`) }))}
          change={(commodity) => change({ commodity, unit: UNITS[commodity]?.[0] ?? head.unit })} />
        <PlanChoice place="/unit" label={t('plan.fact.unit')} value={head.unit} choices={units.map((value) => ({ value, label: unit(value) }))} change={(value) => change({ unit: value })} />
        <PlanField place="/quantum" label={t('plan.fact.quantum')} value={head.quantum} change={(quantum) => change({ quantum })} />
        <PlanChoice place="/usage_class" label={t('plan.fact.usage_class')} value={head.usage_class ?? ''} choices={[{ value: '', label: t('plan.anybody') }, ...usage]} change={(usage_class) => change({ usage_class })} />
        <PlanField place="/zone" label={t('plan.fact.zone')} value={head.zone} change={(zone) => change({ zone })} />
        <PlanField place="/source" label={t('plan.fact.source')} value={head.source ?? ''} change={(source) => change({ source })} note={t('form.optional')} />
      </div>
    </PlanSection>
  );
}
