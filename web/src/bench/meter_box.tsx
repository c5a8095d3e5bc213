import { useSession } from '../api/hooks';
import type { BenchCard, MeterView } from '../api/types';
import { useWords } from '../words/words';
import { Card, Place, type Hold } from './card';
import { LoadControl } from './load_control';
import { Lcd } from './lcd';
import { MeterFacts } from './meter_facts';
import { MeterKeys } from './meter_keys';
import { MeterLine } from './meter_line';
import type { Bench } from './use_bench';

interface Props { meter: MeterView; card?: BenchCard; hold: Hold; bench: Bench }

/** A payment meter as it hangs on the wall: display, lamps, key, slot – and below it what a bench can do to it. */
export function MeterBox({ meter, card, hold, bench }: Props) {
  const { t, first } = useWords();
  const { number } = meter;
  const sampleKeys = useSession().data?.sample_keys !== false; // without own keys a meter of the bench gets those of its folder
  return (
    <article className={`meter ${meter.powered ? '' : 'is-dark'}`} aria-label={t('bench.meter', { number })} data-testid={`meter-${number}`} data-relay={meter.relay} data-lamp={meter.lamp}
      data-buzzer={meter.buzzer} data-remaining={meter.remaining} data-count={meter.count} data-keys={meter.key_state} data-flags={meter.state_flags.join(' ')}>
      <div className="meter-case">
        <p className="meter-plate"><span>{meter.model}</span><span className="meter-type">{t('bench.meter_type')}</span></p>
        <Lcd meter={meter} />
        <ul className="meter-lamps" aria-label={t('bench.lamps')}>
          <li className={`pulse ${meter.powered && meter.relay === 'closed' && meter.load_w > 0 ? 'lit blink' : ''}`}><i aria-hidden="true" />{t('bench.pulse')}</li>
          <li className={`relay ${meter.lamp === 'off' ? '' : 'lit'} ${meter.lamp === 'blink' ? 'blink' : ''}`} data-testid={`relay-lamp-${number}`}><i aria-hidden="true" />{t(`bench.lamp_${meter.lamp}`)}</li>
          <li className={`buzzer ${meter.buzzer ? 'lit' : ''}`} data-testid={`buzzer-${number}`}><i aria-hidden="true">♪</i>{meter.buzzer ? t('bench.buzzer_on') : t('bench.buzzer_off')}</li>
        </ul>
        <div className="meter-keys">
          <button type="button" className="meter-key" data-testid={`key-${number}`} disabled={!meter.powered} onClick={() => void bench.meter(number, { key: 'press' })}>{t('bench.key')}</button>
          <button type="button" className="meter-key" data-testid={`key-long-${number}`} disabled={!meter.powered} onClick={() => void bench.meter(number, { key: 'long' })}>{t('bench.key_long')}</button>
        </div>
        <p className="meter-number"><span aria-hidden="true" className="barcode" />№ {number}</p>
        <div className="meter-slot">
          <Place id={`meter:${number}`} name={t('bench.meter', { number })} hold={hold} empty={!card}>
            <span className="slot-mouth" aria-hidden="true" />
            {card ? <Card card={card} hold={hold} bench={bench} busy={meter.card_busy} /> : <p className="slot-empty">{t('bench.slot')}</p>}
          </Place>
          {card && (
            <button type="button" className="plain-button" data-testid={`pull-${number}`} onClick={() => void bench.move(card.id, 'wallet')}>
              {meter.card_busy ? t('bench.pull_early') : t('bench.pull')}
            </button>
          )}
        </div>
      </div>
      <div className="meter-bench">
        <LoadControl meter={meter} bench={bench} />
        <div className="meter-switches">
          <button type="button" className="plain-button" aria-pressed={!meter.powered} data-testid={`power-${number}`} onClick={() => void bench.meter(number, { power: !meter.powered })}>
            {meter.powered ? t('bench.cut_power') : t('bench.give_power')}
          </button>
          {meter.key_state === 'public' && sampleKeys && <button type="button" className="plain-button" data-testid={`install-keys-${number}`} onClick={() => void bench.installKeys(number)}>{t('bench.install_keys')}</button>}
        </div>
        <MeterLine meter={meter} bench={bench} />
        <MeterKeys meter={meter} />
        <MeterFacts meter={meter} />
        {meter.error_code ? <p className="meter-error" data-testid={`meter-error-${number}`} data-code={meter.error_code}>{first([`meter_error.${meter.error_code}`], String(meter.error_code))}</p> : null}
      </div>
    </article>
  );
}
