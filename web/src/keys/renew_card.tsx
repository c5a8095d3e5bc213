import { useEffect, useRef, useState } from 'react';
import { postSecret } from '../api/client';
import { FormActions } from '../form/form_actions';
import { TextField } from '../form/fields';
import { Form } from '../form/form';
import { useFourEyes } from '../form/use_four_eyes';
import { Dialog } from '../shell/dialog';
import { useWords } from '../words/words';
import { AbovePair, noPins, opensPair, typedPins, useMothers, useWanted, Wanted } from './card_desk';
import { issuerOf, usable, type IssuedKind } from './card_kinds';
import type { KeyDevice } from './types';
import { useKeysChanged } from './use_keys';

/** A card in use gets the keys of the newest version beside those it has, from the pair above it – and with the second person. */
export function RenewCard({ device, version }: { device: KeyDevice; version: number }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="primary-button" data-testid="device-renew" onClick={() => setOpen(true)}>{t('key_renew.title', { version })}</button>
      {open && <RenewDialog device={device} version={version} close={() => setOpen(false)} />}
    </>
  );
}

function RenewDialog({ device, version, close }: { device: KeyDevice; version: number; close: () => void }) {
  const { t, first } = useWords();
  const changed = useKeysChanged();
  const [mother, setMother] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const pins = useRef(noPins);
  useEffect(() => () => { pins.current = noPins; }, []);
  const issuer = issuerOf(device.kind as IssuedKind);
  const devices = useMothers();
  const mothers = issuer ? usable(devices, issuer) : [];
  const above = mothers.find((each) => each.serial === mother) ?? mothers[0];
  const what = t('key_renew.what', { card: first([`key_device.${device.kind}`], device.kind), serial: device.serial, version });
  const eyes = useFourEyes<KeyDevice>((approval) => postSecret('/keys/cards/renew', {
    card: device.serial, version, reason: reason.trim(), ...(approval ? { approval } : {}),
    ...(issuer && above ? { mother: above.serial, mother_pin: pins.current.mother_pin, control_pin: pins.current.control_pin } : {}),
  }), () => {
    changed();
    close();
  });
  const wanted = useWanted(eyes.running);
  const check = (form: HTMLFormElement): boolean => {
    pins.current = typedPins(form);
    setTried(true);
    return issuer === null || (above !== undefined && opensPair(pins.current));
  };
  return (
    <Dialog title={t('key_renew.title', { version })} testid="renew-card" close={close}>
      {eyes.second}
      {eyes.running && <Wanted wanted={wanted} first="key_renew.wanted_0" />}
      <Form autoComplete="off" hidden={eyes.second !== null || eyes.running} check={check} send={eyes.go} busy={eyes.running} problem={eyes.problem}>
        <p>{what} {t(issuer ? 'key_renew.how' : 'key_renew.how_vault')}</p>
        {issuer && <AbovePair issuer={issuer} mothers={mothers} above={above} choose={setMother} tried={tried} pins={pins.current} />}
        <TextField id="renew-reason" label={t('word.reason')} value={reason} change={setReason} testid="renew-reason" must />
        <FormActions go={t('key_renew.go')} close={close} testid="renew-send" />
      </Form>
    </Dialog>
  );
}
