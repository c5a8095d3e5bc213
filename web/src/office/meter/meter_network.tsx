import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Measure, Measured } from '../../api/described';
import { listed } from '../../api/lists';
import { Chart } from '../../chart/chart';
import { SelectField } from '../../form/fields';
import { Failed, Loading, nothingToShow } from '../../shell/states';
import { useWords } from '../../words/words';

export const MEASURES: readonly Measure[] = ['voltage', 'current', 'active_power', 'power_factor', 'frequency'];
const UNITS: Record<Measure, string> = { voltage: 'V', current: 'A', active_power: 'kW', power_factor: '', frequency: 'Hz' };


/** A page of the list of readings. */
const MOST = 200;

/** "Voltage A", "Active power" */
export function useMeasured(): (what: Measure, phase: Measured['phase']) => string {
  const { t } = useWords();
  return (what, phase) => (phase === '' ? t(`measure.${what}`) : t('measure.of_phase', { what: t(`measure.${what}`), phase }));
}

export function unitOfMeasure(what: Measure): string {
  return UNITS[what];
}

/** What the network was like at each reading, the oldest first. */
export function Network({ meter, what, days }: { meter: string; what: Measure; days: number }) {
  const { t, time } = useWords();
  const called = useMeasured();
  const [chosen, setChosen] = useState<Measured['phase']>();
  const since = new Date(Date.now() - days * 86_400_000).toISOString();
  const list = useQuery({ queryKey: ['list', 'readings', 'network', meter], queryFn: ({ signal }) => listed('readings', `sort=-due&page_size=${MOST}&filter.meter=${encodeURIComponent(meter)}`, signal) });
  if (nothingToShow(list)) return <Failed problem={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  const rows = list.data.rows.filter((row) => row.taken !== null && row.taken >= since).reverse();
  const phases = [...new Set(rows.flatMap((row) => row.measured.filter((one) => one.what === what).map((one) => one.phase)))].sort();
  const phase = chosen !== undefined && phases.includes(chosen) ? chosen : phases[0];
  if (phase === undefined) return <p className="panel-quiet" data-testid="no-course">{t('meter_page.no_network')}</p>;
  const points = rows.flatMap((row) => row.measured.filter((one) => one.what === what && one.phase === phase).map((one) => ({ name: time(row.taken, 'minute'), figure: one.value })));
  return (
    <>
      {phases.length > 1 && (
        <SelectField id="course-phase" label={t('meter_page.phase')} value={phase} change={(value) => setChosen(value)} testid="course-phase"
          choices={phases.map((one) => ({ value: one, label: one === '' ? t('meter_page.all_phases') : one }))} />
      )}
      <Chart key={what + phase} title={called(what, phase)} head={t('column.taken')} unit={unitOfMeasure(what)} points={points} line testid="course-chart" />
    </>
  );
}
