import { Chart } from '../../chart/chart';
import { Grid } from '../../chart/grid';
import { useWords } from '../../words/words';
import type { Made } from './made';

const MOST_BARS = 120;

/** What a report's declaration names, drawn: a bar a row. One row needs no picture, and hundreds are none. */
export function Picture({ made, column }: { made: Made; column: string }) {
  const { day } = useWords();
  const at = made.columns.findIndex((each) => each.name === column);
  if (at < 0 || made.rows.length < 2 || made.rows.length > MOST_BARS) return null;
  return <Chart title={`${made.name}: ${made.columns[at]!.title}`} head={made.heads.join(' · ')} unit={made.columns[at]!.title} testid="report-chart" points={made.rows.map((row) => ({ name: row.shown.map(day).join(' · '), figure: row.cells[at] ?? null }))} />;
}

/** By two groups, and no other: the first down, the second across. */
export function InGrid({ made, column }: { made: Made; column: string }) {
  const { t, day } = useWords();
  const at = made.columns.findIndex((each) => each.name === column);
  const [down = '', across = ''] = made.heads;
  if (at < 0 || made.heads.length !== 2 || made.rows.length < 2) return null;
  return <Grid title={t('report.grid_of', { figure: made.columns[at]!.title, down, across })} down={down} testid="report-grid"
    spots={made.rows.map((row) => ({ down: day(row.shown[0] ?? ''), across: day(row.shown[1] ?? ''), figure: row.cells[at] ?? null }))} />;
}
