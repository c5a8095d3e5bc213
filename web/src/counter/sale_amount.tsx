import { inMark, isZero, keepAmountCharacters } from '../form/amount';
import { useWords } from '../words/words';
import type { SalePanelProps } from './sale_panel_props';
import { QUICK } from './use_keys';

/** The amount of whatever is sold, paid in or loaded: what is typed, and after it what was understood. */
export function SaleAmount({ counter, amount }: Pick<SalePanelProps, 'counter' | 'amount'>) {
  const { language } = useWords();
  const settle = (): void => {
    const shown = counter.parsed.ok ? inMark(counter.parsed.value, language) : counter.amount;
    if (shown !== counter.amount) counter.type(shown);
  };
  return (
    <input
      id="amount" ref={amount} className="amount" data-testid="counter-amount" inputMode="decimal" autoComplete="off" spellCheck={false} value={counter.amount}
      onChange={(event) => counter.type(keepAmountCharacters(event.target.value))} onFocus={(event) => event.target.select()} onBlur={settle}
      aria-describedby="amount-hint" aria-invalid={counter.way.problem || (!counter.parsed.ok && counter.parsed.code !== 'empty') ? true : undefined}
    />
  );
}

/** The amounts that most people buy, and all that this account owes where it owes anything. */
export function QuickAmounts({ counter, amount }: Pick<SalePanelProps, 'counter' | 'amount'>) {
  const { t } = useWords();
  const debt = counter.account?.debt;
  return (
    <div className="quick-amounts" role="group" aria-label={t('counter.quick')}>
      {Object.entries(QUICK).map(([key, value]) => (
        <button key={key} type="button" data-testid={`quick-${value}`} onClick={() => { counter.type(value); amount.current?.focus(); }}><kbd>{key}</kbd> {value}</button>
      ))}
      {debt && !isZero(debt.balance) && <button type="button" data-testid="quick-debt" onClick={() => counter.setTask('pay_debts')}><kbd>F9</kbd> {t('counter.all_debt')}</button>}
    </div>
  );
}
