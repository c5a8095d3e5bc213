import { inMark, keepAmountCharacters } from '../form/amount';
import { useWords } from '../words/words';
import type { SalePanelProps } from './sale_panel_props';

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
      aria-describedby="amount-hint" aria-invalid={counter.quoteProblem || (!counter.parsed.ok && counter.parsed.code !== 'empty') ? true : undefined}
    />
  );
}
