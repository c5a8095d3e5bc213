import { useWords } from '../../words/words';
import { CHARGE_KINDS, type ChargeKind } from '../../api/charge_kinds';
import type { ChargeDoc, VersionDoc } from './document';
import { lineName } from './facts';
import { PlanCheck, PlanChoice, PlanField, PlanSection } from './field';

const TIMES = ['', 'heads', 'load_kw', 'demand_kw', 'amps'];

interface Props { version: VersionDoc; unit: string; currency: string; change: (patch: Partial<VersionDoc>) => void }

const KINDS = Object.keys(CHARGE_KINDS) as ChargeKind[];

/** What the server declares of its kind; a file may bring one that this server does not know. */
const declared = (charge: ChargeDoc) => CHARGE_KINDS[charge.kind] ?? CHARGE_KINDS.per_sale;
const has = (charge: ChargeDoc, key: string): boolean => (declared(charge).keys as readonly string[]).includes(key);

/** What a charge of another kind keeps of what was typed. */
function asKind(charge: ChargeDoc, kind: ChargeKind): ChargeDoc {
  const next: ChargeDoc = { id: charge.id, kind, [CHARGE_KINDS[kind].figure]: charge.amount ?? charge.price ?? charge.percent ?? '' };
  return has(next, 'of') ? { ...next, of: charge.of ?? ['energy'] } : next;
}

/** Charges, levies and taxes in the order in which they are taken; a percentage is taken of lines that stand before it. */
export function ChargeFields({ version, unit, currency, change }: Props) {
  const { t } = useWords();
  const charges = version.charges ?? [];
  const put = (next: ChargeDoc[]): void => change({ charges: next.length === 0 ? undefined : next });
  const swap = (at: number, other: number): void => {
    const next = [...charges];
    [next[at], next[other]] = [next[other]!, next[at]!];
    put(next);
  };
  return (
    <PlanSection place="/version/charges" title={t('plan.charges')}>
      {charges.map((charge, at) => (
        <fieldset key={at} className="plan-section" data-testid={`charge-${at}`}>
          <legend>{t('plan.charge_number', { number: at + 1 })}</legend>
          <OneCharge charge={charge} place={`/version/charges/${at}`} earlier={charges.slice(0, at)} unit={unit} currency={currency} change={(next) => put(charges.map((one, index) => (index === at ? next : one)))} />
          <div className="plan-tools">
            {at > 0 && <button type="button" className="quiet-button" onClick={() => swap(at, at - 1)}>{t('plan.earlier')}</button>}
            <button type="button" className="quiet-button" data-testid={`charge-remove-${at}`} onClick={() => put(charges.filter((_, index) => index !== at))}>{t('plan.charge_remove', { number: at + 1 })}</button>
          </div>
        </fieldset>
      ))}
      <div className="plan-tools">
        <button type="button" className="plain-button" data-testid="charge-add" onClick={() => put([...charges, { id: charges.length === 0 ? 'service' : `charge_${charges.length + 1}`, kind: 'per_month', amount: '' }])}>{t('plan.charge_add')}</button>
        <button type="button" className="plain-button" data-testid="tax-add" onClick={() => put([...charges, { id: charges.some((one) => one.id === 'vat') ? `tax_${charges.length + 1}` : 'vat', kind: 'percent', percent: '', of: ['energy', ...charges.filter((one) => !declared(one).ofTheTotal && declared(one).figure !== 'percent').map((one) => one.id)], inclusive: true }])}>{t('plan.tax_add')}</button>
      </div>
    </PlanSection>
  );
}

function OneCharge({ charge, place, earlier, unit, currency, change }: { charge: ChargeDoc; place: string; earlier: ChargeDoc[]; unit: string; currency: string; change: (next: ChargeDoc) => void }) {
  const words = useWords();
  const { t } = words;
  const at = (member: string): string => `${place}/${member}`;
  const member = declared(charge).figure;
  const label = member === 'percent' ? '%' : member === 'price' ? `${currency} / ${words.unit(unit)}` : currency;
  const lines = ['energy', ...earlier.filter((one) => !declared(one).ofTheTotal).map((one) => one.id)];
  const times = charge.times && !TIMES.includes(charge.times) ? [...TIMES, charge.times] : TIMES;
  return (
    <>
      <div className="plan-fields">
        <PlanField place={at('id')} label={t('plan.charge_name')} value={charge.id} change={(id) => change({ ...charge, id })} />
        <PlanChoice place={at('kind')} label={t('plan.kind')} value={charge.kind} choices={KINDS.map((value) => ({ value, label: t(`plan.charge_kind.${value}`) }))} change={(kind) => change(asKind(charge, kind))} />
        <PlanField place={at(member)} label={`${t('plan.figure')}, ${label}`} value={charge[member] ?? ''} change={(value) => change({ ...charge, [member]: value })} />
        {has(charge, 'times') && <PlanChoice place={at('times')} label={t('plan.fact.times')} value={charge.times ?? ''} choices={times.map((value) => ({ value, label: value === '' ? t('plan.times_once') : words.first([`plan.times.${value}`], value) }))} change={(value) => change({ ...charge, times: value })} />}
        {has(charge, 'factor') && <PlanField place={at('factor')} label={t('plan.factor')} value={charge.factor ?? ''} note={t('form.optional')} change={(factor) => change({ ...charge, factor })} />}
        {has(charge, 'first') && <PlanChoice place={at('first')} label={t('plan.first_month')} value={charge.first ?? 'full'} choices={(['full', 'days'] as const).map((value) => ({ value, label: t(`plan.first.${value}`) }))} change={(first) => change(first === 'full' ? without(charge, 'first') : { ...charge, first })} />}
      </div>
      {has(charge, 'catch_up') && <PlanCheck place={at('catch_up')} label={t('plan.catch_up')} value={charge.catch_up !== false} change={(yes) => change(yes ? without(charge, 'catch_up') : { ...charge, catch_up: false })} />}
      {charge.of && (
        <fieldset className="plan-weekdays"><legend className="small">{t('plan.taken_of')}</legend>
          {lines.map((line) => <label key={line}><input type="checkbox" checked={charge.of!.includes(line)} onChange={() => change({ ...charge, of: charge.of!.includes(line) ? charge.of!.filter((one) => one !== line) : [...charge.of!, line] })} /> {lineName(words, line)}</label>)}</fieldset>
      )}
      {has(charge, 'inclusive') && <PlanCheck place={at('inclusive')} label={t('plan.inclusive')} value={charge.inclusive === true} change={(yes) => change(yes ? { ...charge, inclusive: true } : without(charge, 'inclusive'))} />}
      {charge.steps && <p className="small quiet">{t('plan.charge_steps', { steps: charge.steps.join(', ') })}</p>}
    </>
  );
}

function without(charge: ChargeDoc, member: keyof ChargeDoc): ChargeDoc {
  const next = { ...charge };
  delete next[member];
  return next;
}
