import { amountSays } from '../../form/amount';
import { useWords } from '../../words/words';
import { QuickAmounts, SaleAmount } from '../sale_amount';
import type { SalePanelProps } from '../sale_panel_props';
import { useNamed } from '../../table/named';
import { debtLine } from '../debt_words';
import { PaidBy } from '../tender_fields';

/** Money onto a farmer's card: amount, Enter says what the card will hold, Enter loads it. A blank card is made into his with the first money. */
export function LoadForm({ counter, amount, received, enter }: SalePanelProps) {
  const words = useWords();
  const { t } = words;
  const debtKind = useNamed('debt_kind');
  const { purse, parsed, name } = counter;
  const quote = purse?.quote;
  const sum = words.money(parsed.ok ? parsed.value : undefined);
  const next = quote ? (quote.issues ? 'purse.make_and_load' : 'purse.load_amount') : 'purse.ask_amount';
  return (
    <div className="quote-form" data-testid="load-form">
      {purse?.account?.purse.state === 'granted' && <p className="note" data-testid="purse-first-note">{t('purse.first_note')}</p>}
      <div className="amount-row">
        <label htmlFor="amount">{t('purse.amount', { currency: words.currency })}</label>
        <SaleAmount counter={counter} amount={amount} />
      </div>
      <QuickAmounts counter={counter} amount={amount} />
      <p id="amount-hint" className="amount-hint" data-testid="counter-hint">
        {!parsed.ok && parsed.code !== 'empty' ? amountSays(parsed, words) : counter.way.problem ? words.problem(counter.way.problem) : ''}
      </p>
      <div className="quote-lines">
        {quote && (
          <dl className="quote-result" data-testid="load-quote">
            <div><dt>{t('purse.before')}</dt><dd data-testid="load-before">{words.money(quote.before)}</dd></div>
            <div><dt>{t('counter.to_pay')}</dt><dd data-testid="quote-total">{words.money(quote.amount)}</dd></div>
            {quote.recovered.map((share) => <div key={share.id} data-testid={`recovers-${share.id}`}><dt>{debtLine(share, words, debtKind)}</dt><dd>{words.money(share.amount)}</dd></div>)}
            <div className="to-pay"><dt>{t('purse.after')}</dt><dd data-testid="load-after">{words.money(quote.after)}</dd></div>
          </dl>
        )}
      </div>
      <div className="quote-foot">
        {parsed.ok && <PaidBy counter={counter} received={received} due={parsed.value} />}
        <button type="button" className="big-button" data-testid="counter-load" aria-disabled={!parsed.ok || purse?.asking} onClick={enter}>
          <kbd>Enter</kbd>{parsed.ok ? t(next, { amount: sum, name }) : t('purse.load_for', { name })}
        </button>
      </div>
    </div>
  );
}
