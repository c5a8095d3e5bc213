import { Problem as ProblemOf } from '../api/problem';
import { whyNot } from './outcome_band';
import { may } from '../shell/permissions';
import { stateOfNeed } from './purse/purse';
import type { Counter } from './use_counter';
import { useWords, type Words } from '../words/words';
import { ALERTS, cardTrouble, goesToTheMeter, onTheLine, stoppedByVault, takesBack } from './state';

/** The one place where the program speaks: one sentence, always the next step. */
export function StatusLine({ counter }: { counter: Counter }) {
  const words = useWords();
  const alarmed = ALERTS.has(counter.state) || Boolean(counter.way.problem && counter.state === 'recognised');
  const said = sentenceOf(counter, words);
  const sentence = counter.lookedFor ? `${words.t('counter.say.card_first', { account: counter.lookedFor })} ${said}` : said;
  return (
    <div className={`status-line ${alarmed ? 'alarmed' : ''}`}>
      <span data-testid="counter-state" data-code={counter.state} className="visually-hidden">{counter.state}</span>
      <p role="status" data-testid="counter-say">{alarmed ? '' : sentence}</p>
      <p role="alert" data-testid="counter-alert">{alarmed ? sentence : ''}</p>
      <span className="status-key">{words.t('counter.keys_hint')}</span>
    </div>
  );
}

function sentenceOf(counter: Counter, words: Words): string {
  const { t } = words;
  if (counter.task) return words.first([`counter.task_say.${counter.task}`], t('counter.task_say.menu'));
  if (counter.state === 'recognised' && counter.way.problem) return words.problem(counter.way.problem);
  if (counter.purse) {
    const own = ownSentence(counter, words);
    if (own) return own;
  }
  if (counter.state === 'recognised' && counter.account?.at_office) return t(counter.parsed.ok ? 'counter.say.payment_typed' : 'counter.say.payment');
  if (counter.state === 'no_shift' && !may(counter.session, 'shift_own')) return t('counter.say.no_shift_of_role');
  if (counter.state === 'idle' && counter.noSuch !== null) return t('counter.no_such_account', { account: counter.noSuch });
  if (counter.state === 'no_sale_customer' && !counter.card && counter.account?.state === 'closed') return t('counter.say.account_closed');
  const outcome = counter.sale?.phase === 'over' ? counter.sale.outcome : undefined;
  if (counter.state === 'not_done' && outcome?.error) return whyNot(outcome, words);
  if (counter.state === 'done' && takesBack(outcome?.sale)) return t('counter.say.taking_back');
  if (counter.state === 'done' && !counter.purse && goesToTheMeter(outcome?.sale)) return t('counter.say.ordered');
  if (counter.state === 'done' && (!counter.card || counter.sale?.cardSession === undefined)) return t('counter.say.done_no_card');
  if (counter.state === 'card_error' && stoppedByVault(counter.card)) return t('counter.vault_stops_why');
  const trouble = counter.state === 'card_error' ? cardTrouble(counter.card) : null;
  if (trouble) return words.problem(new ProblemOf(trouble));
  if (counter.state === 'quoted' && !counter.card) return t(onTheLine(counter.account) ? 'counter.say.quoted_line' : 'counter.say.quoted_no_card');
  if (counter.state === 'in_doubt_found' && counter.card?.in_doubt?.outcome === 'still_unknown') return t('counter.say.still_unknown');
  if (counter.state === 'unread_on_card' && !counter.card?.unread?.choices.includes('sum')) return t('counter.say.unread_wait');
  return t(`counter.say.${counter.state}`, { amount: outcome?.sale ? words.money(outcome.sale.tendered) : '' });
}

/** Of a farmer's card, where what is said of meters' cards does not fit. */
function ownSentence({ state, purse }: Counter, words: Words): string {
  if (state === 'recognised' && purse?.account) return words.t(purse.account.purse.state === 'granted' ? 'purse.say.first' : 'purse.say.amount');
  if (state === 'quoted') return words.t('purse.say.quoted');
  if (state === 'card_error' && purse?.problem) return words.problem(purse.problem);
  if (state === 'needs_card' && purse?.account) return words.t(`purse.say.needs_card_${stateOfNeed(purse.account.purse)}`);
  if (state === 'no_sale_customer') return words.t(`purse.say.${purse?.standing === 'closing' || purse?.standing === 'returned' || purse?.standing === 'not_in_books' ? purse.standing : 'closed'}`);
  return state === 'blocked_card' ? words.t('purse.say.lost') : '';
}
