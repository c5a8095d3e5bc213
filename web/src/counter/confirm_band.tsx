import { useWords, readable } from '../words/words';
import { UnusualBand } from './unusual_band';
import type { Counter } from './use_counter';

/** Only when something is unusual about a sale or a payment: what, with both figures. */
export function ConfirmBand({ counter }: { counter: Counter }) {
  const words = useWords();
  const { account, parsed, quote, name } = counter;
  const sum = counter.purse?.quote ? counter.purse.quote.amount : account?.at_office && parsed.ok ? parsed.value : quote?.tendered;
  const yes = words.t(counter.purse ? 'purse.load_amount' : account?.at_office ? 'balance.pay' : 'counter.sell_amount_to', { amount: words.money(sum), name });
  return (
    <UnusualBand yes={yes} sayNo={() => counter.setConfirming(false)} sayYes={counter.sayYes}>
      {counter.unusual.map((each) => (
        <p key={each.code} data-testid={`confirm-${each.code}`}>
          {words.first([...(counter.purse ? [`purse.confirm.${each.code}`] : []), `confirm.${each.code}`], each.code, readable(each.details ?? {}, words.language, words.zone))}
        </p>
      ))}
    </UnusualBand>
  );
}
