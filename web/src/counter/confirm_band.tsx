import { useWords, readable } from '../words/words';
import { UnusualBand } from './unusual_band';
import type { Counter } from './use_counter';
import type { Way } from './way';

const YES: Record<Way['kind'], string> = { credit: 'counter.sell_amount_to', payment: 'balance.pay', load: 'purse.load_amount' };

/** Only when something is unusual about what is to be booked: what, with both figures. */
export function ConfirmBand({ counter }: { counter: Counter }) {
  const words = useWords();
  const { way, name } = counter;
  return (
    <UnusualBand yes={words.t(YES[way.kind], { amount: words.money(way.due), name })} sayNo={counter.sayNo} sayYes={counter.sayYes}>
      {way.unusual.map((each) => (
        <p key={each.code} data-testid={`confirm-${each.code}`}>
          {words.first([...(way.kind === 'load' ? [`purse.confirm.${each.code}`] : []), `confirm.${each.code}`], each.code, readable(each.details ?? {}, words.language, words.zone))}
        </p>
      ))}
    </UnusualBand>
  );
}
