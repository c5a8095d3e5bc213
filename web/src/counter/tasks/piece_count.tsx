import { useQuery } from '@tanstack/react-query';
import type { Answers } from '../../api/described';
import { get } from '../../api/client';
import { useWords } from '../../words/words';

type Denominations = Answers['getDenominations'];
/** How many of each value, as typed. */
export type Typed = Record<string, string>;

export function useDenominations(): Denominations['rows'] {
  return useQuery({ queryKey: ['denominations'], queryFn: ({ signal }) => get<Denominations>('/denominations', signal), staleTime: Infinity }).data?.rows ?? [];
}

/** Sum of the pieces in the currency's form, exactly; empty: nothing is typed, or something is no number. */
export function sumOf(typed: Typed): string {
  const lines = Object.entries(typed).filter(([, count]) => count.trim() !== '');
  if (lines.length === 0 || lines.some(([, count]) => !/^\d{1,5}$/.test(count.trim()))) return '';
  const digits = Math.max(...lines.map(([value]) => value.split('.')[1]?.length ?? 0));
  const minor = lines.reduce((sum, [value, count]) => sum + BigInt(value.replace('.', '')) * BigInt(count.trim()), 0n);
  const text = minor.toString().padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

export function piecesOf(typed: Typed): { value: string; count: number }[] {
  return Object.entries(typed).filter(([, count]) => /^\d{1,5}$/.test(count.trim()) && Number(count) > 0).map(([value, count]) => ({ value, count: Number(count) }));
}

/** Notes and coins, counted one value after the other. */
export function PieceCount({ typed, change }: { typed: Typed; change: (typed: Typed) => void }) {
  const words = useWords();
  const rows = useDenominations();
  return (
    <fieldset className="piece-count" data-testid="piece-count">
      <legend>{words.t('shift.pieces')}</legend>
      {rows.map(({ value, coin }) => (
        <label key={value}>
          <span>{words.decimal(value)}{coin ? ` ${words.t('shift.coin')}` : ''}</span>
          <input className="text-input" inputMode="numeric" autoComplete="off" data-testid={`piece-${value}`} value={typed[value] ?? ''}
            onChange={(event) => change({ ...typed, [value]: event.target.value.replace(/[^\d]/g, '') })} onFocus={(event) => event.target.select()} />
        </label>
      ))}
    </fieldset>
  );
}
