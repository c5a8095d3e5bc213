import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { post, postSecret } from '../api/client';
import { useSession } from '../api/hooks';
import { RegisterPage } from '../office/register_page';
import { may } from '../shell/permissions';
import type { Row } from '../table/register_table';
import { grouped } from '../words/format';
import { useWords } from '../words/words';
import { behind, hasPin, isForMeters, isPin, ISSUED_KINDS, type IssuedKind } from './card_kinds';
import { DEVICE_KINDS } from './device_kinds';
import { IssueCard } from './issue_card';
import { KeyAction } from './key_action';
import { PrepareBlank } from './prepare_blank';
import { RefillIssues } from './refill_issues';
import { RefillSam } from './refill_sam';
import { RenewCard } from './renew_card';
import { newestInUse } from './steps';
import { KEY_UKEY, type KeyDevice } from './types';
import { IssueUkey, UkeyNow } from './ukey';
import { useTree } from './use_keys';

const STATES = ['new', 'active', 'void', 'spoiled'];

/** Key cards, PSAMs and UKEYs: every mother card with its control card, what each may still do, and how one is declared void. */
export function DevicesPage() {
  const { t } = useWords();
  const session = useSession().data;
  const [issuing, setIssuing] = useState<'card' | 'ukey' | 'blank' | null>(null);
  const issue = may(session, 'key_cards') && (
    <>
      <button type="button" className="primary-button" data-testid="card-issue" onClick={() => setIssuing('card')}>{t('key_issue.title')}</button>
      <button type="button" className="plain-button" data-testid="ukey-issue" onClick={() => setIssuing('ukey')}>{t('ukey.issue')}</button>
      <button type="button" className="plain-button" data-testid="card-prepare" onClick={() => setIssuing('blank')}>{t('key_prepare.title')}</button>
    </>
  );
  const page = <RegisterPage def={{
    id: 'key-devices', path: '/keys/devices', key: ['serial'], defaultSort: '-issued', tools: issue,
    columns: [
      { id: 'serial', kind: 'number4' }, { id: 'kind', prefix: 'key_device', choices: DEVICE_KINDS }, { id: 'pair', kind: 'number4', link: (row) => (row['pair'] ? `/keys/devices?open=${String(row['pair'])}` : null) }, { id: 'holder' }, { id: 'code' },
      { id: 'state', kind: 'state', of: 'key_device', choices: STATES }, { id: 'state_reason', prefix: 'device_reason' }, { id: 'key_version', kind: 'count' }, { id: 'quota_count', kind: 'count' },
      { id: 'quota_amount', kind: 'money', hidden: true }, { id: 'valid_to', kind: 'date' }, { id: 'issued', kind: 'time' },
    ],
    more: (row) => <Device device={row as unknown as KeyDevice & Row} />,
  }} />;
  return <>{page}{issuing === 'card' && <IssueCard close={() => setIssuing(null)} />}{issuing === 'ukey' && <IssueUkey close={() => setIssuing(null)} />}{issuing === 'blank' && <PrepareBlank close={() => setIssuing(null)} />}</>;
}

/** What can be done with one device, and what its loss means for the others. */
function Device({ device }: { device: KeyDevice }) {
  const { t, first } = useWords();
  const session = useSession().data;
  const name = first([`key_device.${device.kind}`], device.kind);
  const gone = device.state === 'void' || device.state === 'spoiled';
  const tree = useTree().data;
  const newest = newestInUse(tree);
  const comesToMeters = isForMeters(device.kind);
  return (
    <section className="drawer-section" data-testid="device-next">
      {device.kind === KEY_UKEY && <UkeyNow serial={device.serial} />}
      {behind([device], newest).length > 0 && (
        <>
          <h3>{t('key_renew.behind_title')}</h3>
          <p data-testid="device-behind">{t('key_renew.behind', { own: device.key_version, version: newest })}</p>
          {may(session, 'key_cards') && <div className="drawer-tools"><RenewCard device={device} version={newest} /></div>}
        </>
      )}
      <h3>{t(gone ? 'key_devices.now' : 'key_devices.when_lost')}</h3>
      <p>{first([`key_device_lost.${device.kind}`], t('key_device_lost.other'))}</p>
      {comesToMeters && (tree?.voids_forgotten ?? 0) > 0 && <p data-testid="voids-forgotten">{t('key_devices.voids_forgotten', { count: tree?.voids_forgotten ?? 0 })}</p>}
      {device.pair && <p>{t(gone ? 'key_devices.pair_is_void' : 'key_devices.pair_too')} <Link to={`/keys/devices?open=${device.pair}`}>{grouped(device.pair).join(' ')}</Link></p>}
      {!gone && may(session, 'key_devices') && (ISSUED_KINDS as readonly string[]).includes(device.kind) && <Care device={device} />}
      {!gone && device.kind === 'control' && may(session, 'key_cards') && <div className="drawer-tools"><RefillIssues device={device} /></div>}
      {!gone && device.kind === 'load_sam' && may(session, 'key_cards') && <div className="drawer-tools"><RefillSam device={device} /></div>}
      {!gone && may(session, 'key_void') && (
        <div className="drawer-tools">
          <KeyAction label={t('key_devices.void')} testid="device-void" what={t(device.pair ? 'key_devices.void_pair_what' : 'key_devices.void_what', { device: name, serial: device.serial, pair: device.pair })}
            send={({ reason, approval, key }) => post(`/keys/devices/${encodeURIComponent(device.serial)}/void`, { reason, ...(approval ? { approval } : {}) }, { key })} />
        </div>
      )}
    </section>
  );
}

/** What one does with a card that lies on a reader: it learns which others are void; a blocked PIN gets a new one. */
function Care({ device }: { device: KeyDevice }) {
  const { t } = useWords();
  const pin = useRef<HTMLInputElement>(null);
  const [added, setAdded] = useState<number | null>(null);
  const [wrong, setWrong] = useState(false);
  const path = `/keys/devices/${encodeURIComponent(device.serial)}`;
  const ready = (): boolean => {
    const right = isPin(pin.current?.value ?? '');
    setWrong(!right);
    return right;
  };
  return (
    <>
      <div className="drawer-tools">
        <KeyAction<{ added: number }> noReason label={t('key_devices.contact')} testid="device-contact" what={t('key_devices.contact_what', { serial: device.serial })} done={(answer) => setAdded(answer.added)}
          send={({ key }) => post<{ added: number }>(`${path}/contact`, {}, { key })} />
        {hasPin(device.kind as IssuedKind) && (
          <KeyAction noReason label={t('key_devices.unblock')} testid="device-unblock" what={t('key_devices.unblock_what', { serial: device.serial })} ready={ready} send={() => postSecret(`${path}/unblock`, { pin: pin.current?.value ?? '' })}>
            <div className={`field ${wrong ? 'has-error' : ''}`}>
              <label htmlFor="new-pin">{t('key_devices.new_pin')}</label>
              <input id="new-pin" ref={pin} type="password" inputMode="numeric" maxLength={6} autoComplete="off" className="text-input" data-testid="device-new-pin" aria-invalid={wrong || undefined} />
              {wrong && <p className="field-error">{t('key_issue.bad_pin')}</p>}
            </div>
          </KeyAction>
        )}
      </div>
      {added !== null && <p role="status" className="good-note" data-testid="void-list-brought">{t('key_devices.contacted', { count: added })}</p>}
    </>
  );
}
