import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { get, postSecret } from '../api/client';
import { useSession } from '../api/hooks';
import { SelectField, TextField } from '../form/fields';
import { ProblemNote } from '../form/problem_note';
import { useFourEyes } from '../form/use_four_eyes';
import { Dialog } from '../shell/dialog';
import { may } from '../shell/permissions';
import { useWords } from '../words/words';
import { KeyAction } from './key_action';
import { useForgetting } from './secret_field';
import { UKEY_KINDS, type Ukey, type UkeyKind } from './types';
import { useKeysChanged } from './use_keys';

interface Given { device: { serial: string }; pin: string }

export function useUkeys(): Ukey[] {
  return useQuery({ queryKey: ['keys', 'ukeys'], queryFn: ({ signal }) => get<{ rows: Ukey[] }>('/keys/ukeys', signal), refetchInterval: 10_000 }).data?.rows ?? [];
}

/** A UKEY is issued: its holder, what it may seal and until when, and the second person. Its PIN is shown once. */
export function IssueUkey({ close }: { close: () => void }) {
  const { t, first } = useWords();
  const changed = useKeysChanged();
  const masters = useUkeys().filter((each) => each.kind === 'master_ukey' && each.state === 'active');
  const [kind, setKind] = useState<UkeyKind>('user_ukey');
  const [holder, setHolder] = useState('');
  const [amount, setAmount] = useState('');
  const [count, setCount] = useState('');
  const [validTo, setValidTo] = useState('');
  const [master, setMaster] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [given, setGiven] = useState<Given | null>(null);
  const masterPin = useRef('');
  useEffect(() => () => { masterPin.current = ''; }, []);
  const seals = kind === 'user_ukey';
  const ends = kind !== 'master_ukey';
  const from = kind === 'user_ukey' ? master : '';
  const missing = (value: string): string | undefined => (tried && value.trim() === '' ? t('form.must_fill') : undefined);
  const complete = holder.trim() !== '' && reason.trim() !== '' && (!seals || (amount.trim() !== '' && count.trim() !== '')) && (!ends || validTo !== '');
  const name = first([`key_device.${kind}`], kind);
  const eyes = useFourEyes<Given>((approval) => postSecret('/keys/ukeys', {
    kind, holder: holder.trim(), reason: reason.trim(), ...(seals ? { amount: amount.trim(), count: Number(count) } : {}), ...(ends ? { valid_to: validTo } : {}),
    ...(from ? { master: from, master_pin: masterPin.current } : {}), ...(approval ? { approval } : {}),
  }), (answer) => {
    setGiven(answer);
    changed();
  }, t('ukey.what', { ukey: name, holder: holder.trim() }));
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    masterPin.current = String(new FormData(event.currentTarget).get('master_pin') ?? '');
    setTried(true);
    if (complete) eyes.go();
  };
  if (given) return <PinOnce title={t('ukey.issue')} ukey={given.device.serial} pin={given.pin} close={close} />;
  return (
    <Dialog title={t('ukey.issue')} testid="issue-ukey" close={close}>
      {eyes.second}
      <form className="form" noValidate autoComplete="off" hidden={eyes.second !== null} onSubmit={submit}>
        <ProblemNote problem={eyes.problem} />
        <SelectField id="ukey-kind" label={t('word.kind')} value={kind} change={(next) => setKind(next as UkeyKind)} testid="ukey-kind" choices={UKEY_KINDS.map((value) => ({ value, label: first([`key_device.${value}`], value) }))} />
        <TextField id="ukey-holder" label={t('column.holder')} value={holder} change={setHolder} testid="ukey-holder" error={missing(holder)} />
        {seals && (
          <div className="two-columns">
            <TextField id="ukey-amount" label={t('ukey.amount')} value={amount} change={setAmount} testid="ukey-amount" error={missing(amount)} />
            <TextField id="ukey-count" label={t('ukey.count')} value={count} change={setCount} testid="ukey-count" error={missing(count)} />
          </div>
        )}
        {ends && <TextField id="ukey-valid-to" label={t('column.valid_to')} type="date" value={validTo} change={setValidTo} testid="ukey-valid-to" error={missing(validTo)} />}
        {kind === 'user_ukey' && masters.length > 0 && (
          <SelectField id="ukey-master" label={t('ukey.from')} value={master} change={setMaster} testid="ukey-master" choices={masters.map((each) => ({ value: each.serial, label: `${each.serial} · ${each.holder}` }))} empty={t('ukey.from_office')} />
        )}
        {from && (
          <div className="field">
            <label htmlFor="ukey-master-pin">{t('ukey.master_pin')}</label>
            <input id="ukey-master-pin" name="master_pin" type="password" inputMode="numeric" maxLength={16} autoComplete="off" className="text-input" data-testid="ukey-master-pin" />
          </div>
        )}
        <TextField id="ukey-reason" label={t('word.reason')} value={reason} change={setReason} testid="ukey-reason" error={missing(reason)} />
        <div className="form-actions">
          <button type="submit" className="primary-button" data-testid="ukey-issue-send">{t('ukey.issue')}</button>
          <button type="button" className="plain-button" onClick={close}>{t('form.cancel')}</button>
        </div>
      </form>
    </Dialog>
  );
}

/** A PIN that is told to the holder once; the page forgets it when it is left. */
function PinOnce({ title, ukey, pin, close }: { title: string; ukey: string; pin: string; close: () => void }) {
  const { t } = useWords();
  useForgetting(close);
  return (
    <Dialog title={title} testid="ukey-given" close={close}>
      <p className="good-note" role="status" data-testid="ukey-issued" data-serial={ukey}>{ukey}</p>
      <p className="note warning" role="alert">{t('ukey.pin_once')}</p>
      <p className="share-text" data-testid="ukey-pin" data-value={pin}>{pin}</p>
      <div className="form-actions"><button type="button" className="primary-button" data-testid="ukey-pin-told" onClick={close}>{t('ukey.pin_told')}</button></div>
    </Dialog>
  );
}

/** What is known of a UKEY now, and a new PIN when its holder has locked it. */
export function UkeyNow({ serial }: { serial: string }) {
  const { t, money, decimal } = useWords();
  const session = useSession().data;
  const [pin, setPin] = useState<string | null>(null);
  const ukey = useUkeys().find((each) => each.serial === serial);
  if (!ukey) return null;
  const left = ukey.amount_left === null || ukey.count_left === null ? t('ukey.left_unknown') : t('ukey.left', { amount: money(ukey.amount_left), count: decimal(ukey.count_left) });
  return (
    <>
      <p data-testid="ukey-now" data-plugged={ukey.plugged_in}>{t(ukey.plugged_in ? 'ukey.plugged_in' : 'ukey.not_plugged_in')} {ukey.in_use && t('ukey.in_use')} {ukey.kind === 'user_ukey' && left}</p>
      {may(session, 'key_devices') && ukey.state === 'active' && (
        <div className="drawer-tools">
          <KeyAction<{ pin: string }> noReason label={t('key_devices.unblock')} testid="ukey-unblock" what={t('ukey.unblock_what', { ukey: serial })} done={(answer) => setPin(answer.pin)}
            send={() => postSecret<{ pin: string }>(`/keys/ukeys/${encodeURIComponent(serial)}/unblock`, {})} />
        </div>
      )}
      {pin && <PinOnce title={t('key_devices.unblock')} ukey={serial} pin={pin} close={() => setPin(null)} />}
    </>
  );
}
