import { useEffect, useRef, useState } from 'react';
import { useWords } from '../words/words';

const SETTLE_MS = 250;

interface Props { id: string; label: string; value: number; most: number; step: number; unit: string; give: (value: number) => void }

/** A slider that tells its value when the hand rests. */
export function Flow({ id, label, value, most, step, unit, give }: Props) {
  const { decimal, unit: nameOf } = useWords();
  const [wanted, setWanted] = useState(value);
  const own = useRef<number | null>(null);
  useEffect(() => { if (own.current === null) setWanted(value); }, [value]);
  useEffect(() => {
    if (own.current === null) return;
    const timer = setTimeout(() => {
      const last = own.current;
      own.current = null;
      if (last !== null) give(last);
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [wanted, give]);
  return (
    <div className="load">
      <label htmlFor={id}>{label} <output data-testid={`${id}-value`}>{decimal(String(wanted))} {nameOf(unit)}</output></label>
      <input id={id} type="range" min={0} max={most} step={step} value={wanted} data-testid={id} onChange={(event) => { own.current = Number(event.target.value); setWanted(own.current); }} />
    </div>
  );
}
