import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/client';
import type { CardView } from '../../api/types';
import { isZero } from '../../form/amount';
import { Figure, Tag, TagOf } from '../../shell/marks';
import { Number4 } from '../../shell/number4';
import { useWords } from '../../words/words';
import type { Counter } from '../use_counter';
import { takesOff, type PurseMoveRow, type WateringOnCard, type WateringRow } from './purse';

/** Panel A for somebody whose money is on his card: who he is, where it is good, what it holds, what moved on it last. */
export function PurseCustomer({ purse, card }: { purse: NonNullable<Counter['purse']>; card: CardView | null }) {
  const words = useWords();
  const { t } = words;
  const { account, look } = purse;
  if (!account) return null;
  const lies = look && card ? look : undefined; // his card, or a lost one of his
  const serial = lies?.card ?? account.purse.card;
  const onCard = lies !== undefined || (account.purse.seen !== null && account.purse.state !== 'blocked');
  return (
    <>
      <div className="customer-head">
        <p className="customer-name" data-testid="customer-name">{account.name}</p>
        <p className="customer-number"><span data-testid="account-number">{account.account}</span> {account.state !== 'draft' && <TagOf kind="account" value={account.state} />}
          {account.purse.state !== 'active' && account.state !== 'closed' && <TagOf kind="purse" value={account.purse.state} />}</p>
      </div>
      <p className="customer-place" data-testid="purse-village">{account.village}</p>
      <dl className="facts">
        <dt>{t('word.card')}</dt><dd>{serial ? <Number4 of={serial} testid="card-serial" /> : <span className="quiet">{t('purse.no_card_yet')}</span>}</dd>
        <dt>{t('column.area_number')}</dt>
        <dd>
          {account.areas.map((area) => <p key={area.number}>{area.number} <span className="quiet">{area.name}</span></p>)}
          {account.areasWait && <p data-testid="purse-areas-wait"><Tag tone="warning">{t(account.areasWait)}</Tag></p>}
          {lies?.areas_refusal && <p className="quiet" data-testid="purse-areas-refusal">{lies.areas_refusal.detail}</p>}
        </dd>
        <dt>{t('column.price_class')}</dt><dd>{words.decimal(account.purse.price_class)}</dd>
      </dl>
      {(onCard || account.waiting || !isZero(account.owed)) && <hr />}
      <dl className="figures">
        {onCard && (
          <Figure name={t('purse.on_card')} testid="purse-balance" note={lies ? t('counter.from_card_now') : words.time(account.purse.seen, 'short')}>
            {words.money(lies?.balance ?? account.purse.balance)}
          </Figure>
        )}
        {account.waiting && <Figure name={t('purse.waiting')} testid="purse-waiting">{words.money(account.waiting.all)}</Figure>}
        {!isZero(account.owed) && <Figure name={t('purse.owed')} testid="purse-owed">{words.money(account.owed)}</Figure>}
      </dl>
      {lies?.grey && <div className="anomalies" data-testid="purse-grey"><Tag tone="warning">{t('purse.grey')}</Tag></div>}
      <hr />
      <h3>{t('purse.last_moves')}</h3>
      <Moves moves={account.moves} />
      <h3>{t('purse.last_waterings')}</h3>
      <Waterings rows={account.waterings} />
      {lies?.card && card && <OnCard key={card.session} session={card.session} />}
    </>
  );
}

function Waterings({ rows }: { rows: WateringRow[] }) {
  const words = useWords();
  const { t } = words;
  if (rows.length === 0) return <p className="quiet">{t('purse.no_waterings')}</p>;
  return (
    <dl className="figures" data-testid="purse-waterings">
      {rows.map((row) => (
        <Figure key={`${row.meter}-${row.series}-${row.number}`} name={row.well || row.meter} note={row.state === 'proven' ? (row.start ? words.localTime(row.start) : '—') : `${(row.start ? words.localTime(row.start) : '—')} · ${t(`state.watering.${row.state}`)}`}>
          −{words.decimal(row.amount)}
        </Figure>
      ))}
    </dl>
  );
}

/** What no record has brought home yet, out of the card's own log: read when somebody asks, for each line is a command of the card. */
function OnCard({ session }: { session: string }) {
  const words = useWords();
  const { t, problem } = words;
  const [asked, setAsked] = useState(false);
  const log = useQuery({
    queryKey: ['purse', 'log', session],
    queryFn: () => post<{ waterings: WateringOnCard[] }>('/purses/waterings', { card_session: session }),
    enabled: asked, staleTime: Infinity, retry: false,
  });
  if (!asked || log.isError) {
    return (
      <>
        {log.isError && <p className="quiet" data-testid="purse-log-failed">{problem(log.error)}</p>}
        <button type="button" className="plain-button" data-testid="purse-ask-log" onClick={() => { setAsked(true); if (log.isError) void log.refetch(); }}>{t('purse.ask_log')}</button>
      </>
    );
  }
  if (!log.data) return <p className="quiet">{t('purse.asking_log')}</p>;
  const rows = log.data.waterings.filter((row) => !row.brought_in);
  if (rows.length === 0) return <p className="quiet" data-testid="purse-log-none">{t('purse.log_none')}</p>;
  return (
    <>
      <p className="quiet">{t('purse.on_card_only')}</p>
      <dl className="figures" data-testid="purse-log">
        {rows.map((row, index) => (
          <Figure key={index} name={row.well || row.terminal} note={row.at ? words.localTime(row.at) : '—'}>−{words.decimal(row.amount)}</Figure>
        ))}
      </dl>
    </>
  );
}

function Moves({ moves }: { moves: PurseMoveRow[] }) {
  const words = useWords();
  const { t } = words;
  if (moves.length === 0) return <p className="quiet">{t('purse.no_moves')}</p>;
  return (
    <dl className="figures" data-testid="purse-moves">
      {moves.map((move) => (
        <Figure key={`${move.purse}-${move.number}`} name={t(`purse_move.${move.kind}`)} note={move.outcome === 'done' ? words.time(move.time, 'short') : `${words.time(move.time, 'short')} · ${t(`purse_outcome.${move.outcome}`)}`}>
          {takesOff(move.kind) ? '−' : '+'}{words.decimal(move.amount)}
        </Figure>
      ))}
    </dl>
  );
}
