import { useWords } from '../words/words';
import type { Bench } from './use_bench';

const SPEEDS: [number, string][] = [[1, 'bench.speed_1'], [60, 'bench.speed_60'], [600, 'bench.speed_600'], [3600, 'bench.speed_3600'], [86400, 'bench.speed_86400']];
const LEAPS: [number, string][] = [[3600, 'bench.leap_hour'], [86400, 'bench.leap_day'], [30 * 86400, 'bench.leap_month']];

/** The bench's own time: how fast it runs, and leaps forward. */
export function ClockBar({ clock, speed, bench }: { clock: string; speed: number; bench: Bench }) {
  const { t, time } = useWords();
  return (
    <div className="clock-bar">
      <p className="bench-clock" data-testid="bench-clock" data-value={clock}>{time(clock, 'full')}</p>
      <div role="group" aria-label={t('bench.speed')} className="segments">
        {SPEEDS.map(([value, key]) => (
          <button key={value} type="button" aria-pressed={speed === value} data-testid={`speed-${value}`} onClick={() => void bench.clock({ speed: value })}>{t(key)}</button>
        ))}
      </div>
      <div role="group" aria-label={t('bench.leap')} className="segments">
        {LEAPS.map(([value, key]) => <button key={value} type="button" data-testid={`leap-${value}`} onClick={() => void bench.clock({ advance_s: value })}>{t(key)}</button>)}
      </div>
    </div>
  );
}
