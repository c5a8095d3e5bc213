// A version as a person reads it: one sentence for each thing that is agreed, beside the prices. The second person approves exactly these, and
// two versions are compared by them.
import type { Words } from '../../words/words';
import { stretchesOf } from './day_table';
import type { ChargeDoc, CounterDoc, HeadDoc, VersionDoc } from './document';

export interface Fact { id: string; label: string; value: string }

type Say = Pick<Words, 't' | 'first' | 'decimal' | 'money' | 'quantity' | 'unit'>;

export interface Reading { words: Say; unit: string; currency: string; className?: (code: string) => string }

export const periodName = (words: Pick<Words, 'first'>, period: string): string => words.first([`tariff_period.${period}`], period);
export const seasonName = (words: Pick<Words, 'first'>, season: string): string => words.first([`season.${season}`], season);
export const lineName = (words: Pick<Words, 'first'>, id: string): string => words.first([`slip.line.${id}`, `plan.line.${id}`], id);
const dayOfYear = (words: Say, day: string): string => words.t('plan.day_of_year', { month: Number(day.slice(0, 2)), day: Number(day.slice(3, 5)) });

export function headFacts(head: HeadDoc, { words, className }: Reading): Fact[] {
  const fact = factOf(words);
  return [
    fact('commodity', words.t(`report.commodity.${head.commodity}`) + `, ${words.unit(head.unit)}`),
    fact('usage_class', head.usage_class ? className?.(head.usage_class) ?? head.usage_class : ''),
    fact('quantum', words.quantity(head.quantum, head.unit)),
    fact('currency', head.currency),
    fact('zone', head.zone),
    fact('source', head.source ?? ''),
  ].filter((one) => one.value !== '');
}

export function versionFacts(version: VersionDoc, reading: Reading): Fact[] {
  return [...counting(version, reading), ...times(version, reading), ...(version.charges ?? []).map((charge) => chargeFact(charge, reading)), ...paying(version, reading)]
    .filter((one) => one.value !== '');
}

const factOf = (words: Say) => (id: string, value: string): Fact => ({ id, label: words.t(`plan.fact.${id}`), value });

function counting(version: VersionDoc, { words, unit }: Reading): Fact[] {
  const fact = factOf(words);
  const { counter, household, free } = version;
  return [
    fact('counter', counter ? counted(words, counter) : version.energy.steps || version.energy.sets ? words.t('plan.counted_for_ever') : ''),
    fact('reset', version.reset ? words.t('plan.reset') : ''),
    fact('prorate', version.prorate && version.prorate !== 'none' ? words.t(`plan.prorate.${version.prorate}`) : ''),
    fact('household', household ? words.t(household.each ? 'plan.household_each' : 'plan.household_once', { above: household.above, add: household.add.map((add) => words.decimal(add)).join(' / '), unit: words.unit(unit) }) : ''),
    fact('free', free ? words.t(free.counts ? 'plan.free_counts' : 'plan.free_apart', { units: words.quantity(free.units, unit) }) : ''),
  ];
}

function counted(words: Say, { months, start, hour }: CounterDoc): string {
  const kind = months === 12 ? 'year' : months === 1 ? 'month' : 'months';
  return words.t(`plan.counted.${kind}`, { months, day: dayOfYear(words, start ?? '01-01'), number: Number((start ?? '01-01').slice(3, 5)) }) + (hour ? ` ${words.t('plan.at_hour', { hour })}` : '');
}

