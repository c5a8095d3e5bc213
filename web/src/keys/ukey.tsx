import { useQuery } from '@tanstack/react-query';
import { forwardRef, useRef, useState } from 'react';
import { get, postSecret } from '../api/client';
import { useSession } from '../api/hooks';
import { FormActions } from '../form/form_actions';
import { TextField } from '../form/fields';
import { Form } from '../form/form';
import { useFourEyes } from '../form/use_four_eyes';
import { Dialog } from '../shell/dialog';
import { may } from '../shell/permissions';
import { useWords } from '../words/words';
import { isUkeyPin } from './card_kinds';
import { KeyAction } from './key_action';
import { type KeyDevice, type Ukey } from './types';
import { useKeysChanged } from './use_keys';

function useUkeys(): Ukey[] {
  return useQuery({ queryKey: ['keys', 'ukeys'], queryFn: ({ signal }) => get<{ rows: Ukey[] }>('/keys/ukeys', signal), refetchInterval: 10_000 }).data?.rows ?? [];
}

/** The holder types his PIN himself; it stays in the field, and nobody tells it back. */
const HolderPin = forwardRef<HTMLInputElement, { wrong: boolean }>(function HolderPin({ wrong }, field) {
  const { t } = useWords();
  return (
    <div className={`field ${wrong ? 'has-error' : ''}`}>
      <label htmlFor="ukey-pin">{t('ukey.pin')}</label>
      <input id="ukey-pin" ref={field} type="password" inputMode="numeric" maxLength={8} autoComplete="off" className="text-input" data-testid="ukey-pin" aria-invalid={wrong || undefined} aria-describedby={wrong ? 'ukey-pin-error' : undefined} />
      {wrong && <p className="field-error" id="ukey-pin-error" role="alert">{t('ukey.bad_pin')}</p>}
    </div>
  );
});

/** A UKEY is issued: its holder, who types his PIN, until when, and the second person. */
export function IssueUkey({ close }: { close: () => void }) {
  const { t } = useWords();
  const changed = useKeysChanged();
  const [holder, setHolder] = useState('');
  const [validTo, setValidTo] = useState('');
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState(false);
  const [issued, setIssued] = useState<KeyDevice | null>(null);
  const pin = useRef<HTMLInputElement>(null);
  const eyes = useFourEyes<KeyDevice>((approval) => postSecret('/keys/ukeys', {
    holder: holder.trim(), pin: pin.current?.value ?? '', reason: reason.trim(), valid_to: validTo, ...(approval ? { approval } : {}),
  }), (answer) => {
    setIssued(answer);
    changed();
  });
  const check = (): boolean => {
    const good = isUkeyPin(pin.current?.value ?? '');
    setWrong(!good);
    return good;
  };
  if (issued)
    return (
      <Dialog title={t('ukey.issue')} testid="ukey-given" close={close}>
        <p className="good-note" role="status" data-testid="ukey-issued" data-serial={issued.serial}>{issued.serial}</p>
        <div className="form-actions"><button type="button" className="primary-button" data-testid="ukey-close" onClick={close}>{t('form.close')}</button></div>
      </Dialog>
    );
  return (
    <Dialog title={t('ukey.issue')} testid="issue-ukey" close={close}>
      {eyes.second}
      <Form autoComplete="off" hidden={eyes.second !== null} check={check} send={eyes.go} busy={eyes.running} problem={eyes.problem}>
        <TextField id="ukey-holder" label={t('column.holder')} value={holder} change={setHolder} testid="ukey-holder" must />
        <TextField id="ukey-valid-to" label={t('column.valid_to')} type="date" value={validTo} change={setValidTo} testid="ukey-valid-to" must />
        <TextField id="ukey-reason" label={t('word.reason')} value={reason} change={setReason} testid="ukey-reason" must />
        <HolderPin ref={pin} wrong={wrong} />
        <FormActions go={t('ukey.issue')} close={close} testid="ukey-issue-send" />
      </Form>
    </Dialog>
  );
}

/** Whether a UKEY is plugged in, and a new PIN when its holder has locked it. */
export function UkeyNow({ serial }: { serial: string }) {
  const { t } = useWords();
  const session = useSession().data;
  const pin = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState(false);
  const ukey = useUkeys().find((each) => each.serial === serial);
  if (!ukey) return null;
  const ready = (): boolean => {
    const good = isUkeyPin(pin.current?.value ?? '');
    setWrong(!good);
    return good;
  };
  return (
    <>
      <p data-testid="ukey-now" data-plugged={ukey.plugged_in}>{t(ukey.plugged_in ? 'ukey.plugged_in' : 'ukey.not_plugged_in')}</p>
      {may(session, 'key_devices') && ukey.state === 'active' && (
        <div className="drawer-tools">
          <KeyAction noReason label={t('key_devices.unblock')} testid="ukey-unblock" what={t('ukey.unblock_what', { ukey: serial })} ready={ready}
            send={() => postSecret(`/keys/ukeys/${encodeURIComponent(serial)}/unblock`, { pin: pin.current?.value ?? '' })}>
            <HolderPin ref={pin} wrong={wrong} />
          </KeyAction>
        </div>
      )}
    </>
  );
}
