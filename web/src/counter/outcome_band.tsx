import { Problem } from '../api/problem';
import type { SaleOutcome } from '../api/types';
import { quantityOf, useWords, type Words } from '../words/words';
import { LineProgress } from './line_progress';
import { OwnPrint } from './own_print';
import { goesToTheMeter, takesBack, waitsForItsCard } from './state';
import { isZero } from '../form/amount';
import type { Counter } from './use_counter';

interface Props { counter: Counter; enter: () => void; showReceipt: (number: string) => void; printHere: (number: string) => void }

/** Three words only: Done, Not done, Not yet known – and what that means for the money. */
export function OutcomeBand({ counter, enter, showReceipt, printHere }: Props) {
  const words = useWords();
  const { t } = words;
  const outcome = counter.sale?.phase === 'over' ? counter.sale.outcome : undefined;
  const sale = outcome?.sale;
  const ofPurse = counter.sale?.ofPurse === true;
  const line = outcome?.command;
  const waits = !line && waitsForItsCard(counter.sale);
  const ordered = counter.state === 'done' && !ofPurse && goesToTheMeter(sale);
  const back = sale?.kind === 'refund' && sale.tendered.startsWith('-');
  const order = sale?.kind === 'closing' && isZero(sale.tendered); // a sum of nothing would say that nothing was done
  const undone = counter.state === 'done' && takesBack(sale);
  const tone = undone ? 'warning' : { done: 'good', not_done: 'bad' }[counter.state as string] ?? 'warning';
  return (
    <div className={`band ${tone}`} data-testid="outcome" data-outcome={counter.state}>
      <p className="band-word">{t(undone ? 'counter.outcome.taking_back' : `counter.outcome.${counter.state}`)}</p>
      {sale && !order && (
        <p className="band-sum" data-testid="outcome-sum">
          {words.money(ofPurse && isZero(sale.tendered) ? sale.credit?.replace('-', '') : back ? sale.tendered.slice(1) : sale.tendered)}
          {sale.units && <span> · {words.quantity(sale.units, quantityOf(sale.unit))}</span>}
        </p>
      )}
      {back && <p data-testid="outcome-paid-out">{t('counter.paid_out')}</p>}
      {ordered && <p data-testid="outcome-ordered">{t('counter.order_on_card')}</p>}
      {undone && <p data-testid="outcome-taking-back">{t('counter.refund_waits')}</p>}
      {waits && <p data-testid="outcome-waits">{t('counter.waits_for_card')}</p>}
      {line && sale && counter.sale && <LineProgress sale={sale.number} saleKey={counter.sale.key} card={counter.card?.session} />}
      {counter.state === 'done' && !waits && !line && outcome?.should_show && (
        <p data-testid="outcome-should-show">{t(ofPurse ? 'purse.holds_now' : 'counter.should_show', { amount: words.credit(outcome.should_show, sale?.unit) })}</p>
      )}
      {counter.state === 'done' && outcome?.balance_after && <p data-testid="outcome-balance">{t('slip.balance_after')}: {words.money(outcome.balance_after)}</p>}
      {sale && <p className="quiet">{t('counter.receipt_no')} <span data-testid="outcome-receipt">{sale.number}</span> · {words.first([`sale_kind.${sale.kind}`], sale.kind)}</p>}
      {outcome?.error && counter.state !== 'done' && <p data-testid="outcome-why">{whyNot(outcome, words)}</p>}
      {counter.state === 'done' && sale?.kind === 'refund' && ofPurse && outcome?.error && <p data-testid="outcome-not-cleared">{t('purse.not_cleared')}</p>}
      {counter.state === 'not_done' && <p>{sale && ofPurse && isZero(sale.tendered) ? t('purse.nothing_moved') : sale ? t('counter.money_reversed', { number: sale.number }) : t('counter.no_money_taken')}</p>}
      {counter.state === 'card_removed' && <p>{t('counter.put_same_card')}</p>}
      {counter.state === 'not_yet_known' && <p>{t('counter.asks_by_itself')}</p>}
      {counter.state === 'done' && sale && <OwnPrint key={sale.number} number={sale.number} open={printHere} />}
      <div className="band-actions">
        {counter.state === 'done' && sale && (
          <button type="button" className="big-button plain" data-testid="outcome-print" onClick={() => showReceipt(sale.number)}><kbd>P</kbd>{t('receipt.show')}</button>
        )}
        {(counter.state === 'not_yet_known' || counter.state === 'card_removed') && (
          <button type="button" className="big-button plain" data-testid="outcome-ask" onClick={() => void counter.askNow()}><kbd>A</kbd>{t('counter.ask_now')}</button>
        )}
        {counter.state === 'done' || counter.state === 'not_done' ? (
          <button type="button" className="big-button" data-testid="outcome-next" onClick={enter}>
            <kbd>Enter</kbd>{counter.state === 'done' ? t('counter.next_customer') : t('counter.sell_anew')}
          </button>
        ) : (
          <button type="button" className="big-button plain" data-testid="outcome-leave" onClick={counter.next}><kbd>N</kbd>{t('counter.leave_listed')}</button>
        )}
      </div>
    </div>
  );
}

/** A card that went before anything was written leaves nothing to ask it for. */
export function whyNot(outcome: SaleOutcome, words: Words): string {
  if (outcome.outcome === 'not_done' && outcome.error?.code === 'card_removed') return words.t('counter.removed_in_time');
  return outcome.error ? words.problem(new Problem(outcome.error)) : '';
}
