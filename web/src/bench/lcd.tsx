import type { DisplayUnit, MeterView } from '../api/types';
import { useWords, type Words } from '../words/words';

const LONG = 10; // characters; longer values are written smaller

/** The liquid crystal display: one figure, its name and unit, and the row of signs that are lit or not. */
export function Lcd({ meter }: { meter: MeterView }) {
  const words = useWords();
  const { t } = words;
  const { display, number } = meter;
  if (!meter.powered) return <div className="lcd off" data-testid={`lcd-${number}`} data-page=""><p className="lcd-figure">{'\u00a0'}</p><p>{t('lcd.dark')}</p></div>;
  const value = display.value ?? '';
  return (
    <div className={`lcd ${meter.alarm1 || meter.alarm2 ? 'alarmed' : ''}`} data-testid={`lcd-${number}`} data-page={display.label_key}>
      <p className="lcd-label"><span>{display.label_key ? words.first([display.label_key], display.label_key) : ''}</span>{meter.error_code ? <strong>{`Err-${meter.error_code}`}</strong> : null}</p>
      <p className={`lcd-figure ${value.length > LONG ? 'long' : ''}`}><span data-testid={`lcd-value-${number}`}>{value}</span><small>{unitOf(display.unit ?? '', words)}</small></p>
      <ul className="lcd-icons">{signs(meter).map(([key, lit]) => <li key={key} className={lit ? 'lit' : ''} aria-hidden={!lit}>{t(key)}</li>)}</ul>
    </div>
  );
}

/** Signs of the display and whether each is lit. */
function signs(meter: MeterView): [string, boolean][] {
  const flags = new Set(meter.state_flags);
  return [
    ['lcd.alarm1', meter.alarm1 === true], ['lcd.alarm2', meter.alarm2 === true], ['lcd.arrears', flags.has('arrears') || flags.has('overdraft')], ['lcd.relay_open', meter.relay === 'open'],
    ['lcd.clock', meter.clock_valid === false], ['lcd.card', meter.card !== null],
  ];
}

/** A meter knows no currency; the utility does. */
export function unitOf(unit: DisplayUnit, words: Words): string {
  if (unit === 'money') return words.currency;
  if (unit.startsWith('money/')) return `${words.currency}/${words.unit(unit.slice('money/'.length))}`;
  return words.unit(unit);
}
