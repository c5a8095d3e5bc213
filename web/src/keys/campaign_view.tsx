import { Link } from 'react-router';
import { post } from '../api/client';
import { useSession } from '../api/hooks';
import { Tag, TagOf } from '../shell/marks';
import { Number4 } from '../shell/number4';
import { may } from '../shell/permissions';
import { Failed, Loading } from '../shell/states';
import { useWords } from '../words/words';
import { useMothers } from './card_desk';
import { behind } from './card_kinds';
import { KeyAction } from './key_action';
import { left, percent } from './progress';
import type { Campaign, KeyDevice, Missing, Progress } from './types';
import { useCampaign } from './use_keys';

const WATCH_MS = 15_000;

/** One change of keys: bars for each kind, and the list of what still has the old version. */
export function CampaignView({ number }: { number: number }) {
  const { t, time, day } = useWords();
  const session = useSession().data;
  const asked = useCampaign(number, WATCH_MS);
  const mothers = useMothers();
  if (asked.isError && !asked.data) return <Failed problem={asked.error} retry={() => void asked.refetch()} />;
  if (!asked.data) return <Loading />;
  const campaign = asked.data;
  // Only the counters can count; while they are away nobody knows how far it has come.
  const counted = campaign.progress.length > 0;
  const missing = left(campaign.progress);
  const keyCards = campaign.state === 'running' ? behind(mothers, campaign.to_version) : [];
  return (
    <section className="card campaign" aria-labelledby="campaign-title" data-testid="campaign" data-number={number} data-state={campaign.state} data-missing={counted ? missing : ''}>
      <div className="card-head">
        <h2 id="campaign-title">{t('campaign.title', { number, from: campaign.from_version, to: campaign.to_version })}</h2>
        <TagOf kind="campaign" value={campaign.state} />
      </div>
      <p className="quiet">{t('campaign.started', { by: campaign.started_by_called, second: campaign.approved_by_called || '—', time: time(campaign.started, 'minute') })} · {campaign.reason}</p>
      <p>{campaign.refused_now ? <Tag tone="warning">{t('campaign.refused_now', { version: campaign.from_version })}</Tag> : t('campaign.refused_from', { version: campaign.from_version, date: day(campaign.refuse_after) })}</p>
      <ul className="bars">{campaign.progress.map((each) => <Bar key={each.kind} progress={each} />)}</ul>
      {campaign.state === 'running' && <p role="status" data-testid="campaign-say">{campaign.may_finish ? t('campaign.say_finish', { version: campaign.from_version }) : counted ? t('campaign.say_left', { count: missing }) : t('campaign.say_away')}</p>}
      {campaign.state === 'running' && may(session, 'key_campaign') && (
        <div className="drawer-tools">
          <Step campaign={campaign} what="finish" primary={campaign.may_finish} />
          <Step campaign={campaign} what="stop" />
        </div>
      )}
      {keyCards.length > 0 && <KeyCards cards={keyCards} />}
      {campaign.missing.length > 0 && <MissingTable missing={campaign.missing} all={missing} />}
    </section>
  );
}

function Step({ campaign, what, primary }: { campaign: Campaign; what: 'finish' | 'stop'; primary?: boolean }) {
  const { t } = useWords();
  return (
    <KeyAction primary={primary} label={t(`campaign.${what}`)} testid={`campaign-${what}`} what={t(`campaign.${what}_what`, { from: campaign.from_version, to: campaign.to_version })}
      send={({ reason, approval, key }) => post<Campaign>(`/keys/campaigns/${campaign.number}/${what}`, { reason, ...(approval ? { approval } : {}) }, { key })} />
  );
}

function Bar({ progress }: { progress: Progress }) {
  const { t, first, decimal } = useWords();
  const share = percent(progress);
  const name = first([`campaign_kind.${progress.kind}`], progress.kind);
  return (
    <li className={share === 100 ? 'bar full' : 'bar'} data-testid={`bar-${progress.kind}`} data-done={progress.done} data-total={progress.total}>
      <span className="bar-name">{name}</span>
      <progress max={100} value={share} aria-label={name} />
      <span className="bar-figures">{progress.total === 0 ? t('campaign.none_of_them') : <>{t('campaign.of', { done: decimal(progress.done), total: decimal(progress.total) })} <strong>{share} %</strong></>}</span>
    </li>
  );
}

/** Mother cards that lack the new version, in the order in which they get it: each is needed for those below. */
function KeyCards({ cards }: { cards: KeyDevice[] }) {
  const { t, first } = useWords();
  return (
    <table className="simple-table" data-testid="campaign-key-cards">
      <caption>{t('campaign.key_cards', { count: cards.length })}</caption>
      <thead><tr><th scope="col">{t('column.kind')}</th><th scope="col">{t('campaign.what')}</th><th scope="col">{t('campaign.where')}</th><th scope="col" className="number">{t('column.version')}</th></tr></thead>
      <tbody>
        {cards.map((card) => <tr key={card.serial}><td>{first([`key_device.${card.kind}`], card.kind)}</td><th scope="row"><DeviceLink serial={card.serial} /></th><td>{card.holder || '—'}</td><td className="number">{card.key_version || '—'}</td></tr>)}
      </tbody>
    </table>
  );
}

function MissingTable({ missing, all }: { missing: Missing[]; all: number }) {
  const { t, first } = useWords();
  return (
    <table className="simple-table" data-testid="campaign-missing">
      <caption>{t('campaign.missing', { shown: missing.length, all })}</caption>
      <thead><tr><th scope="col">{t('column.kind')}</th><th scope="col">{t('campaign.what')}</th><th scope="col">{t('campaign.where')}</th><th scope="col" className="number">{t('column.version')}</th></tr></thead>
      <tbody>
        {missing.map((each) => <tr key={`${each.kind}/${each.what}`}><td>{first([`campaign_kind_one.${each.kind}`, `campaign_kind.${each.kind}`], each.kind)}</td><th scope="row">{each.kind === 'psams' ? <DeviceLink serial={each.what} /> : <Number4 of={each.what} />}</th><td>{each.where || '—'}</td><td className="number">{each.version || '—'}</td></tr>)}
      </tbody>
    </table>
  );
}

/** To the card, where it gets the keys. */
function DeviceLink({ serial }: { serial: string }) {
  return <Link to={`/keys/devices?open=${serial}`} data-testid={`renew-${serial}`}><Number4 of={serial} /></Link>;
}
