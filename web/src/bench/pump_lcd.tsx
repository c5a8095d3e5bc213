import type { PumpView } from '../api/types';
import { useWords } from '../words/words';
import { unitOf } from './lcd';

const LONG = 10; // characters; longer values are written smaller

/** What the pump's display shows: a page in turn, its state, and the class of the last refusal. */
export function PumpLcd({ pump }: { pump: PumpView }) {
  const words = useWords();
  const { t } = words;
  const { display, number } = pump;
  if (!pump.powered) return <div className="lcd off" data-testid={`lcd-${number}`} data-page=""><p className="lcd-figure">{'\u00a0'}</p><p>{t('lcd.dark')}</p></div>;
  const isCause = display.unit === 'cause';
  const value = isCause ? t(`pump.cause.${display.value}`) : display.value ?? '';
  const signs: [string, boolean][] = [
    ['pump.sign.running', pump.phase === 'running'], ['pump.sign.stopping', pump.phase === 'stopping'], ['pump.sign.locked_out', pump.locked_out],
    ['pump.sign.hung', pump.hung.length > 0], ['lcd.clock', !pump.clock_valid], ['pump.sign.module', !pump.module_ready],
  ];
  return (
    <div className={`lcd ${pump.error_code ? 'alarmed' : ''}`} data-testid={`lcd-${number}`} data-page={display.label_key}>
      <p className="lcd-label"><span>{display.label_key ? words.first([display.label_key], display.label_key) : ''}</span>{pump.error_code ? <strong>{pump.error_code === 39 ? 'HU FULL' : `Err-${pump.error_code}`}</strong> : null}</p>
      <p className={`lcd-figure ${value.length > LONG ? 'long' : ''}`}><span data-testid={`lcd-value-${number}`}>{value}</span><small>{isCause ? '' : unitOf(display.unit ?? '', words)}</small></p>
      <ul className="lcd-icons">{signs.map(([key, lit]) => <li key={key} className={lit ? 'lit' : ''} aria-hidden={!lit}>{t(key)}</li>)}</ul>
    </div>
  );
}
