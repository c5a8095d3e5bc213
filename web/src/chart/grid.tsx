import type { Decimal } from '../api/types';
import { useWords } from '../words/words';
import './chart.css';

interface Spot { down: string; across: string; figure: Decimal | number | null }

interface Props { title: string; down: string; spots: Spot[]; testid: string }

const LEVELS = 8;

/** A figure over two things – day of the week and hour – as a table whose cells are the darker the larger they are: what the eye sees and what is read out is one. */
export function Grid({ title, down, spots, testid }: Props) {
  const { decimal } = useWords();
  const rows = different(spots.map((spot) => spot.down));
  const columns = different(spots.map((spot) => spot.across)).sort();
  const most = Math.max(0, ...spots.map((spot) => Number(spot.figure ?? 0)));
  const at = new Map(spots.map((spot) => [`${spot.down}\n${spot.across}`, spot.figure]));
  return (
    <figure className="chart grid-chart" data-testid={testid} data-points={spots.length}>
      <figcaption><h2>{title}</h2></figcaption>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={title}>
        <table className="simple-table">
          <caption className="visually-hidden">{title}</caption>
          <thead><tr><th scope="col">{down}</th>{columns.map((column) => <th key={column} scope="col" className="number">{column}</th>)}</tr></thead>
          <tbody>{rows.map((row) => (
            <tr key={row}><th scope="row">{row}</th>{columns.map((column) => {
              const figure = at.get(`${row}\n${column}`) ?? null;
              return <td key={column} className="number" data-level={level(Number(figure ?? 0), most)}>{figure === null ? '' : decimal(figure)}</td>;
            })}</tr>
          ))}</tbody>
        </table>
      </div>
    </figure>
  );
}

/** In the order in which they come. */
function different(names: string[]): string[] {
  return [...new Set(names)];
}

/** From 0, nothing, to the darkest. */
export function level(value: number, most: number): number {
  return value <= 0 || most <= 0 ? 0 : Math.max(1, Math.ceil((value / most) * LEVELS));
}
