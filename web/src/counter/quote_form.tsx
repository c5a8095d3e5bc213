import { amountSays, isZero } from '../form/amount';
import type { QuoteLine, QuoteView } from '../api/types';
import { quantityOf, useWords, type Words } from '../words/words';
import { QuickAmounts, SaleAmount } from './sale_amount';
import type { SalePanelProps } from './sale_panel_props';
import { notOnItsCard, onTheLine, soldForLater } from './state';
import { PaidBy } from './tender_fields';
import { debtLine } from './debt_words';
import { deliveredKey, ofTheCommodity, twoDecimals } from '../words/line_words';
import { useNamed } from '../table/named';

/** Key 1: the amount. The quote below follows every keystroke; the server does all arithmetic. */
export function QuoteForm({ counter, amount, received, enter }: SalePanelProps) {
  const words = useWords();
  const { t } = words;
  const { quote, account } = counter;
  const line = onTheLine(account);
  const unit = words.unit(account?.unit ?? 'kWh');
  const ready = counter.state === 'quoted' && (counter.card !== null || line);
  return (
    <div className="quote-form">
      <div className="amount-row">
        <label htmlFor="amount">{counter.unit === 'money' ? t('counter.amount', { currency: words.currency }) : t('counter.amount_units', { unit })}</label>
        <button type="button" className="quiet-button" data-testid="counter-unit" onClick={() => counter.setUnit(counter.unit === 'money' ? 'energy' : 'money')}>
          <kbd>K</kbd> {counter.unit === 'money' ? unit : words.currency}
        </button>
        <SaleAmount counter={counter} amount={amount} />
      </div>
      <QuickAmounts counter={counter} amount={amount} />
      <p id="amount-hint" className="amount-hint" data-testid="counter-hint">{hint(counter, words)}</p>
      <QuoteLines quote={quote} before={counter.before} />
      <div className="quote-foot">
        {quote && <PaidBy counter={counter} received={received} due={quote.tendered} />}
        <button type="button" className="big-button" data-testid="counter-sell" aria-disabled={!ready} onClick={enter}>
          <kbd>Enter</kbd>{bigButton(counter, words)}
        </button>
        {counter.state === 'quoted' && !counter.card && soldForLater(quote) && (
          <button type="button" className="big-button plain" data-testid="counter-sell-later" onClick={() => counter.sellBy('card')}><kbd>L</kbd>{t('counter.sell_later')}</button>
        )}
        {counter.state === 'quoted' && counter.card && line && (
          <button type="button" className="big-button plain" data-testid="counter-sell-link" onClick={() => counter.sellBy('link')}><kbd>W</kbd>{t('counter.sell_link')}</button>
        )}
      </div>
    </div>
  );
}

function bigButton(counter: SalePanelProps['counter'], { t, money }: Words): string {
  const name = counter.account?.customer.name ?? '';
  if (counter.way.problem) return t('counter.cannot_sell');
  if (!counter.quote) return t('counter.sell_to', { name });
  if (!counter.card) return onTheLine(counter.account) ? t('counter.sell_link_to', { amount: money(counter.quote.tendered), name }) : t('counter.put_card_of', { name });
  return t('counter.sell_amount_to', { amount: money(counter.quote.tendered), name });
}

function hint(counter: SalePanelProps['counter'], words: Words): string {
  const { parsed } = counter;
  if (!parsed.ok && parsed.code !== 'empty') return amountSays(parsed, words);
  if (counter.way.problem) return words.problem(counter.way.problem);
  if (counter.before && counter.quote && counter.before.id !== counter.quote.id) return words.t('counter.quote_changed');
  const warnings = (counter.quote?.warnings ?? []).filter((code) => code !== 'tariff_estimate'); // "gets about" says so
  return warnings.map((code) => words.first([`warning.${code === 'unread_on_card' ? unread(counter) : code}`], code)).join(' ');
}

/** Where the last sale is that no meter has told of yet, and what comes first where its card is not here. */
function unread({ account, card }: SalePanelProps['counter']): string {
  const waits = notOnItsCard(account);
  if (onTheLine(account)) return waits ? 'unread_on_line' : 'unread_on_card';
  return `${waits ? 'unread_booked' : 'unread_on_card'}${card ? '' : '_away'}`;
}

function QuoteLines({ quote, before }: { quote?: QuoteView; before?: QuoteView }) {
  const words = useWords();
  const { t } = words;
  const debtKind = useNamed('debt_kind');
  if (!quote) return <div className="quote-lines empty" />;
  const old = new Map((before?.lines ?? []).map((line) => [line.id, line.amount]));
  return (
    <div className="quote-lines" data-testid="quote-lines">
      <table>
        <caption className="visually-hidden">{t('counter.quote')}</caption>
        <tbody>
          {quote.lines.map((line, index) => (
            <tr key={`${line.id}-${index}`} className={`${line.memo ? 'memo' : ''} ${before && old.get(line.id) !== line.amount ? 'changed' : ''}`}>
              <th scope="row">{lineName(line, quote.unit, words, debtKind)}</th>
              <td className="how">{how(line, quantityOf(quote.unit), words)}</td>
              <td className="sum">{words.decimal(line.amount)}</td>
            </tr>
          ))}
          {quote.residue && !isZero(quote.residue) && (
            <tr><th scope="row">{t('counter.residue')}</th><td /><td className="sum">{words.decimal(quote.residue)}</td></tr>
          )}
        </tbody>
      </table>
      <dl className="quote-result">
        {quote.units && <div><dt>{quote.estimate ? t('counter.gets_about') : t('counter.gets')}</dt><dd data-testid="quote-units">{words.quantity(twoDecimals(quote.units), quantityOf(quote.unit))}</dd></div>}
        <div><dt>{t('counter.onto_meter')}</dt><dd data-testid="quote-credit">{words.credit(quote.credit, quote.unit)}</dd></div>
        <div className="to-pay"><dt>{t('counter.to_pay')}</dt><dd data-testid="quote-total">{words.money(quote.tendered)}</dd></div>
      </dl>
      <p className="quote-next">
        {quote.next && t(quote.unit === 'volume' ? 'counter.next_price_volume' : 'counter.next_price', { price: words.decimal(quote.next.price) })}
        {quote.next?.left_in_step && ` · ${t('counter.left_in_step', { left: words.quantity(twoDecimals(quote.next.left_in_step), quantityOf(quote.unit)) })}`}
        {quote.next?.price_after && ` · ${t('counter.price_after', { price: words.decimal(quote.next.price_after) })}`}
        {quote.should_show && ` · ${t('counter.should_show', { amount: words.credit(quote.should_show, quote.unit) })}`}
      </p>
    </div>
  );
}

/** As the slip will say it. */
function lineName(line: QuoteLine, unit: QuoteView['unit'], words: Words, debtKind: (code: string) => string): string {
  if (line.left && line.debt) return debtLine({ id: line.id, amount: line.amount, left: line.left, debt: line.debt }, words, debtKind);
  if (line.left) return words.t('slip.line.debt', { left: words.decimal(line.left) });
  if (line.units && ofTheCommodity(line.id)) return words.t(deliveredKey(unit === 'volume', Boolean(line.step)), { step: String(line.step) });
  return words.first([`slip.line.${line.id}`], line.id);
}

function how(line: QuoteLine, unit: string, words: Words): string {
  if (line.units && line.price) return `${words.quantity(twoDecimals(line.units), unit)} × ${words.decimal(twoDecimals(line.price))}`;
  if (line.base) return words.decimal(line.base);
  return '';
}
