import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { address, get } from '../../api/client';
import type { Answers, Measure } from '../../api/described';
import { listed } from '../../api/lists';
import { Chart } from '../../chart/chart';
import type { Point } from '../../chart/point';
import { SelectField } from '../../form/fields';
import { Failed, Loading, nothingToShow } from '../../shell/states';
import { useWords } from '../../words/words';
import { MEASURES, Network } from './meter_network';
import './meter.css';

type Course = Answers['getMetersNumberCourse'];
type Day = Course['days'][number];

type Shown = 'used' | 'energy' | 'power' | 'remaining' | Measure;
const SHOWN: readonly Shown[] = ['used', 'energy', 'power', 'remaining', ...MEASURES];
const isMeasure = (shown: Shown): shown is Measure => (MEASURES as readonly string[]).includes(shown);
const PERIODS = [31, 93, 400];
/** A page of the list of statements. */
const MOST = 200;

/** A meter over time: what it used, how its register stood, how strongly it was loaded, what credit it had, and what the network was like. */
export function MeterCourse({ meter }: { meter: string }) {
  const { t } = useWords();
  const [days, setDays] = useState(PERIODS[0]!);
  const [shown, setShown] = useState<Shown>('used');
  const course = useQuery({ queryKey: ['list', 'course', meter, days], queryFn: ({ signal }) => get<Course>(address(`/meters/${meter}/course`, { days: String(days) }), signal), placeholderData: (before) => before });
  return (
    <>
      <div className="course-choice">
        <SelectField id="course-what" label={t('meter_page.what')} value={shown} change={(value) => setShown(value)} testid="course-what" choices={SHOWN.map((value) => ({ value, label: t(isMeasure(value) ? `measure.${value}` : `meter_page.${value}`) }))} />
        <SelectField id="course-days" label={t('meter_page.period')} value={String(days)} change={(value) => setDays(Number(value))} testid="course-days" choices={PERIODS.map((one) => ({ value: String(one), label: t('meter_page.days', { count: one }) }))} />
      </div>
      {nothingToShow(course) && <Failed problem={course.error} retry={() => void course.refetch()} />}
      {!course.isError && !course.data && <Loading />}
      {course.data && isMeasure(shown) && <Network meter={meter} what={shown} days={days} />}
      {course.data && !isMeasure(shown) && (shown === 'remaining' ? <Credit meter={meter} days={days} /> : <Drawn course={course.data} shown={shown} />)}
      {course.data && <Rates days={course.data.days} />}
    </>
  );
}

function Drawn({ course, shown }: { course: Course; shown: 'used' | 'energy' | 'power' }) {
  const words = useWords();
  const { t, time, day, unit } = words;
  const dayOf = (text: string, estimated: boolean): string => day(text) + (estimated ? ' (e)' : '');
  const points: Point[] = shown === 'power' ? course.spans.map((one) => ({ name: `${time(one.from, 'short')} – ${time(one.to, 'short')}`, figure: one.power }))
    : shown === 'used' ? course.days.map((one) => ({ name: dayOf(one.day, one.used_estimated), figure: one.used }))
      : course.days.map((one) => ({ name: dayOf(one.day, one.estimated), figure: one.energy }));
  if (points.every((one) => one.figure === null)) return <p className="panel-quiet" data-testid="no-course">{t('meter_page.no_course')}</p>;
  return (
    <>
      <Chart key={shown} title={t(`meter_page.${shown}`)} head={t('column.day')} unit={unit(shown === 'power' ? 'kW' : 'kWh')} points={points} line={shown === 'energy'} testid="course-chart" />
      {points.some((one) => one.name.endsWith('(e)')) && <p className="quiet">{t('meter_page.estimated')}</p>}
    </>
  );
}

/** Credit by the meter's own words, the oldest first. */
function Credit({ meter, days }: { meter: string; days: number }) {
  const { t, time, currency, unit } = useWords();
  const list = useQuery({ queryKey: ['list', 'statements', 'credit', meter], queryFn: ({ signal }) => listed('statements', `sort=-taken&page_size=${MOST}&filter.meter=${encodeURIComponent(meter)}`, signal) });
  if (!list.data) return <Loading />;
  const since = new Date(Date.now() - days * 86_400_000).toISOString();
  const rows = list.data.rows.filter((one) => one.taken >= since || list.data.rows.length < PERIODS[0]!).reverse();
  if (rows.length === 0) return <p className="panel-quiet" data-testid="no-course">{t('meter_page.no_course')}</p>;
  // Energy and volume stand in the list with their unit behind the figure.
  const measured = / (kWh|m3)$/.exec(rows[0]!.remaining)?.[1];
  return <Chart title={t('meter_page.remaining')} head={t('column.taken')} unit={measured ? unit(measured) : currency} line testid="course-chart" points={rows.map((one) => ({ name: time(one.taken, 'minute'), figure: one.remaining.replace(/ (kWh|m3)$/, '') }))} />;
}

/** What was used at each rate, day by day, where the meter froze its rates. */
function Rates({ days }: { days: Day[] }) {
  const { t, decimal, day, unit } = useWords();
  const known = days.filter((one) => one.rates.some((rate) => rate !== null)).reverse();
  const used = [0, 1, 2, 3].filter((at) => known.some((one) => one.rates[at] != null && Number(one.rates[at]) !== 0));
  if (used.length < 2) return null;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t('meter_page.used')}>
      <table className="simple-table" data-testid="course-rates">
        <caption>{t('meter_page.used')}, {unit('kWh')}</caption>
        <thead><tr><th scope="col">{t('column.day')}</th><th scope="col" className="number">{t('column.used')}</th>{used.map((at) => <th key={at} scope="col" className="number">{t('meter_page.rate', { number: at + 1 })}</th>)}</tr></thead>
        <tbody>
          {known.map((one) => (
            <tr key={one.day}><th scope="row">{day(one.day)}</th><td className="number">{decimal(one.used)}</td>{used.map((at) => <td key={at} className="number">{decimal(one.rates[at])}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
