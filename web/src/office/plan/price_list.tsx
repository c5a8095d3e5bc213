import { useWords } from '../../words/words';
import { byPeriods, withOpenEnd, type Price, type StepDoc } from './document';
import { periodName } from './facts';
import { PlanCell, PlanField, useFault } from './field';

interface PriceProps { place: string; label: string; price: Price; periods: string[]; currency: string; change: (price: Price) => void }

/** One price, or one for each period of the day. */
export function PriceCells({ place, label, price, periods, currency, change }: PriceProps) {
  const words = useWords();
  const wrong = useFault(place);
  const named = priceNames(price, periods);
  if (named.length === 0) return <div className="plan-fields"><PlanField place={place} label={`${label}, ${currency}`} value={typeof price === 'string' ? price : ''} change={change} /></div>;
  return (
    <div className="plan-fields">
      {named.map((period) => <PlanField key={period} place={`${place}/${period}`} label={`${label}, ${periodName(words, period)}, ${currency}`} value={priceAt(price, period)} change={(value) => change(withPrice(price, named, period, value))} />)}
      {wrong && <p className="field-error">{wrong}</p>}
    </div>
  );
}

const priceNames = (price: Price, periods: string[]): string[] => (periods.length > 1 ? periods : typeof price === 'object' ? Object.keys(price) : []);
const priceAt = (price: Price | undefined, period: string): string => (typeof price === 'object' ? price[period] ?? '' : price ?? '');
const withPrice = (price: Price | undefined, periods: string[], period: string, value: string): Price => ({ ...Object.fromEntries(periods.map((name) => [name, priceAt(price, name)])), [period]: value });

interface StepProps { place: string; steps: StepDoc[]; adds: boolean; periods: string[]; unit: string; currency: string; change: (steps: StepDoc[]) => void }

/** Steps as a table: up to where, at which price – or how much more than the base. The last one is open. */
export function StepTable({ place, steps, adds, periods, unit, currency, change }: StepProps) {
  const words = useWords();
  const { t } = words;
  const wrong = useFault(place);
  const named = adds ? [] : [...new Set(steps.flatMap((step) => priceNames(step.price ?? '', periods)))];
  const put = (at: number, next: Partial<StepDoc>): void => change(steps.map((step, index) => (index === at ? { ...step, ...next } : step)));
  const add = (): void => {
    const last = steps.at(-1);
    const fresh: StepDoc = adds ? { add: last?.add ?? '0' } : { price: byPeriods(last?.price, periods) };
    change([...steps.map((step, at) => (at + 1 === steps.length ? { to: '', ...step } : step)), fresh]);
  };
  const row = (at: number, column: string): string => `${t('plan.step')} ${at + 1}, ${column}`;
  return (
    <>
      <div className="plan-scroll">
        <table className="simple-table plan-table" aria-label={t('plan.steps')}>
          <thead><tr>
            <th scope="col">{t('plan.step')}</th><th scope="col">{t('plan.up_to')}, {words.unit(unit)}</th>
            {adds && <th scope="col">{t('plan.adds')}, {currency}</th>}
            {!adds && named.length === 0 && <th scope="col">{t('plan.price')}, {currency}</th>}
            {named.map((period) => <th key={period} scope="col">{periodName(words, period)}, {currency}</th>)}
            <td />
          </tr></thead>
          <tbody>{steps.map((step, at) => (
            <tr key={at}>
              <th scope="row">{at + 1}</th>
              <td>{at + 1 < steps.length || step.to !== undefined ? <PlanCell place={`${place}/${at}/to`} label={row(at, t('plan.up_to'))} value={step.to ?? ''} change={(to) => put(at, { to })} /> : <span>∞</span>}</td>
              {adds && <td><PlanCell place={`${place}/${at}/add`} label={row(at, t('plan.adds'))} value={step.add ?? ''} change={(value) => put(at, { add: value })} /></td>}
              {!adds && named.length === 0 && <td><PlanCell place={`${place}/${at}/price`} label={row(at, t('plan.price'))} value={priceAt(step.price, '')} change={(price) => put(at, { price })} /></td>}
              {named.map((period) => <td key={period}><PlanCell place={`${place}/${at}/price/${period}`} label={row(at, periodName(words, period))} value={priceAt(step.price, period)} change={(value) => put(at, { price: withPrice(step.price, named, period, value) })} /></td>)}
              <td>{steps.length > 1 && <button type="button" className="quiet-button" aria-label={t('plan.step_remove', { number: at + 1 })} onClick={() => change(withOpenEnd(steps.filter((_, index) => index !== at), 'to'))}>✕</button>}</td>
            </tr>
          ))}</tbody>
        </table>
      </div>
      {wrong && <p className="field-error">{wrong}</p>}
      <div className="plan-tools"><button type="button" className="plain-button" data-testid={`add${place.replace(/\//g, '-')}`} onClick={add}>{t('plan.step_add')}</button></div>
    </>
  );
}
