import { useEffect, useRef } from 'react';
import { useWords, readable } from '../words/words';
import type { Counter } from './use_counter';

/** Only when something is unusual about a sale or a payment: what, with both figures. The focus stands on No, and a key that is still held from
 *  the amount says nothing. */
export function ConfirmBand({ counter }: { counter: Counter }) {
  const words = useWords();
  const no = useRef<HTMLButtonElement>(null);
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => no.current?.focus(), []);
  const { account, parsed, quote } = counter;
  const { name } = counter;
  const sum = counter.purse?.quote ? counter.purse.quote.amount : account?.at_office && parsed.ok ? parsed.value : quote?.tendered;
  const move = (event: React.KeyboardEvent): void => {
    if (event.key === 'Enter' && event.repeat) event.preventDefault();
    if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') no.current?.focus();
    if (event.key === 'ArrowRight' || event.key === 'ArrowDown') yes.current?.focus();
  };
  return (
    <div className="band warning" role="group" aria-label={words.t('counter.unusual')} onKeyDown={move}>
      <p className="band-word">{words.t('counter.unusual')}</p>
      {counter.unusual.map((each) => (
        <p key={each.code} data-testid={`confirm-${each.code}`}>
          {words.first([...(counter.purse ? [`purse.confirm.${each.code}`] : []), `confirm.${each.code}`], each.code, readable(each.details ?? {}, words.language, words.zone))}
        </p>
      ))}
      <div className="band-actions">
        <button ref={no} type="button" className="big-button plain" data-testid="confirm-no" onClick={() => counter.setConfirming(false)}>{words.t('counter.confirm_no')}</button>
        <button ref={yes} type="button" className="big-button" data-testid="confirm-yes" onClick={counter.sayYes}>
          {words.t(counter.purse ? 'purse.load_amount' : account?.at_office ? 'balance.pay' : 'counter.sell_amount_to', { amount: words.money(sum), name })}
        </button>
      </div>
    </div>
  );
}
