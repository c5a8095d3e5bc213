import { useEffect, useRef, useState } from 'react';
import type { MeterView } from '../api/types';
import { useWords } from '../words/words';
import type { Bench } from './use_bench';

const MOST_W = 10_000;
const STEP_W = 100;
const FIRST_W = 2_000;
const SETTLE_MS = 250;

/** What the customer switches on: a slider in watts and a switch. */
export function LoadControl({ meter, bench }: { meter: MeterView; bench: Bench }) {
  const { t, quantity } = useWords();
  const [wanted, setWanted] = useState(meter.load_w);
  const own = useRef<number | null>(null);
  const last = useRef(FIRST_W);
  useEffect(() => { if (own.current === null) setWanted(meter.load_w); }, [meter.load_w]);
  useEffect(() => {
    if (own.current === null) return;
    const timer = setTimeout(() => {
      const watts = own.current;
      own.current = null;
      if (watts !== null) void bench.meter(meter.number, { load_w: watts });
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [wanted, bench, meter.number]);
  const set = (watts: number): void => {
    own.current = watts;
    if (watts > 0) last.current = watts;
    setWanted(watts);
  };
  const id = `load-${meter.number}`;
  return (
    <div className="load">
      <label htmlFor={id}>{t('bench.load')} <output data-testid={`load-value-${meter.number}`}>{quantity(String(wanted), 'W')}</output></label>
      <input id={id} type="range" min={0} max={MOST_W} step={STEP_W} value={wanted} data-testid={id} onChange={(event) => set(Number(event.target.value))} />
      <button type="button" role="switch" aria-checked={wanted > 0} className="switch" aria-label={t('bench.load_switch')} data-testid={`load-switch-${meter.number}`} onClick={() => set(wanted > 0 ? 0 : last.current)}><i aria-hidden="true" /></button>
    </div>
  );
}
