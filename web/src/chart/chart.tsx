import { lazy, Suspense, useState } from 'react';
import { useWords } from '../words/words';
import './chart.css';
import type { Point } from './point';

const Drawn = lazy(() => import('./drawn'));

interface Props { title: string; head: string; unit: string; points: Point[]; testid: string; /** A state over time, where only its change says something: a line that need not begin at zero. */ line?: boolean }

/** A figure over something – days, groups – as bars or a line, and the same as a table: for the eye, for the screen reader, for copying. */
export function Chart({ title, head, unit, points, testid, line }: Props) {
  const { t, decimal } = useWords();
  const [table, setTable] = useState(false);
  return (
    <figure className="chart" data-testid={testid} data-points={points.length}>
      <figcaption><h2>{title}</h2>
        <div className="segments" role="group" aria-label={t('chart.shown_as')}>
          <button type="button" aria-pressed={!table} data-testid={`${testid}-drawn`} onClick={() => setTable(false)}>{t('chart.drawn')}</button>
          <button type="button" aria-pressed={table} data-testid={`${testid}-table`} onClick={() => setTable(true)}>{t('chart.table')}</button>
        </div>
      </figcaption>
      {!table && <Suspense fallback={<div className="chart-room" />}><Drawn title={title} unit={unit} points={points} line={line} /></Suspense>}
      <div className={table ? 'chart-table' : 'visually-hidden'} tabIndex={table ? 0 : undefined} role={table ? 'region' : undefined} aria-label={table ? title : undefined}>
        <table className="simple-table">
          <caption className="visually-hidden">{title}</caption>
          <thead><tr><th scope="col">{head}</th><th scope="col" className="number">{unit}</th></tr></thead>
          <tbody>{points.map((point) => <tr key={point.name}><th scope="row">{point.name}</th><td className="number">{decimal(point.figure)}</td></tr>)}</tbody>
        </table>
      </div>
    </figure>
  );
}