function times(version: VersionDoc, { words }: Reading): Fact[] {
  const fact = factOf(words);
  const begins = (version.seasons ?? []).map(([name, day]) => words.t('plan.season_from', { season: seasonName(words, name), day: dayOfYear(words, day) }));
  const days = Object.entries(version.days ?? {}).map(([name, table]): Fact => ({
    id: `day ${name}`, label: words.t('plan.fact.day', { name: dayName(words, name) }),
    value: stretchesOf(table).map(({ from, to, period }) => `${from}–${to} ${periodName(words, period)}`).join('; '),
  }));
  const uses = (version.calendar ?? []).map((row) => words.t('plan.day_used', {
    name: dayName(words, row.use), days: row.on ? row.on.map((day) => words.t(`plan.weekday.${day}`)).join(', ') : words.t('plan.every_day'),
    season: row.season ? seasonName(words, row.season) : words.t('plan.whole_year'),
  }));
  const holidays = Object.entries(version.holidays ?? {}).map(([date, name]) => `${date} ${dayName(words, name)}`);
  return [fact('seasons', begins.join('; ')), ...days, fact('calendar', uses.length > 1 || begins.length > 0 ? uses.join('; ') : ''), fact('holidays', holidays.join('; '))];
}

export const dayName = (words: Pick<Words, 'first'>, name: string): string => words.first([`plan.day_name.${name}`], name);

function chargeFact(charge: ChargeDoc, { words, unit, currency }: Reading): Fact {
  const of = (charge.of ?? []).map((id) => lineName(words, id)).join(', ');
  const steps = charge.steps ? ` ${words.t('plan.charge_steps', { steps: charge.steps.join(', ') })}` : '';
  const times = charge.times ? ` ${words.t('plan.charge_times', { times: words.first([`plan.times.${charge.times}`], charge.times) })}` : '';
  const factor = charge.factor ? ` × ${charge.factor}` : '';
  const first = charge.first === 'days' ? `; ${words.t('plan.charge_first_days')}` : '';
  const lost = charge.catch_up === false ? `; ${words.t('plan.charge_no_catch_up')}` : '';
  const value = words.t(`plan.charge.${charge.kind}${charge.inclusive ? '_inclusive' : ''}`, {
    amount: `${words.decimal(charge.amount ?? charge.price ?? '')} ${currency}`, percent: words.decimal(charge.percent ?? ''), of, unit: words.unit(unit),
  });
  return { id: `charge ${charge.id}`, label: lineName(words, charge.id), value: `${value}${times}${factor}${steps}${first}${lost}` };
}

function paying(version: VersionDoc, { words, unit, currency }: Reading): Fact[] {
  const fact = factOf(words);
  const { limits, rounding } = version;
  const money = (amount: string): string => `${words.decimal(amount)} ${currency}`;
  return [
    fact('min_pay', limits?.min_pay ? money(limits.min_pay) : ''),
    fact('max_pay', limits?.max_pay ? money(limits.max_pay) : ''),
    fact('max_units', limits?.max_units ? words.quantity(limits.max_units, unit) : ''),
    fact('rounding', words.t('plan.rounded', { at: words.t(`plan.rounding_at.${rounding?.at ?? 'line'}`), mode: words.t(`plan.rounding_mode.${rounding?.mode ?? 'half_up'}`), units: words.t(`plan.rounding_units.${rounding?.units ?? 'down'}`) })),
    fact('debt_cap', `${words.decimal(version.debt_cap ?? '100')} %`),
    fact('zero_units', version.zero_units === 'allow' ? words.t('plan.zero_units_allow') : ''),
  ];
}

export interface ComparedFact { id: string; label: string; before: string; after: string; changed: boolean }

/** Both side by side, in the order of the newer one; what fell away stands where it was. */
export function compareFacts(before: Fact[] | null, after: Fact[]): ComparedFact[] {
  const old = new Map((before ?? []).map((fact) => [fact.id, fact]));
  const rows = after.map((fact) => ({ id: fact.id, label: fact.label, before: old.get(fact.id)?.value ?? '', after: fact.value, changed: before !== null && old.get(fact.id)?.value !== fact.value }));
  const gone = (before ?? []).filter((fact) => !after.some((one) => one.id === fact.id)).map((fact) => ({ id: fact.id, label: fact.label, before: fact.value, after: '', changed: true }));
  return [...rows, ...gone];
}
