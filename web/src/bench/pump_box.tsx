import { useState } from 'react';
import type { BenchCard, PumpView } from '../api/types';
import { useWords } from '../words/words';
import { cardName, type Hold } from './card';
import { PumpControls } from './pump_controls';
import { LastSwipe, PumpFacts } from './pump_facts';
import { PumpLcd } from './pump_lcd';
import type { Bench } from './use_bench';

interface Props { pump: PumpView; cards: BenchCard[]; hold: Hold; bench: Bench; swipe: (card: string, beside: string) => void }

/** An irrigation pump as it stands at a well: display, lamp, the place to which a card is held – and below it what a bench can do to it. */
export function PumpBox({ pump, cards, hold, bench, swipe }: Props) {
  const { t } = useWords();
  const { number } = pump;
  const name = t('bench.pump', { number });
  const [beside, setBeside] = useState('');
  const give = (card: string): void => { swipe(card, beside); setBeside(''); };
  return (
    <article className={`meter pump ${pump.powered ? '' : 'is-dark'}`} aria-label={name} data-testid={`pump-${number}`} data-phase={pump.phase} data-relay={pump.relay} data-lamp={pump.lamp}
      data-module={pump.module_ready ? 'ready' : 'silent'} data-hung={pump.hung.length} data-records={pump.records} data-charged={pump.charged}>
      <div className="meter-case">
        <p className="meter-plate"><span>{t('bench.pump_type')}</span><span className="meter-type">{t('bench.area', { area: pump.area })}</span></p>
        <PumpLcd pump={pump} />
        <ul className="meter-lamps" aria-label={t('bench.lamps')}>
          <li className={`relay ${pump.lamp === 'off' ? '' : 'lit'} ${pump.lamp === 'blink' ? 'blink' : ''}`} data-testid={`lamp-${number}`}><i aria-hidden="true" />{t(`pump.lamp.${pump.lamp}`)}</li>
          <li data-testid={`phase-${number}`}>{t(`pump.phase.${pump.powered ? pump.phase : 'dark'}`)}</li>
        </ul>
        <p className="meter-number"><span aria-hidden="true" className="barcode" />№ {number}</p>
        <div className={`meter-slot place ${hold.held ? 'offers' : ''}`} data-testid={`place-pump:${number}`}
          onDragOver={(event) => event.preventDefault()} onDrop={(event) => { event.preventDefault(); give(event.dataTransfer.getData('text/plain')); }}>
          {hold.held ? <button type="button" className="put-here" data-testid={`swipe-${number}`} onClick={() => hold.held && give(hold.held.id)}>{t('bench.hold_here', { place: name })}</button>
            : <p className="slot-empty">{t('bench.hold_card')}</p>}
        </div>
        <label className="pump-beside">{t('bench.beside')}
          <select value={beside} data-testid={`beside-${number}`} onChange={(event) => setBeside(event.target.value)}>
            <option value="">{t('bench.alone')}</option>
            {cards.filter((card) => card.id !== hold.held?.id).map((card) => <option key={card.id} value={card.id}>{cardName(card, t)}</option>)}
          </select>
        </label>
        <LastSwipe pump={pump} cards={cards} />
      </div>
      <div className="meter-bench">
        <PumpControls pump={pump} cards={cards} bench={bench} />
        {pump.powered && <PumpFacts pump={pump} />}
      </div>
    </article>
  );
}
