import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asKind, byPeriods, figure, fromFile, kindOf, periodsOf, tidy, toFile, withPeriods, withSeasons, type HeadDoc, type VersionDoc } from '../src/office/plan/document';
import { CHARGE_KINDS } from '../src/api/charge_kinds';
import { fieldFor } from '../src/office/plan/places';
import { TEMPLATES, fromTemplate } from '../src/office/plan/templates';

type Plan = HeadDoc & { versions: VersionDoc[] };
const root = new URL('../../', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** Every plan that is anywhere: of the demo, of the public vectors, of the test that adds one. */
const plans: [string, Plan][] = [
  ...readdirSync(new URL('demo/plans', root)).map((name): [string, Plan] => [name, JSON.parse(text(`demo/plans/${name}`)) as Plan]),
  ...Object.entries((JSON.parse(text('tests/vectors/tariffs_public.json')) as { plans: Record<string, Plan> }).plans),
  ['house-water', JSON.parse(text('tests/house/plan/added/demo/plans/house-water.json')) as Plan],
];

describe('a plan in the form and out again', () => {
  it.each(plans)('%s comes out as it went in', (_, plan) => {
    const read = fromFile(JSON.stringify(plan))!;
    expect(read.versions).toHaveLength(plan.versions.length);
    for (const [at, version] of plan.versions.entries()) {
      const out = JSON.parse(toFile({ head: read.head!, version: read.versions[at]! })) as Plan;
      expect(out).toEqual({ ...plan, versions: [version] });
      expect(withPeriods(version)).toEqual(version); // nothing has the wrong periods
      expect(asKind(version.energy, kindOf(version.energy))).toEqual(version.energy);
    }
  });

  it('what was left empty is not there, figures are as the server reads them', () => {
    expect(tidy({ limits: { min_pay: '', max_pay: '' }, charges: [], debt_cap: '', energy: { price: { peak: ' 1 234,5', off: '0.30' } } })).toEqual({ energy: { price: { peak: '1234.5', off: '0.30' } } });
    expect([figure('0,538'), figure('2\u00a0760'), figure('1,234.50'), figure('2,760'), figure('2.760'), figure('−0,05'), figure('dear')]).toEqual(['0.538', '2760', '1234.50', '2,760', '2.760', '-0.05', 'dear']);
  });

  it('a file that is no plan is none', () => {
    for (const nothing of ['', '{', '[]', '{"versions":3}', '"text"', '{"from":"2026-01-01"}']) expect(fromFile(nothing)).toBeNull();
    expect(fromFile('{"from":"2026-01-01","energy":{"price":"1"}}')).toEqual({ head: null, versions: [{ from: '2026-01-01', energy: { price: '1' } }] });
  });
});

describe('the kinds of charge that the server declares', () => {
  it('are offered and told in each language', () => {
    const kinds = Object.entries(CHARGE_KINDS);
    expect(kinds.length).toBeGreaterThan(0);
    const keys = kinds.flatMap(([kind, { keys: own }]) => [`plan.charge.${kind}`, `plan.charge_kind.${kind}`, ...((own as readonly string[]).includes('inclusive') ? [`plan.charge.${kind}_inclusive`] : [])]);
    for (const language of ['en', 'ru', 'zh']) {
      const texts = JSON.parse(text(`lang/${language}.json`)) as Record<string, string>;
      expect(keys.filter((key) => !texts[key]), language).toEqual([]);
    }
  });

  it('are those that the public plans have, and the keys are as each plan writes them', () => {
    for (const [name, plan] of plans)
      for (const charge of plan.versions.flatMap((version) => version.charges ?? [])) {
        const kind = CHARGE_KINDS[charge.kind];
        const known: readonly string[] = ['id', 'kind', kind.figure, ...kind.keys];
        expect(Object.keys(charge).filter((key) => !known.includes(key)), name).toEqual([]);
      }
  });
});

describe('what changes with a change', () => {
  it('another kind keeps the prices that fit', () => {
    const steps = { steps: [{ to: '180', price: '0.5' }, { price: '0.8' }] };
    expect(asKind(steps, 'flat')).toEqual({ price: '0.5' });
    expect(asKind(steps, 'additive_steps')).toEqual({ price: '0.5', steps: [{ to: '180', add: '0' }, { add: '0' }] });
    expect(asKind({ price: '0.5' }, 'own_steps')).toEqual({ steps: [{ price: '0.5' }] });
    expect(kindOf(asKind(steps, 'sets'))).toBe('sets');
  });

  it('a new period of the day takes the price that there was, and one price remains when there is one period', () => {
    expect(byPeriods('0.5', ['low', 'high'])).toEqual({ low: '0.5', high: '0.5' });
    expect(byPeriods({ low: '0.3', high: '0.6' }, ['low', 'high', 'top'])).toEqual({ low: '0.3', high: '0.6', top: '' });
    expect(byPeriods({ low: '0.3', high: '0.6' }, [])).toBe('0.3');
  });

  it('prices season by season follow the names of the seasons', () => {
    const version: VersionDoc = { from: '', seasons: [['dry', '01-01'], ['wet', '06-01']], energy: { by_season: { dry: { price: '1' }, wet: { price: '2' } } } };
    expect(withSeasons(version, [['summer', '01-01'], ['wet', '06-01']]).energy).toEqual({ by_season: { summer: { price: '1' }, wet: { price: '2' } } });
    expect(withSeasons(version, []).energy).toEqual({ price: '1' });
  });
});

describe('templates', () => {
  it.each(TEMPLATES)('%s has all that its form shows', (name) => {
    const { head, version } = fromTemplate(name, { currency: 'CNY', zone: 'Asia/Shanghai', minor: 2, from: '2027-01-01' });
    expect(tidy({ head, version }).version.energy).toBeDefined();
    expect(withPeriods(version)).toEqual(version);
    expect(periodsOf(version).length).toBe(name.includes('time_of_day') ? 2 : 0);
  });
});

it('the place that the server names leads to the field, or to the nearest one', () => {
  const fields = ['/version/from', '/version/energy/steps/0/to', '/version/energy/steps/1/to'];
  const go = (where: string): string | null => fieldFor(where, (place) => fields.includes(place), fields);
  expect(go('/version/energy/steps/1/to')).toBe('/version/energy/steps/1/to');
  expect(go('/version/from')).toBe('/version/from');
  expect(go('/version/energy')).toBe('/version/energy/steps/0/to');
  expect(go('/nowhere')).toBeNull();
});
