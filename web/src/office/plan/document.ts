// A price plan as a document (docs/price-plans.md), as it is while somebody writes it: texts may be unfinished, the server says what is wrong.
// The form has no state beside it: every field reads and writes one place of the document, so nothing that a file brings is lost.

import { readFigure } from '../../form/amount';
import type { ChargeKind } from '../../api/charge_kinds';
import type { Commodity } from '../../api/types';

export type Price = string | Record<string, string>;
export interface StepDoc { to?: string; price?: Price; add?: string }
interface SetDoc { upto?: string; steps: StepDoc[] }
export interface EnergyDoc { price?: Price; steps?: StepDoc[]; sets?: SetDoc[]; by_season?: Record<string, EnergyDoc> }
export const PRORATES = ['none', 'months', 'days'] as const;
type Prorate = (typeof PRORATES)[number];
export interface ChargeDoc {
  id: string; kind: ChargeKind; amount?: string; price?: string; percent?: string; times?: string; first?: 'full' | 'days'; catch_up?: boolean; factor?: string;
  of?: string[]; steps?: number[]; inclusive?: boolean;
}
export interface CounterDoc { months: number; start?: string; hour?: number }
export interface CalendarRow { season?: string; on?: number[]; use: string }
export type DayTable = [string, string][];
export interface VersionDoc {
  from: string;
  counter?: CounterDoc;
  reset?: boolean;
  seasons?: [string, string][];
  days?: Record<string, DayTable>;
  calendar?: CalendarRow[];
  holidays?: Record<string, string>;
  energy: EnergyDoc;
  household?: { above: number; add: string[]; each?: boolean };
  prorate?: Prorate;
  free?: { units: string; counts?: boolean };
  charges?: ChargeDoc[];
  rounding?: { at?: string; mode?: string; units?: string };
  debt_cap?: string;
  limits?: { min_pay?: string; max_pay?: string; max_units?: string };
  zero_units?: 'refuse' | 'allow';
}
export type PlanUnit = 'kWh' | 'm3' | 'h';
export interface HeadDoc {
  id: string; name?: string; source?: string; usage_class?: string; commodity: Commodity; unit: PlanUnit; currency: string; minor: number; zone: string; quantum: string;
}
export interface PlanDoc { head: HeadDoc; version: VersionDoc }

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members that may be left empty, and are then not there at all. */
const OPTIONAL = new Set(['name', 'source', 'usage_class', 'to', 'upto', 'min_pay', 'max_pay', 'max_units', 'debt_cap', 'times', 'factor', 'start', 'season', 'prorate', 'at', 'mode', 'zero_units', 'first']);
/** Groups that are not there when nothing is in them. */
const GROUPS = new Set(['limits', 'rounding', 'seasons', 'days', 'calendar', 'holidays', 'charges']);
/** Members that hold figures: spaces between them and a decimal comma are how people write, not what they mean. */
const FIGURES = new Set(['price', 'add', 'to', 'upto', 'amount', 'percent', 'units', 'min_pay', 'max_pay', 'max_units', 'debt_cap', 'quantum']);

/** What is sent: without what was left empty, figures as the server reads them. */
export function tidy<T>(value: T): T {
  return tidied(value, '') as T;
}

function tidied(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((one) => tidied(one, name === 'add' ? 'add' : ''));
  if (!isObject(value)) return typeof value === 'string' && FIGURES.has(name) ? figure(value) : value;
  const out: Json = {};
  for (const [key, one] of Object.entries(value)) {
    const inner = tidied(one, name === 'price' && typeof one === 'string' ? 'price' : key);
    if (inner === undefined || (inner === '' && OPTIONAL.has(key))) continue;
    if (GROUPS.has(key) && (Array.isArray(inner) ? inner.length === 0 : isObject(inner) && Object.keys(inner).length === 0)) continue;
    out[key] = inner;
  }
  return out;
}

/** "2 760,50" is 2760.50; what is no figure, or can be two of them ("2,760"), stays, and the server says so. */
export function figure(typed: string): string {
  const [, sign = '', bare = ''] = /^\s*([-\u2212]?)(.*)$/s.exec(typed) ?? [];
  const read = readFigure(bare);
  return read.ok ? `${sign === '' ? '' : '-'}${read.value}` : typed;
}

