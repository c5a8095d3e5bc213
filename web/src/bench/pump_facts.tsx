import type { BenchCard, PumpView } from '../api/types';
import { useWords, type Words } from '../words/words';
import { cardName } from './card';
import { unitOf } from './lcd';
import { asDuration, lastFour } from './pump_terms';

/** A page's figure as the reader writes it; moments and durations stay as the display has them. */
function written(page: PumpView['pages'][number], words: Words): string {
  if (page.unit === 'money') return words.money(page.value);
  if (page.unit === 'cause') return words.t(`pump.cause.${page.value}`);
  const value = /^\d+\.\d+$/.test(page.value) ? words.decimal(page.value) : page.value;
  return page.unit ? `${value} ${unitOf(page.unit, words)}` : value;
}

/** What the pump has inside, for the eye of the tester: all pages at once, its newest record and who hangs. */
export function PumpFacts({ pump }: { pump: PumpView }) {
  const words = useWords();
  const { t, first } = words;
  const { newest, number } = pump;
  return (
    <>
      <dl className="meter-facts">
        {pump.pages.map((page) => <div key={page.label_key}><dt>{first([page.label_key], page.label_key)}</dt><dd data-testid={`${page.label_key}-${number}`}>{written(page, words)}</dd></div>)}
        <div><dt>{t('bench.records')}</dt><dd data-testid={`records-${number}`}>{pump.records}</dd></div>
        <div><dt>{t('bench.charged')}</dt><dd data-testid={`charged-${number}`}>{words.money(pump.charged)}</dd></div>
      </dl>
      {newest && (
        <p className="small" data-testid={`newest-${number}`} data-cause={newest.cause} data-amount={newest.amount} data-hung={newest.hung} data-proven={newest.proven}>
          {t('bench.newest_record', { number: newest.number, card: lastFour(newest.card), amount: words.money(newest.amount), time: asDuration(newest.seconds), cause: t(`pump.cause.${newest.cause}`) })}
        </p>
      )}
      {pump.hung.length > 0 && (
        <ul className="pump-hung" aria-label={t('pump.sign.hung')} data-testid={`hung-${number}`}>
          {pump.hung.map((user) => <li key={user.number}>{t('bench.hung_user', { card: lastFour(user.card), amount: words.money(user.amount) })}</li>)}
        </ul>
      )}
    </>
  );
}

/** What the last swipe came to, in words; it is said to whoever only hears. */
export function LastSwipe({ pump, cards }: { pump: PumpView; cards: BenchCard[] }) {
  const words = useWords();
  const { t, first } = words;
  const last = pump.last_swipe;
  const card = cards.find((one) => one.id === last?.card);
  const said = (): string => {
    if (!last) return t('pump.say.ready');
    if (last.dark) return t('pump.say.dark');
    if (last.paid !== null) return t('pump.say.paid', { amount: words.money(last.paid), balance: words.money(last.balance) });
    if (last.refusal !== 'none') return first([`pump.refusal.${last.refusal}`], last.refusal);
    return t('pump.say.started', { balance: words.money(last.balance) });
  };
  return <p role="status" className="pump-said" data-testid={`said-${pump.number}`} data-refusal={last?.refusal ?? ''} data-paid={last?.paid ?? ''}>{card && !last?.beside ? `${cardName(card, t)}: ` : ''}{said()}</p>;
}
