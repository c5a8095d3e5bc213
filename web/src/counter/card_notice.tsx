import { Problem } from '../api/problem';
import { cardTrouble, stoppedByVault } from './state';
import { may, mayAny } from '../shell/permissions';
import { useWords } from '../words/words';
import { OwnReader, ReaderChoice } from './reader_choice';
import type { Counter } from './use_counter';

interface Props { counter: Counter; enter: () => void; showReceipt: (number: string) => void }

/** What lies on the reader when nothing can be sold at once: the reason in words and the ways out. */
export function CardNotice({ counter, enter, showReceipt }: Props) {
  const { t, time } = useWords();
  switch (counter.state) {
    case 'idle': return counter.noSuch === null ? <Idle /> : <NoSuch number={counter.noSuch} />;
    case 'reading': return <div className="band info"><p className="band-word">{t('counter.reading')}</p></div>;
    case 'unread_on_card': return <Unread counter={counter} enter={enter} />;
    case 'in_doubt_found': return <InDoubt counter={counter} enter={enter} showReceipt={showReceipt} />;
    case 'unknown_card': return <Unknown counter={counter} />;
    case 'blocked_card':
    case 'no_sale_customer': return <NoSale counter={counter} />;
    case 'reader_offline': return <Offline counter={counter} />;
    case 'server_lost': return <div className="band bad"><p className="band-word">{t('counter.no_connection')}</p><p>{t('counter.no_connection_why', { time: time(new Date().toISOString(), 'clock') })}</p></div>;
    case 'reader_not_chosen': return <ReaderChoice />;
    case 'foreign_change': return (
      <div className="band warning">
        <p className="band-word">{t('counter.other_card')}</p><p>{t('counter.other_card_why')}</p>
        <div className="band-actions"><button type="button" className="big-button" data-testid="foreign-continue" onClick={enter}><kbd>Enter</kbd>{t('counter.other_card_go')}</button></div>
      </div>
    );
    default: return <CardError counter={counter} />;
  }
}

function Idle() {
  const { t } = useWords();
  return (
    <div className="idle">
      <svg viewBox="0 0 120 84" aria-hidden="true" className="idle-picture">
        <rect x="8" y="46" width="104" height="30" rx="6" className="reader" /><rect x="30" y="8" width="60" height="46" rx="5" className="card" />
        <rect x="38" y="18" width="14" height="11" rx="2" className="chip" /><path d="M50 64h20" className="slot" />
      </svg>
      <p className="idle-say" data-testid="idle-say">{t('counter.idle')}</p>
      <p className="quiet">{t('counter.idle_or')}</p>
      <OwnReader />
    </div>
  );
}

/** Of a link or an address: the number is wrong, or belongs to other books. */
function NoSuch({ number }: { number: string }) {
  const { t } = useWords();
  return (
    <div className="band warning" role="alert" data-testid="no-such-account">
      <p className="band-word">{t('counter.no_such_account', { account: number })}</p>
      <p>{t('counter.no_such_account_why')}</p>
    </div>
  );
}

function Unread({ counter, enter }: Omit<Props, 'showReceipt'>) {
  const words = useWords();
  const { t } = words;
  const unread = counter.card?.unread;
  if (!unread) return null;
  return (
    <div className="band warning" data-testid="unread">
      <p className="band-word">{t('counter.unread')}</p>
      <p>{t(unread.sum && unread.sum !== unread.amount ? 'counter.unread_why_sum' : 'counter.unread_why',
        { sale: unread.sale, amount: words.money(unread.amount), sum: words.money(unread.sum ?? unread.amount), since: words.time(unread.since, 'short') })}</p>
      {unread.choices.includes('replace_card') && <p data-testid="unread-worn">{t('counter.unread_worn')}</p>}
      <div className="band-actions">
        {unread.choices.includes('replace_card') && mayAny(counter.session, ['replace_card']) && (
          <button type="button" className="big-button plain" data-testid="unread-replace" onClick={() => counter.setTask('replace_card')}>{t('counter.task.replace_card')}</button>
        )}
        {unread.choices.includes('take_back') && mayAny(counter.session, ['take_back_own', 'take_back']) && (
          <button type="button" className="big-button plain" data-testid="unread-take-back" onClick={() => counter.setTask('take_back')}>{t('counter.task.take_back')}</button>
        )}
        {unread.choices.includes('sum') && <button type="button" className="big-button" data-testid="unread-sum" onClick={enter}><kbd>Enter</kbd>{t('counter.unread_sum')}</button>}
      </div>
    </div>
  );
}

