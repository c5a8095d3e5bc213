import { useCallback } from 'react';
import type { BenchCard, PumpView } from '../api/types';
import { useWords } from '../words/words';
import { cardName } from './card';
import { Flow } from './pump_flow';
import { BASES } from './pump_terms';
import type { Bench } from './use_bench';

const MOST_W = 55_000;
const STEP_W = 500;
const MOST_L_S = 50;
const MODULES = ['own', 'other', 'none'] as const;

/** What a bench can do to a pump: what flows, mains, clock, orders, its module, its price, the black list, its line. */
export function PumpControls({ pump, cards, bench }: { pump: PumpView; cards: BenchCard[]; bench: Bench }) {
  const { t, first } = useWords();
  const { number } = pump;
  const watts = useCallback((load_w: number) => void bench.pump(number, { load_w }), [bench, number]);
  const litres = useCallback((flow_l_s: number) => void bench.pump(number, { flow_l_s }), [bench, number]);
  const purses = cards.filter((card) => card.purse);
  const others = cards.filter((card) => !card.purse && card.place === 'wallet');
  return (
    <>
      <Flow id={`power-of-${number}`} label={t('bench.pump_power')} value={pump.load_w} most={MOST_W} step={STEP_W} unit="W" give={watts} />
      <Flow id={`flow-of-${number}`} label={t('bench.pump_flow')} value={pump.flow_l_s} most={MOST_L_S} step={1} unit="l/s" give={litres} />
      <div className="meter-switches">
        <button type="button" className="plain-button" aria-pressed={!pump.powered} data-testid={`power-${number}`} onClick={() => void bench.pump(number, { power: !pump.powered })}>
          {pump.powered ? t('bench.cut_power') : t('bench.give_power')}
        </button>
        {!pump.powered && <button type="button" className="plain-button" data-testid={`power-clock-lost-${number}`} onClick={() => void bench.pump(number, { power: true, clock_lost: true })}>{t('bench.give_power_clock_lost')}</button>}
        {pump.powered && (
          <button type="button" className="plain-button" aria-pressed={pump.locked_out} data-testid={`lock-out-${number}`} onClick={() => void bench.pump(number, { locked_out: !pump.locked_out })}>
            {pump.locked_out ? t('bench.lift_stop') : t('bench.order_stop')}
          </button>
        )}
        {pump.powered && !pump.clock_valid && <button type="button" className="plain-button" data-testid={`set-clock-${number}`} onClick={() => void bench.pump(number, { clock_shift_s: 0 })}>{t('bench.set_clock')}</button>}
      </div>
      <div className="pump-settings">
        <label>{t('bench.module')}
          <select value={pump.module} data-testid={`module-${number}`} onChange={(event) => void bench.module(number, event.target.value)}>
            {MODULES.map((which) => <option key={which} value={which}>{t(`bench.module.${which}`)}</option>)}
          </select>
        </label>
        <label>{t('bench.put_in_module')}
          <select value="" disabled={others.length === 0} data-testid={`psam-${number}`} onChange={(event) => void bench.psam(number, event.target.value)}>
            <option value="">{t('bench.choose')}</option>
            {others.map((card) => <option key={card.id} value={card.id}>{cardName(card, t)}</option>)}
          </select>
        </label>
        <label>{t('bench.basis')}
          <select value={pump.basis} disabled={!pump.powered} data-testid={`basis-${number}`} onChange={(event) => void bench.pump(number, { basis: event.target.value, price: pump.price })}>
            {BASES.map((basis) => <option key={basis} value={basis}>{t(`bench.basis.${basis}`)}</option>)}
          </select>
        </label>
        <label>{t('bench.black_list', { edition: pump.black_list.edition })}
          <select value="" disabled={!pump.powered || purses.length === 0} data-testid={`black-list-${number}`} onChange={(event) => void bench.pump(number, { black_list: event.target.value })}>
            <option value="">{t('bench.choose')}</option>
            {purses.map((card) => <option key={card.id} value={card.id}>{cardName(card, t)}</option>)}
          </select>
        </label>
        <label className="pump-line">
          <input type="checkbox" checked={pump.line !== null} data-testid={`line-${number}`} onChange={(event) => void bench.pumpLine(number, event.target.checked, pump.window)} /> {t('bench.line')}
          {pump.line && <code data-testid={`line-address-${number}`}>{pump.line}</code>}
        </label>
        {pump.line && <label><input type="checkbox" checked={pump.window} data-testid={`window-${number}`} onChange={(event) => void bench.pumpLine(number, true, event.target.checked)} /> {t('bench.window')}</label>}
      </div>
      {pump.error_code ? <p className="meter-error" data-testid={`pump-error-${number}`} data-code={pump.error_code}>{`${pump.error_code} · ${first([`pump.refusal.${pump.refusal}`], pump.refusal)}`}</p> : null}
    </>
  );
}
