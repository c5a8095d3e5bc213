import { amountSays } from '../form/amount';
import { useWords } from '../words/words';
import { QuickAmounts, SaleAmount } from './sale_amount';
import type { SalePanelProps } from './sale_panel_props';
import { PaidBy } from './tender_fields';
import { debtLine } from './debt_words';
import { useNamed } from '../table/named';

/** A balance at the server is paid in: no card, nothing carried. What the payment makes of it the server says with every keystroke. */
export function PaymentForm({ counter, amount, received, enter }: SalePanelProps) {
  const words = useWords();
  const { t } = words;
  const { account, parsed } = counter;
  const debtKind = useNamed('debt_kind');
  const told = counter.payment;
  const after = parsed.ok ? told.data?.after : undefined;
  const name = account?.customer.name ?? '';
  return (
    <div className="quote-form" data-testid="payment-form">
      <div className="amount-row">
        <label htmlFor="amount">{t('balance.pay_amount', { currency: words.currency })}</label>
        <SaleAmount counter={counter} amount={amount} />
      </div>
      <QuickAmounts counter={counter} amount={amount} />
      <p id="amount-hint" className="amount-hint" data-testid="counter-hint">
        {!parsed.ok && parsed.code !== 'empty' ? amountSays(parsed, words) : told.error ? words.problem(told.error) : after?.order ? t(`balance.order.${after.order}`) : ''}
      </p>
      <div className="quote-lines">
        <dl className="quote-result">
          <div><dt>{t('slip.balance_before')}</dt><dd data-testid="balance-before">{words.money(account?.at_office?.balance)}</dd></div>
          {after?.recovered.map((share) => <div key={share.id} data-testid={`recovers-${share.id}`}><dt>{debtLine(share, words, debtKind)}</dt><dd>{words.money(share.amount)}</dd></div>)}
          {after && <div className="to-pay"><dt>{t('balance.after')}</dt><dd data-testid="balance-after">{words.money(after.balance)}</dd></div>}
        </dl>
        <p className="quote-next">{after && after.days_left !== null && t('balance.lasts', { days: after.days_left })}</p>
      </div>
      <div className="quote-foot">
        {parsed.ok && <PaidBy counter={counter} received={received} due={parsed.value} />}
        <button type="button" className="big-button" data-testid="counter-pay" aria-disabled={!parsed.ok} onClick={enter}>
          <kbd>Enter</kbd>{parsed.ok ? t('balance.pay', { amount: words.money(parsed.value), name }) : t('counter.task.payment')}
        </button>
      </div>
    </div>
  );
}
