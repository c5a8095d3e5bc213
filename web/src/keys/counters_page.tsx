import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post } from '../api/client';
import { useSession } from '../api/hooks';
import { TextField } from '../form/fields';
import { Tag } from '../shell/marks';
import { may } from '../shell/permissions';
import { Failed, Loading } from '../shell/states';
import { useWords } from '../words/words';
import { Fingerprint, FingerprintField } from './fingerprint';
import { fingerprintOf } from './fingerprint_text';
import { KeyAction } from './key_action';
import type { CountersView, VaultsView } from './types';

const WATCH_MS = 5_000;

/** The counters that this office works for: who they are, what waits for them, and what is in the way. */
export function CountersPage() {
  const asked = useQuery({ queryKey: ['keys', 'counters'], queryFn: ({ signal }) => get<CountersView>('/keys/counters', signal), refetchInterval: WATCH_MS });
  if (asked.isError && !asked.data) return <Failed problem={asked.error} retry={() => void asked.refetch()} />;
  if (!asked.data) return <Loading />;
  return (
    <div className="partner">
      <Known of={asked.data} />
      <Messages of={asked.data} />
    </div>
  );
}

function Known({ of: view }: { of: CountersView }) {
  const { t } = useWords();
  const session = useSession().data;
  return (
    <section className="card" aria-labelledby="counters-known" data-testid="counters" data-known={view.counters !== null}>
      <div className="card-head"><h2 id="counters-known">{t('counters.known')}</h2>{view.counters !== null && <Answers of={view} />}</div>
      <p className="quiet">{t('counters.compare')}</p>
      <dl className="row-facts">
        <div><dt>{t('counters.own')}</dt><dd><Fingerprint of={view.own} testid="counters-own" /></dd></div>
        <div><dt>{t('counters.theirs')}</dt><dd><Fingerprint of={view.counters} testid="counters-theirs" /></dd></div>
        <div><dt>{t('counters.address')}</dt><dd data-testid="counters-address">{view.address || '—'}</dd></div>
        {view.answers !== view.counters && view.answers !== null && <div><dt>{t('counters.answers')}</dt><dd><Fingerprint of={view.answers} testid="counters-answers" /></dd></div>}
      </dl>
      {may(session, 'key_export') && <div className="drawer-tools"><Confirm of={view} /></div>}
    </section>
  );
}

/** Who listens at their address now. */
function Answers({ of: view }: { of: CountersView }) {
  const { t } = useWords();
  const state = view.answers === null ? 'away' : view.answers === view.counters ? 'there' : 'other';
  return <span data-testid="counters-state" data-state={state}><Tag tone={state === 'there' ? 'good' : state === 'away' ? 'warning' : 'bad'}>{t(`counters.${state}`)}</Tag></span>;
}

function Messages({ of: view }: { of: CountersView }) {
  const { t, first, decimal } = useWords();
  const vaults = useQuery({ queryKey: ['keys', 'vaults'], queryFn: ({ signal }) => get<VaultsView>('/keys/vaults', signal), refetchInterval: WATCH_MS });
  const trouble = view.trouble ?? refused(vaults.data);
  return (
    <section className="card" aria-labelledby="counters-messages">
      <h2 id="counters-messages">{t('counters.messages')}</h2>
      <p className="quiet">{t('counters.about_messages')}</p>
      <dl className="row-facts">
        <div><dt>{t('counters.taken')}</dt><dd data-testid="counters-taken" data-value={view.messages}>{decimal(view.messages)}</dd></div>
        <div><dt>{t('counters.waiting')}</dt><dd data-testid="counters-waiting" data-value={view.waiting}>{decimal(view.waiting)}</dd></div>
      </dl>
      <div role="status">{trouble !== null && <p className="note warning" data-testid="counters-trouble" data-code={trouble}>{first([`counters.trouble_${trouble}`], t('counters.trouble_other', { code: trouble }))}</p>}</div>
    </section>
  );
}

/** Before the first message goes nothing is in its way: that they do not know this office is heard when it asks for their vault. */
function refused(asked: VaultsView | undefined): string | null {
  return asked?.counters.health === 'key_office_unknown' ? 'key_office_unknown' : null;
}

/** Others, or the same with another vault: both managers have compared what the counters show. */
function Confirm({ of: view }: { of: CountersView }) {
  const { t } = useWords();
  const [address, setAddress] = useState(view.address);
  const [print, setPrint] = useState('');
  const [tried, setTried] = useState(false);
  const fingerprint = fingerprintOf(print);
  const place = address.trim();
  const ready = (): boolean => {
    setTried(true);
    return place !== '' && fingerprint !== null;
  };
  return (
    <KeyAction<CountersView> label={t('counters.confirm')} testid="counters-confirm" ready={ready} done={() => { setPrint(''); setTried(false); }}
      what={fingerprint && place ? t('counters.confirm_this', { fingerprint, address: place }) : t('counters.confirm_what')}
      send={({ reason, approval, key }) => post<CountersView>('/keys/counters', { address: place, fingerprint: fingerprint ?? '', reason, ...(approval ? { approval } : {}) }, { key })}>
      <TextField id="counters-confirm-address" label={t('counters.address')} value={address} change={setAddress} testid="counters-confirm-address" error={tried && place === '' ? t('form.must_fill') : undefined} />
      <FingerprintField id="counters-confirm-fingerprint" value={print} change={setPrint} tried={tried} />
    </KeyAction>
  );
}
