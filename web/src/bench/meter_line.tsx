import type { MeterView } from '../api/types';
import { useWords } from '../words/words';
import type { Bench } from './use_bench';

// What may be wrong with the line. Requests lost: nothing reaches the meter. Answers lost: it does what it is told, and nobody hears so.
const FAULTS = ['', 'lose-request:1', 'lose-answer:1'] as const;

/** A line to the meter: on or off, good or bad; its address is what the office writes down for this meter. */
export function MeterLine({ meter, bench }: { meter: MeterView; bench: Bench }) {
  const { t } = useWords();
  const { number, line } = meter;
  const put = (on: boolean, fault: string): void => void bench.line(number, on ? { on, fault } : { on });
  return (
    <div className="meter-line">
      <label>
        <input type="checkbox" checked={Boolean(line)} data-testid={`line-${number}`} onChange={(event) => put(event.target.checked, '')} /> {t('bench.line')}
      </label>
      {line && (
        <>
          <code data-testid={`line-address-${number}`}>{line.address}</code>
          <select aria-label={t('bench.line_fault')} value={line.fault} data-testid={`line-fault-${number}`} onChange={(event) => put(true, event.target.value)}>
            {FAULTS.map((fault) => <option key={fault} value={fault}>{t(`bench.fault.${fault.split(':')[0] || 'none'}`)}</option>)}
          </select>
        </>
      )}
    </div>
  );
}
