import type { Unit } from '../../api/types';
import { says } from '../../words/says';
import { useQuery } from '@tanstack/react-query';
import type { Measured } from '../../api/described';
import { listed } from '../../api/lists';
import type { Decimal, Instant } from '../../api/types';
import { unitOf, useWords } from '../../words/words';
import { unitOfMeasure, useMeasured } from './meter_network';

/** What the meter said last, on both ways: its state words by the names of their bits. */
export function MeterState({ meter, commodity, counts }: { meter: string; commodity?: unknown; counts?: unknown }) {
  const { t, currency, unit } = useWords();
  const register = unit(unitOf(commodity)), credit = says<Unit>(counts, 'money') ? currency : register;
  const units: Units = { energy: register, remaining: credit, overdraft: credit };
  const filter = `filter.meter=${encodeURIComponent(meter)}`;
  const word = useQuery({ queryKey: ['list', 'statements', 'last', meter], queryFn: ({ signal }) => listed('statements', `sort=-taken&page_size=1&${filter}`, signal) });
  const reading = useQuery({ queryKey: ['list', 'readings', 'last', meter], queryFn: ({ signal }) => listed('readings', `sort=-due&page_size=50&${filter}`, signal) });
  const last = word.data?.rows[0], read = reading.data?.rows.find((one) => one.reading_plan !== ''); // the others came with a card or a sale
  if (word.data && reading.data && !last && !read) return <p className="panel-quiet" data-testid="meter-silent">{t('meter_page.never_told')}</p>;
  return (
    <>
      {last && <Said title={t('meter_page.last_word')} taken={last.taken} states={last.states ?? []} prefix="meter.flag" testid="meter-word" units={units}
        facts={[['carrier', t(`carrier.${last.carrier}`)], ['remaining', last.remaining], ['overdraft', last.overdraft], ['energy', last.energy], ['count', last.count], ['illegal_inserts', last.illegal_inserts]]} />}
      {read?.taken && <Said title={t('meter_page.last_reading')} taken={read.taken} states={read.states ?? []} prefix="meter_told" testid="meter-reading" units={units}
        facts={[['energy', read.energy], ['remaining', read.remaining], ['drift_seconds', read.drift_seconds]]} measured={read.measured} />}
    </>
  );
}

/** In which a fact's figure stands, as the meter counts. */
type Units = Partial<Record<string, string>>;
type Fact = [name: string, value: Decimal | number | string | null | undefined];

function Said({ title, taken, states, prefix, facts, measured = [], testid, units }: { title: string; taken: Instant; states: string[]; prefix: string; facts: Fact[]; measured?: Measured[]; testid: string; units: Units }) {
  const { t, time, first, decimal } = useWords();
  const called = useMeasured();
  return (
    <section className="drawer-section" data-testid={testid}>
      <h3>{title} · {time(taken, 'minute')}</h3>
      <dl className="row-facts">
        <div><dt>{t('column.states')}</dt><dd data-testid={`${testid}-states`}>{states.map((one) => first([`${prefix}.${one}`], one)).join(', ') || t('meter_page.no_states')}</dd></div>
        {facts.map(([name, value]) => <div key={name}><dt>{t(`column.${name}`)}{units[name] ? `, ${units[name]}` : ''}</dt><dd>{decimal(value)}</dd></div>)}
        {measured.map((one) => <div key={one.what + one.phase}><dt>{[called(one.what, one.phase), unitOfMeasure(one.what)].filter(Boolean).join(', ')}</dt><dd data-testid={`${testid}-${one.what}${one.phase}`}>{decimal(one.value)}</dd></div>)}
      </dl>
    </section>
  );
}
