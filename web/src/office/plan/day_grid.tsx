import { useRef, useState, type KeyboardEvent } from 'react';
import { useWords } from '../../words/words';
import { CELLS, cellsOf, paint } from './day_table';
import type { DayTable } from './document';
import { dayName, periodName } from './facts';

interface Props { days: Record<string, DayTable>; periods: string[]; brush: string; take: (period: string) => void; change: (days: Record<string, DayTable>) => void }
interface At { row: number; cell: number }

const LAST = CELLS - 1;

/**
 * The periods of the day to paint: a line for each kind of day, a cell for each half hour. Arrows move, with Shift they stretch the choice; a number
 * paints it with that period, Space with the one in hand; a mouse or a finger draws. Every cell says its day, its half hour and its period.
 */
export function DayGrid({ days, periods, brush, take, change }: Props) {
  const words = useWords();
  const { t } = words;
  const names = Object.keys(days);
  const [at, setAt] = useState<At>({ row: 0, cell: 0 });
  const [start, setStart] = useState(0);
  const [drawing, setDrawing] = useState<number | null>(null);
  const table = useRef<HTMLTableElement>(null);
  const go = (next: At, stretch: boolean): void => {
    setAt(next);
    if (!stretch || next.row !== at.row) setStart(next.cell);
    table.current?.querySelector<HTMLElement>(`[data-at="${next.row}-${next.cell}"]`)?.focus();
  };
  const put = (row: number, from: number, to: number, period: string): void => {
    const name = names[row];
    if (name !== undefined && period !== '') change({ ...days, [name]: paint(days[name] ?? [], from, to, period) });
  };
  const press = (event: KeyboardEvent): void => {
    const { row, cell } = at;
    const number = /^Digit([1-9])$/.exec(event.code)?.[1] ?? /^Numpad([1-9])$/.exec(event.code)?.[1];
    const period = number ? periods[Number(number) - 1] : event.key === ' ' || event.key === 'Enter' ? brush : undefined;
    const moves: Record<string, At> = {
      ArrowLeft: { row, cell: Math.max(0, cell - 1) }, ArrowRight: { row, cell: Math.min(LAST, cell + 1) }, Home: { row, cell: 0 }, End: { row, cell: LAST },
      ArrowUp: { row: Math.max(0, row - 1), cell }, ArrowDown: { row: Math.min(names.length - 1, row + 1), cell },
    };
    const move = moves[event.key];
    if (event.ctrlKey || event.altKey || event.metaKey || (!move && period === undefined)) return;
    event.preventDefault();
    if (move) return go(move, event.shiftKey);
    if (number) take(period!);
    put(row, start, cell, period!);
  };
  const draw = (row: number, cell: number): void => {
    if (drawing !== row) return;
    setAt({ row, cell });
    put(row, start, cell, brush);
  };
  return (
    <div className="plan-scroll" onPointerUp={() => setDrawing(null)} onPointerLeave={() => setDrawing(null)}>
      <table ref={table} role="grid" className="plan-grid" data-testid="day-grid" aria-label={t('plan.grid')} aria-describedby="plan-grid-help" onKeyDown={press}>
        <thead><tr><td />{Array.from({ length: 24 }, (_, hour) => <th key={hour} scope="col" colSpan={2}>{String(hour).padStart(2, '0')}</th>)}</tr></thead>
        <tbody>{names.map((name, row) => (
          <tr key={name}>
            <th scope="row">{dayName(words, name)}</th>
            {cellsOf(days[name] ?? []).map((cell, index) => {
              const number = periods.indexOf(cell.period) + 1;
              const here = at.row === row && at.cell === index;
              const chosen = at.row === row && index >= Math.min(start, at.cell) && index <= Math.max(start, at.cell);
              return (
                <td key={index} role="gridcell" className="plan-cell" data-at={`${row}-${index}`} data-testid={`cell-${name}-${cell.from}`} data-number={number} data-period={cell.period} data-chosen={chosen}
                  tabIndex={here ? 0 : -1} aria-selected={chosen} aria-label={t(cell.mixed ? 'plan.cell_mixed' : 'plan.cell', { day: dayName(words, name), from: cell.from, to: cell.to, period: periodName(words, cell.period) })}
                  onPointerDown={(event) => { event.currentTarget.releasePointerCapture?.(event.pointerId); setDrawing(row); setAt({ row, cell: index }); setStart(index); put(row, index, index, brush); }}
                  onPointerEnter={() => draw(row, index)}>
                  {number > 0 ? number : '?'}{cell.mixed ? '½' : ''}
                </td>
              );
            })}
          </tr>
        ))}</tbody>
      </table>
      <p className="small quiet" id="plan-grid-help">{t('plan.grid_help')}</p>
      <p className="visually-hidden" role="status">{names[at.row] !== undefined && t('plan.painted', { day: dayName(words, names[at.row]!), period: periodName(words, cellsOf(days[names[at.row]!] ?? [])[at.cell]?.period ?? '') })}</p>
    </div>
  );
}