/** A file: a plan with its versions, or one version. The version that begins last is the one to go on from. */
export function fromFile(text: string): { head: HeadDoc | null; versions: VersionDoc[] } | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value)) return null;
  if (Array.isArray(value['versions'])) {
    const { versions, ...head } = value;
    return { head: head as unknown as HeadDoc, versions: (versions as unknown[]).filter(isObject) as unknown as VersionDoc[] };
  }
  return isObject(value['energy']) ? { head: null, versions: [value as unknown as VersionDoc] } : null;
}

export function toFile({ head, version }: PlanDoc): string {
  return `${JSON.stringify(tidy({ ...head, versions: [version] }), null, 1)}\n`;
}

/** The periods of the day that a version knows, in the order of their first hour. */
export function periodsOf(version: VersionDoc): string[] {
  return [...new Set(Object.values(version.days ?? {}).flatMap((table) => table.map(([, period]) => period)))];
}

export function seasonsOf(version: VersionDoc): string[] {
  return [...new Set((version.seasons ?? []).map(([name]) => name))];
}

export type EnergyKind = 'flat' | 'own_steps' | 'additive_steps' | 'sets';

export function kindOf(energy: EnergyDoc): EnergyKind {
  if (energy.sets) return 'sets';
  if (!energy.steps) return 'flat';
  return energy.price === undefined ? 'own_steps' : 'additive_steps';
}

/** The same prices as far as they fit, in another form: nobody types the first price twice. */
export function asKind(energy: EnergyDoc, kind: EnergyKind): EnergyDoc {
  if (kindOf(energy) === kind) return energy;
  const steps = energy.steps ?? energy.sets?.[0]?.steps ?? [{}];
  const first = energy.price ?? steps[0]?.price ?? '';
  const own = steps.map((step) => ({ ...(step.to === undefined ? {} : { to: step.to }), price: step.price ?? first }));
  if (kind === 'flat') return { price: first };
  if (kind === 'own_steps') return { steps: own };
  if (kind === 'sets') return { sets: [{ upto: '', steps: own }, { steps: [{ price: first }] }] };
  return { price: first, steps: steps.map((step) => ({ ...(step.to === undefined ? {} : { to: step.to }), add: step.add ?? '0' })) };
}

/** A price by the periods that there are: those that are new get what there was. */
export function byPeriods(price: Price | undefined, periods: string[]): Price {
  if (periods.length < 2) return typeof price === 'object' ? Object.values(price)[0] ?? '' : price ?? '';
  const known = typeof price === 'object' ? price : null;
  return Object.fromEntries(periods.map((period) => [period, known ? known[period] ?? '' : String(price ?? '')]));
}

/** After periods were added, taken away or renamed: every price has exactly the periods of the day. */
export function withPeriods(version: VersionDoc): VersionDoc {
  const periods = periodsOf(version);
  const inSteps = (steps: StepDoc[]): StepDoc[] => steps.map((step) => (step.price === undefined ? step : { ...step, price: byPeriods(step.price, periods) }));
  const inEnergy = (energy: EnergyDoc): EnergyDoc => ({
    ...energy,
    ...(energy.price === undefined ? {} : { price: byPeriods(energy.price, periods) }),
    ...(energy.steps ? { steps: inSteps(energy.steps) } : {}),
    ...(energy.sets ? { sets: energy.sets.map((set) => ({ ...set, steps: inSteps(set.steps) })) } : {}),
    ...(energy.by_season ? { by_season: Object.fromEntries(Object.entries(energy.by_season).map(([season, one]) => [season, inEnergy(one)])) } : {}),
  });
  return { ...version, energy: inEnergy(version.energy) };
}

/** The last one has no end. */
export function withOpenEnd<Row extends object>(rows: Row[], end: keyof Row): Row[] {
  return rows.map((row, at) => {
    if (at + 1 < rows.length) return row;
    const open = { ...row };
    delete open[end];
    return open;
  });
}

/** Other seasons: prices season by season follow their names. */
export function withSeasons(version: VersionDoc, seasons: [string, string][]): VersionDoc {
  const old = version.seasons ?? [];
  const bySeason = version.energy.by_season;
  const next: VersionDoc = { ...version, seasons: seasons.length === 0 ? undefined : seasons };
  if (!bySeason) return next;
  const first = Object.values(bySeason)[0] ?? { price: '' };
  if (seasons.length === 0) return { ...next, energy: first };
  const named = seasons.map(([name], at): [string, EnergyDoc] => [name, bySeason[name] ?? bySeason[seasons.length === old.length ? old[at]?.[0] ?? '' : ''] ?? structuredClone(first)]);
  return { ...next, energy: { by_season: Object.fromEntries(named) } };
}
