import type { Answers } from '../api/described';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post } from '../api/client';
import { Fingerprint, FingerprintField } from '../keys/fingerprint';
import { fingerprintOf } from '../keys/fingerprint_text';
import { KeyAction } from '../keys/key_action';
import { Failed, Loading } from '../shell/states';
import { useWords } from '../words/words';

const WATCH_MS = 5_000;

/** The key office that these counters hear; those that knocked and are not known. */
type KeyOfficeView = Answers['getKeyOffice'];

/** Whose keys the counters take: by whom they are spoken to, and two managers' word for another. */
export function KeyOfficePage() {
  const { t, time, decimal } = useWords();
  const asked = useQuery({ queryKey: ['keys', 'office'], queryFn: ({ signal }) => get<KeyOfficeView>('/key-office', signal), refetchInterval: WATCH_MS });
  if (asked.isError && !asked.data) return <Failed problem={asked.error} retry={() => void asked.refetch()} />;
  if (!asked.data) return <Loading />;
  const { own, office, since, messages, strangers } = asked.data;
  return (
    <div className="partner">
      <section className="card" aria-labelledby="key-office-known" data-testid="key-office" data-known={office !== null}>
        <h2 id="key-office-known">{t('key_office.known')}</h2>
        <p className="quiet">{t('key_office.compare')}</p>
        <dl className="row-facts">
          <div><dt>{t('key_office.own')}</dt><dd><Fingerprint of={own} testid="key-office-own" /></dd></div>
          <div><dt>{t('key_office.theirs')}</dt><dd><Fingerprint of={office} testid="key-office-theirs" /></dd></div>
          {office !== null && <div><dt>{t('key_office.since')}</dt><dd data-testid="key-office-since">{time(since, 'full')}</dd></div>}
          <div><dt>{t('key_office.messages')}</dt><dd data-testid="key-office-messages" data-value={messages}>{decimal(messages)}</dd></div>
        </dl>
      </section>
      <div role="status">{strangers.map((one) => <Stranger key={one} fingerprint={one} />)}</div>
    </div>
  );
}

/** Nobody has said yet that this is our key office: nothing that it asks is done. */
function Stranger({ fingerprint }: { fingerprint: string }) {
  const { t } = useWords();
  const [print, setPrint] = useState('');
  const [tried, setTried] = useState(false);
  return (
    <section className="card" aria-labelledby={`key-office-${fingerprint}`} data-testid="key-office-stranger" data-value={fingerprint}>
      <h2 id={`key-office-${fingerprint}`}>{t('key_office.stranger')}</h2>
      <p className="note warning">{t('key_office.stranger_what')}</p>
      <dl className="row-facts"><div><dt>{t('key_office.stranger_shows')}</dt><dd><Fingerprint of={fingerprint} testid="key-office-knocked" /></dd></div></dl>
      <div className="drawer-tools">
        <KeyAction<KeyOfficeView> label={t('key_office.confirm')} testid="key-office-confirm" what={t('key_office.confirm_what', { fingerprint })}
          ready={() => {
            setTried(true);
            return fingerprintOf(print) === fingerprint;
          }}
          send={({ reason, approval, key }) => post<KeyOfficeView>('/key-office', { fingerprint, reason, ...(approval ? { approval } : {}) }, { key })}>
          <FingerprintField id="key-office-confirm-fingerprint" value={print} change={setPrint} tried={tried} wanted={fingerprint} />
        </KeyAction>
      </div>
    </section>
  );
}