function InDoubt({ counter, enter, showReceipt }: Props) {
  const words = useWords();
  const { t } = words;
  const doubt = counter.card?.in_doubt;
  if (!doubt) return null;
  return (
    <div className={`band ${doubt.outcome === 'still_unknown' ? 'warning' : 'good'}`} data-testid="in-doubt" data-outcome={doubt.outcome}>
      <p className="band-word">{t(`counter.in_doubt.${doubt.outcome}`)}</p>
      <p>{t(`counter.in_doubt_why.${doubt.outcome}`, { sale: doubt.sale, amount: words.money(doubt.amount) })}</p>
      <div className="band-actions">
        <button type="button" className="big-button plain" data-testid="in-doubt-receipt" onClick={() => showReceipt(doubt.sale)}>{t('receipt.show')}</button>
        <button type="button" className="big-button" data-testid="in-doubt-go-on" onClick={enter}><kbd>Enter</kbd>{doubt.outcome === 'still_unknown' ? t('counter.ask_now') : t('counter.go_on')}</button>
      </div>
    </div>
  );
}

function Unknown({ counter }: { counter: Counter }) {
  const { t, first } = useWords();
  const code = counter.card?.reason_code ?? 'unknown';
  const blank = code === 'blank_card', half = code === 'half_made';
  return (
    <div className={`band ${blank || half ? 'info' : 'warning'}`} data-testid="unknown-card" data-reason={code}>
      <p className="band-word">{t(blank ? 'counter.blank_card' : half ? 'counter.half_made' : 'counter.unknown_card')}</p>
      <p>{first([`reason.${code}`, `error.${code}`], code, counter.card?.details)}</p>
      {(blank || half) && (
        <div className="band-actions">
          {blank && may(counter.session, 'replace_card') && <button type="button" className="big-button plain" data-testid="unknown-replace" onClick={() => counter.setTask('replace_card')}><kbd>R</kbd>{t('counter.task.replace_card')}</button>}
          {may(counter.session, 'open_account') && <button type="button" className="big-button plain" data-testid="unknown-purse" onClick={() => counter.setTask('purse_first')}><kbd>F</kbd>{t('counter.task.purse_first')}</button>}
          {blank && may(counter.session, 'open_account') && <button type="button" className="big-button" data-testid="unknown-open" onClick={() => counter.setTask('open_account')}><kbd>O</kbd>{t('counter.task.open_account')}</button>}
        </div>
      )}
    </div>
  );
}

function NoSale({ counter }: { counter: Counter }) {
  const { t, first } = useWords();
  const closed = !counter.card && counter.account?.state === 'closed';
  const code = closed ? 'closed' : (counter.card?.reason_code ?? counter.account?.customer.state ?? 'blocked');
  return (
    <div className="band bad" data-testid="no-sale" data-reason={code}>
      <p className="band-word">{t(`counter.${counter.state}`)}</p>
      {!closed && <p>{first([`reason.${code}`, `error.${code}`], code, counter.card?.details)} {counter.account?.customer.state_reason}</p>}
      <p>{t(closed ? 'counter.say.account_closed' : `counter.say.${counter.state}`)}</p>
    </div>
  );
}

function Offline({ counter }: { counter: Counter }) {
  const { t, first } = useWords();
  const reason = counter.reader?.reason ?? 'no_reader';
  return (
    <div className="band bad" data-testid="reader-offline">
      <p className="band-word">{t('counter.reader_offline')}</p><p>{first([`reader_reason.${reason}`], reason)}</p>
    </div>
  );
}

function CardError({ counter }: { counter: Counter }) {
  const { t, problem } = useWords();
  const why = cardTrouble(counter.card);
  if (stoppedByVault(counter.card)) return <div className="band warning" data-testid="vault-stops"><p className="band-word">{t('counter.vault_stops')}</p><p>{t('counter.vault_stops_why')}</p></div>;
  return (
    <div className="band bad" data-testid="card-error">
      <p className="band-word">{t('counter.card_error')}</p>
      {why && <p>{problem(new Problem(why))}</p>}
    </div>
  );
}
