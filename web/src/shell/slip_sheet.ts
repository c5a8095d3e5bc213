// The sheet on which a browser prints a slip. Chromium takes no height "auto" and falls back to Letter: both lengths are said, by the slip's own lines.

const MARGIN_MM = 3;
const ROLLS = { 48: 80, 32: 58 } as const;
/** Of a fixed-width hand: how wide a column and how high a line is, as a part of its size. */
const COLUMN = 0.602;
const LINE = 1.3;

export function slipSheet(columns: 32 | 48, lines: number): string {
  const roll = ROLLS[columns];
  const size = (roll - 2 * MARGIN_MM) / (columns * COLUMN);
  const height = Math.ceil(lines * size * LINE + 2 * MARGIN_MM + 4);
  return `@page { size: ${roll}mm ${height}mm; margin: ${MARGIN_MM}mm; } @media print { .paper.alone { font-size: ${size.toFixed(3)}mm; line-height: ${LINE}; } }`;
}
