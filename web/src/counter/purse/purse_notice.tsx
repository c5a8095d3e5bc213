import { useState } from 'react';
import { post } from '../../api/client';
import { ProblemNote } from '../../form/problem_note';
import { may } from '../../shell/permissions';
import { useWords } from '../../words/words';
import type { Task } from '../names';
import type { Counter } from '../use_counter';
import { canBecomePurse, endOf, stateOfNeed, takesOff } from './purse';

interface Props { counter: Counter; enter: () => void; showReceipt: (number: string) => void }

/** What stands in the way of loading a farmer's card: the reason in words, and the ways out. */
export function PurseNotice({ counter, enter, showReceipt }: Props) {
  const { t, first, problem } = useWords();
  const purse = counter.purse!;
  const code = purse.look?.condition === 'ours' ? 'not_ours' : purse.look?.condition ?? 'foreign';
  switch (purse.standing) {
    case 'settled': return <Settled counter={counter} enter={enter} showReceipt={showReceipt} />;
    case 'needs_card': return <NeedsCard counter={counter} />;
    case 'stranger': return <Band tone="warning" testid="unknown-card" word={t('counter.unknown_card')}>{first([`reason.${code}`], t('reason.not_ours'))}</Band>;
    case 'grey': return <Band tone="warning" testid="purse-grey-band" word={t('purse.grey')} ways={<Way counter={counter} task="purse_grey" needs="settle" />}>{t('purse.grey_why')}</Band>;
    case 'returned': return <Returned counter={counter} />;
    case 'not_in_books': return <Band tone="warning" testid="purse-not-in-books" word={t('counter.unknown_card')} ways={<Way counter={counter} task="purse_take_over" needs="take_over_card" />}>{t('purse.not_in_books_why')}</Band>;
    case 'closed': return <Band tone="bad" testid="no-sale" word={t('counter.no_sale_customer')}>{t('reason.closed')}</Band>;
    case 'closing': return <Band tone="warning" testid="purse-closing" word={t('purse.closing')} ways={<Way counter={counter} task="purse_close" needs="close_account" />}>{t('purse.closing_why')}</Band>;
    case 'lost': return <Lost counter={counter} />;
    default: return <Band tone="bad" testid="card-error" word={t('counter.card_error')}>{purse.problem && problem(purse.problem)}</Band>;
  }
}

function Band({ tone, testid, word, ways, children }: { tone: string; testid: string; word: string; ways?: React.ReactNode; children: React.ReactNode }) {
  return (
    <div className={`band ${tone}`} data-testid={testid}>
      <p className="band-word">{word}</p>
      <p>{children}</p>
      {ways && <div className="band-actions">{ways}</div>}
    </div>
  );
}

function Way({ counter, task, needs }: { counter: Counter; task: Task; needs: string }) {
  const { t } = useWords();
  if (!may(counter.session, needs)) return null;
  return <button type="button" className="big-button" data-testid={`way-${task}`} onClick={() => counter.setTask(task)}>{t(`counter.task.${task}`)}</button>;
}

/** Nobody's card any more: cleared, it can be issued to the next one. */
function Returned({ counter }: { counter: Counter }) {
  const { t } = useWords();
  const [why, setWhy] = useState<unknown>(null);
  const clear = async (): Promise<void> => {
    setWhy(null);
    await post('/purses/clear', { card_session: counter.card?.session }).catch(setWhy);
  };
  const button = <button type="button" className="big-button" data-testid="purse-clear" onClick={() => void clear()}>{t('purse.clear')}</button>;
  return (
    <>
      <ProblemNote problem={why} />
      <Band tone="warning" testid="purse-returned" word={t('counter.no_sale_customer')} ways={may(counter.session, 'open_account') ? button : undefined}>{t('purse.clear_why')}</Band>
    </>
  );
}

/** A card that was blocked, or one that another has followed. */
function Lost({ counter }: { counter: Counter }) {
  const { t, first } = useWords();
  const { purse } = counter.purse!.account!;
  const reason = purse.state === 'blocked' ? first([`card_reason.${purse.state_reason}`], purse.state_reason) : '';
  return <Band tone="bad" testid="no-sale" word={t('counter.blocked_card')}>{t(purse.state === 'blocked' ? 'purse.lost_why' : 'purse.replaced_why', { reason })}</Band>;
}

/** The account is there, the card that it takes is not. */
function NeedsCard({ counter }: { counter: Counter }) {
  const { t } = useWords();
  const { account } = counter.purse!;
  const state = stateOfNeed(account!.purse);
  const ways = state === 'blocked' && canBecomePurse(counter.card) ? <Way counter={counter} task="purse_replace" needs="replace_card" /> : undefined;
  const word = state === 'active' ? t('counter.put_card_of', { name: counter.name }) : state === 'blocked' && !ways ? t('counter.blocked_card') : t(ways ? 'counter.blank_card' : 'counter.put_blank');
  return <Band tone={state === 'blocked' && !ways ? 'warning' : 'info'} testid="purse-needs-card" word={word} ways={ways}>{t(`purse.needs_card_${state}`, { name: counter.name })}</Band>;
}

/** What was open about this card, and how it ended. */
function Settled({ counter, enter, showReceipt }: Props) {
  const words = useWords();
  const { t } = words;
  const { look, account } = counter.purse!;
  const all = look?.settled ?? [];
  const tone = all.every((one) => endOf(one.state) === 'done') ? 'good' : 'warning';
  return (
    <div className={`band ${tone}`} data-testid="in-doubt" data-outcome={all.map((one) => endOf(one.state)).join(' ')}>
      {all.map((one) => {
        const end = endOf(one.state);
        const move = account?.moves.find((each) => each.sale === one.sale);
        const way = move && takesOff(move.kind) ? 'off' : move ? 'on' : 'made';
        return (
          <div key={one.sale}>
            <p className="band-word">{words.first([`purse.settled.${end}_${way}`], t(`purse.settled.${end}`))}</p>
            <p data-testid={`settled-${one.sale}`}>{words.first([`purse.settled_why.${end}_${way}`], t(`purse.settled_why.${end}`, { sale: one.sale }), { sale: one.sale, amount: words.money(move?.amount) })}</p>
            {one.paid_back_at && <p data-testid={`paid-back-${one.sale}`}>{t('sale.paid_back_at', { amount: words.money(one.paid_back_at.amount), till: one.paid_back_at.till, station: one.paid_back_at.station })}</p>}
          </div>
        );
      })}
      <div className="band-actions">
        {all[0] && <button type="button" className="big-button plain" data-testid="in-doubt-receipt" onClick={() => showReceipt(all[0]!.sale)}>{t('receipt.show')}</button>}
        <button type="button" className="big-button" data-testid="in-doubt-go-on" onClick={enter}><kbd>Enter</kbd>{t('counter.go_on')}</button>
      </div>
    </div>
  );
}
