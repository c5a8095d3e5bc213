import { useEffect, useRef, useState } from 'react';
import { postSecret } from '../api/client';
import { FormActions } from '../form/form_actions';
import { SelectField, TextField } from '../form/fields';
import { Form } from '../form/form';
import { useFourEyes } from '../form/use_four_eyes';
import { Dialog } from '../shell/dialog';
import { Number4 } from '../shell/number4';
import { grouped } from '../words/format';
import { useWords } from '../words/words';
import { AbovePair, deviceChoice, noPins, opensPair, PinField, typedPins, useLyingCards, useMothers, useWanted, Wanted } from './card_desk';
import { hasPin, hasTerminal, isForMeters, isPin, issuerOf, isTerminal, ISSUED_KINDS, MOTHERS, unpaired, usable, type IssuedKind } from './card_kinds';
import { lastDayWanted, meterFlaw, metersVersions, usualForMeters, type ForMeters } from './for_meters';
import { ForMetersFields } from './for_meters_fields';
import type { KeyDevice } from './types';
import { useCampaign, useKeysChanged, useTree } from './use_keys';

/** A key card is issued: the blank card, the mother above it and her control card, their PINs – and the second person. */
export function IssueCard({ close }: { close: () => void }) {
  const { t, first } = useWords();
  const changed = useKeysChanged();
  const [kind, setKind] = useState<IssuedKind>('master_control');
  const [card, setCard] = useState('');
  const [opens, setOpens] = useState('');
  const [mother, setMother] = useState('');
  const [holder, setHolder] = useState('');
  const [terminal, setTerminal] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [issued, setIssued] = useState<KeyDevice | null>(null);
  const [typedMeters, setTypedMeters] = useState<ForMeters | null>(null);
  const pins = useRef(noPins);
  useEffect(() => () => { pins.current = noPins; }, []);
  const tree = useTree().data;
  const campaign = useCampaign(tree?.campaign ?? null).data;
  const wanted = useWanted(busy);
  const lying = useLyingCards(issued === null && !busy);
  const devices = useMothers();
  const blanks = lying.filter((each) => each.next !== 'nothing').map((each) => each.serial);
  const blank = card || blanks[0] || '';
  const openable = unpaired(devices).filter((device) => device.serial !== blank);
  const opened = openable.find((device) => device.serial === opens) ?? openable[0];
  const issuer = issuerOf(kind, kind === 'control' ? opened : undefined);
  const mothers = issuer ? usable(devices, issuer) : [];
  const above = mothers.find((device) => device.serial === mother) ?? mothers[0];
  const meters = typedMeters ?? usualForMeters(kind, tree?.versions ?? [], campaign);
  const metersRight = !isForMeters(kind) || (meterFlaw(kind, meters.meter) === undefined && (meters.lastDay !== '' || !lastDayWanted(kind, campaign)));
  const complete = metersRight && blank !== '' && (kind !== 'control' || opened !== undefined) && (issuer === null || above !== undefined) && (!hasTerminal(kind) || isTerminal(terminal));
  const name = first([`key_device.${kind}`], kind);
  const eyes = useFourEyes<KeyDevice>(async (approval) => {
    setBusy(true);
    try {
      return await postSecret('/keys/cards/issue', {
        kind, card: blank, holder: holder.trim(), reason: reason.trim(), ...(kind === 'control' ? { pair: opened?.serial } : {}), ...(above && issuer ? { mother: above.serial, mother_pin: pins.current.mother_pin, control_pin: pins.current.control_pin } : {}),
        ...(hasPin(kind) ? { pin: pins.current.pin } : {}), ...(hasTerminal(kind) ? { terminal: terminal.trim() } : {}), ...(isForMeters(kind) ? orderFor(meters) : {}), ...(approval ? { approval } : {}),
      });
    } finally {
      setBusy(false);
      changed();
    }
  }, setIssued);
  const check = (form: HTMLFormElement): boolean => {
    pins.current = typedPins(form);
    setTried(true);
    const right = (!hasPin(kind) || isPin(pins.current.pin)) && (issuer === null || opensPair(pins.current));
    return complete && right;
  };
  if (issued) {
    return (
      <Dialog title={t('key_issue.title')} testid="issue-card" close={close}>
        <p className="good-note" role="status" data-testid="card-issued" data-serial={issued.serial}>{t('key_issue.done', { card: name })} <Number4 of={issued.serial} /></p>
        <p>{t(MOTHERS.has(issued.kind) ? 'key_issue.then_control' : 'key_issue.then_keep')}</p>
        <div className="form-actions"><button type="button" className="primary-button" data-testid="issue-close" onClick={close}>{t('form.close')}</button></div>
      </Dialog>
    );
  }
  return (
    <Dialog title={t('key_issue.title')} testid="issue-card" wide close={close}>
      {eyes.second}
      {busy && <Wanted wanted={wanted} first="key_issue.wanted_0" />}
      <Form autoComplete="off" hidden={eyes.second !== null || busy} check={check} send={eyes.go} busy={busy} problem={eyes.problem}>
        <SelectField id="issue-kind" label={t('word.kind')} value={kind} change={(next) => { setKind(next); setTypedMeters(null); }} testid="key-card-kind" choices={ISSUED_KINDS.map((value) => ({ value, label: first([`key_device.${value}`], value) }))} />
        <SelectField id="issue-blank" label={t('key_issue.blank')} note={t('key_issue.blank_note')} value={blank} change={setCard} testid="key-card-blank" error={tried && blank === '' ? t('key_issue.no_blank') : undefined}
          choices={[...new Set([...blanks, ...(card ? [card] : [])])].map((value) => ({ value, label: grouped(value).join(' ') }))} />
        {kind === 'control' && (
          <SelectField id="issue-opens" label={t('key_issue.opens')} value={opened?.serial ?? ''} change={setOpens} testid="key-card-opens" error={tried && !opened ? t('key_issue.no_unpaired') : undefined} choices={openable.map((device) => deviceChoice(device, first))} />
        )}
        {hasTerminal(kind) && <TextField id="issue-terminal" label={t('key_issue.terminal')} note={t('key_issue.terminal_note')} value={terminal} change={setTerminal} testid="key-card-terminal" error={tried && !isTerminal(terminal) ? t('key_issue.bad_terminal') : undefined} />}
        {hasPin(kind) && <PinField name="pin" label={t('key_issue.pin')} tried={tried} pins={pins.current} />}
        {isForMeters(kind) && <ForMetersFields kind={kind} value={meters} change={setTypedMeters} versions={metersVersions(tree?.versions ?? [])} campaign={campaign} tried={tried} />}
        {issuer !== null && <AbovePair issuer={issuer} mothers={mothers} above={above} choose={setMother} tried={tried} pins={pins.current} />}
        <TextField id="issue-holder" label={t('column.holder')} note={t('form.optional')} value={holder} change={setHolder} testid="key-card-holder" />
        <TextField id="issue-reason" label={t('word.reason')} value={reason} change={setReason} testid="key-card-reason" must />
        <FormActions go={t('key_issue.go')} close={close} testid="key-card-issue" />
      </Form>
    </Dialog>
  );
}

/** What is left empty the server decides. */
function orderFor({ meter, version, lastDay }: ForMeters) {
  return { ...(meter.trim() ? { meter: meter.replace(/\s/g, '') } : {}), ...(version ? { meters_version: Number(version) } : {}), ...(lastDay ? { valid_to: lastDay } : {}) };
}
