import { useEffect, useState } from 'react';
import type { MeterView } from '../api/types';
import { useWords } from '../words/words';

const ICONS: [string, string][] = [['alarm1', 'lcd.alarm1'], ['alarm2', 'lcd.alarm2'], ['arrears', 'lcd.arrears'], ['relay_open', 'lcd.relay_open'], ['clock', 'lcd.clock'], ['card', 'lcd.card']];

/** The liquid crystal display: one figure, its name and unit, and the row of signs that are lit or not. */
export function Lcd({ meter }: { meter: MeterView }) {
  const words = useWords();
  const { t } = words;
  const { display } = meter;
  const beat = useBeat(display.page);
  const lit = new Set(display.icons);
  if (!meter.powered) return <div className="lcd off" data-testid={`lcd-${meter.number}`}><p className="lcd-figure">{'\u00a0'}</p><p>{t('lcd.dark')}</p></div>;
  return (
    <div className={`lcd ${meter.alarm1 || meter.alarm2 ? 'alarmed' : ''}`} data-testid={`lcd-${meter.number}`} data-page={display.page}>
      <p className="lcd-label">{words.first([display.label, `lcd.page.${display.page}`], display.label)}</p>
      <p className="lcd-figure" key={beat}><span className="ghost" aria-hidden="true">{display.value.replace(/[0-9-]/g, '8')}</span><span data-testid={`lcd-value-${meter.number}`}>{display.value}</span><small>{words.unit(display.unit)}</small></p>
      <ul className="lcd-icons">
        {ICONS.map(([code, key]) => <li key={code} className={lit.has(code) ? 'lit' : ''} aria-hidden={!lit.has(code)}>{t(key)}</li>)}
      </ul>
    </div>
  );
}

/** Changes with each page, so that the figure is drawn anew. */
function useBeat(page: string): number {
  const [beat, setBeat] = useState(0);
  useEffect(() => setBeat((count) => count + 1), [page]);
  return beat;
}
