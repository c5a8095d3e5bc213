import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { get, postSecret } from '../api/client';
import { onEvent } from '../api/events';
import type { Page } from '../api/types';
import { SelectField, TextField } from '../form/fields';
import { ProblemNote } from '../form/problem_note';
import { useFourEyes } from '../form/use_four_eyes';
import { Dialog } from '../shell/dialog';
import { Number4 } from '../shell/number4';
import { useSession } from '../api/hooks';
import { grouped } from '../words/format';
import { useWords } from '../words/words';
import { hasPin, hasTerminal, isPin, issuerOf, isTerminal, ISSUED_KINDS, unpaired, usable, type IssuedKind } from './card_kinds';
import type { KeyDevice, LyingCard } from './types';
import { useKeysChanged } from './use_keys';

interface Pins { pin: string; mother_pin: string; control_pin: string }

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
  const pins = useRef<Pins>({ pin: '', mother_pin: '', control_pin: '' });
  useEffect(() => () => { pins.current = { pin: '', mother_pin: '', control_pin: '' }; }, []);
  const lying = useLyingCards(issued === null && !busy);
  const devices = useDevices();
  const blanks = lying.filter((each) => each.next !== 'nothing').map((each) => each.serial);
  const blank = card || blanks[0] || '';
  const openable = unpaired(devices).filter((device) => device.serial !== blank);
  const opened = openable.find((device) => device.serial === opens) ?? openable[0];
  const issuer = issuerOf(kind, kind === 'control' ? opened : undefined);
  const mothers = issuer ? usable(devices, issuer) : [];
  const above = mothers.find((device) => device.serial === mother) ?? mothers[0];
  const complete = blank !== '' && reason.trim() !== '' && (kind !== 'control' || opened !== undefined) && (issuer === null || above !== undefined) && (!hasTerminal(kind) || isTerminal(terminal));
  const name = first([`key_device.${kind}`], kind);
  const eyes = useFourEyes<KeyDevice>(async (approval) => {
    setBusy(true);
    try {
      return await postSecret('/keys/cards/issue', {
        kind, card: blank, holder: holder.trim(), reason: reason.trim(), ...(kind === 'control' ? { pair: opened?.serial } : {}), ...(above && issuer ? { mother: above.serial, mother_pin: pins.current.mother_pin, control_pin: pins.current.control_pin } : {}),
        ...(hasPin(kind) ? { pin: pins.current.pin } : {}), ...(hasTerminal(kind) ? { terminal: terminal.trim() } : {}), ...(approval ? { approval } : {}),
      });
    } finally {
      setBusy(false);
      changed();
    }
  }, setIssued, t('key_issue.what', { card: name, serial: blank }));
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const pin = (field: string): string => String(typed.get(field) ?? '');
    pins.current = { pin: pin('pin'), mother_pin: pin('mother_pin'), control_pin: pin('control_pin') };
    setTried(true);
    const right = (!hasPin(kind) || isPin(pins.current.pin)) && (issuer === null || (isPin(pins.current.mother_pin) && isPin(pins.current.control_pin)));
    if (complete && right && !busy) eyes.go();
  };
  if (issued) {
    return (
      <Dialog title={t('key_issue.title')} testid="issue-card" close={close}>
        <p className="good-note" role="status" data-testid="card-issued" data-serial={issued.serial}>{t('key_issue.done', { card: name })} <Number4 of={issued.serial} /></p>
        <p>{t(['master_control', 'province', 'county', 'user_mother'].includes(issued.kind) ? 'key_issue.then_control' : 'key_issue.then_keep')}</p>
        <div className="form-actions"><button type="button" className="primary-button" data-testid="issue-close" onClick={close}>{t('form.close')}</button></div>
      </Dialog>
    );
  }
  return (
    <Dialog title={t('key_issue.title')} testid="issue-card" wide close={close}>
      {eyes.second}
      {busy && <Wanted />}
      <form className="form" noValidate autoComplete="off" hidden={eyes.second !== null || busy} onSubmit={submit}>
        <ProblemNote problem={eyes.problem} />
        <SelectField id="issue-kind" label={t('word.kind')} value={kind} change={(next) => setKind(next as IssuedKind)} testid="key-card-kind" choices={ISSUED_KINDS.map((value) => ({ value, label: first([`key_device.${value}`], value) }))} />
        <SelectField id="issue-blank" label={t('key_issue.blank')} note={t('key_issue.blank_note')} value={blank} change={setCard} testid="key-card-blank" error={tried && blank === '' ? t('key_issue.no_blank') : undefined}
          choices={[...new Set([...blanks, ...(card ? [card] : [])])].map((value) => ({ value, label: grouped(value).join(' ') }))} />
        {kind === 'control' && (
          <SelectField id="issue-opens" label={t('key_issue.opens')} value={opened?.serial ?? ''} change={setOpens} testid="key-card-opens" error={tried && !opened ? t('key_issue.no_unpaired') : undefined} choices={openable.map((device) => choice(device, first))} />
        )}
        {hasTerminal(kind) && <TextField id="issue-terminal" label={t('key_issue.terminal')} note={t('key_issue.terminal_note')} value={terminal} change={setTerminal} testid="key-card-terminal" error={tried && !isTerminal(terminal) ? t('key_issue.bad_terminal') : undefined} />}
        {hasPin(kind) && <PinField name="pin" label={t('key_issue.pin')} tried={tried} pins={pins.current} />}
        {issuer !== null && (
          <fieldset className="form issue-above">
            <legend>{t('key_issue.above', { card: first([`key_device.${issuer}`], issuer) })}</legend>
            <SelectField id="issue-mother" label={t('key_issue.mother')} value={above?.serial ?? ''} change={setMother} testid="key-card-mother" error={tried && !above ? t('key_issue.no_mother') : undefined} choices={mothers.map((device) => choice(device, first))} />
            <div className="two-columns">
              <PinField name="mother_pin" label={t('key_issue.mother_pin')} tried={tried} pins={pins.current} />
              <PinField name="control_pin" label={t('key_issue.control_pin')} tried={tried} pins={pins.current} />
            </div>
          </fieldset>
        )}
        <TextField id="issue-holder" label={t('column.holder')} note={t('form.optional')} value={holder} change={setHolder} testid="key-card-holder" />
        <TextField id="issue-reason" label={t('word.reason')} value={reason} change={setReason} testid="key-card-reason" error={tried && reason.trim() === '' ? t('form.must_fill') : undefined} />
        <div className="form-actions">
          <button type="submit" className="primary-button" data-testid="key-card-issue">{t('key_issue.go')}</button>
          <button type="button" className="plain-button" onClick={close}>{t('form.cancel')}</button>
        </div>
      </form>
    </Dialog>
  );
}

function choice(device: KeyDevice, first: (keys: string[], fallback: string) => string) {
  return { value: device.serial, label: `${first([`key_device.${device.kind}`], device.kind)} ${grouped(device.serial).join(' ')}${device.holder ? ` · ${device.holder}` : ''}` };
}

/** Six digits that are not shown; they stay in the field until the form is sent. */
function PinField({ name, label, tried, pins }: { name: keyof Pins; label: string; tried: boolean; pins: Pins }) {
  const { t } = useWords();
  const wrong = tried && !isPin(pins[name]);
  return (
    <div className={`field ${wrong ? 'has-error' : ''}`}>
      <label htmlFor={`issue-${name}`}>{label}</label>
      <input id={`issue-${name}`} name={name} type="password" inputMode="numeric" maxLength={6} autoComplete="off" className="text-input" data-testid={`key-card-${name}`} aria-invalid={wrong || undefined} aria-describedby={wrong ? `issue-${name}-error` : undefined} />
      {wrong && <p className="field-error" id={`issue-${name}-error`}>{t('key_issue.bad_pin')}</p>}
    </div>
  );
}

/** While cards talk to each other: which of them is wanted on a reader now. */
function Wanted() {
  const { t } = useWords();
  const [wanted, setWanted] = useState<{ card: string; place: number } | null>(null);
  useEffect(() => onEvent('keys', (data) => {
    const told = data as { what?: string; card?: string; place?: number } | null;
    if (told?.what === 'card_wanted' && told.card) setWanted({ card: told.card, place: told.place ?? 0 });
  }), []);
  return (
    <div className="note" role="status" data-testid="card-wanted" data-card={wanted?.card ?? ''}>
      <p><strong>{wanted ? t(`key_issue.wanted_${Math.min(Math.max(wanted.place, 0), 2)}`) : t('key_issue.writing')}</strong></p>
      {wanted && <p><Number4 of={wanted.card} /></p>}
    </div>
  );
}

/** What lies on the readers of this workstation; asked again whenever a card is put down or lifted. */
function useLyingCards(active: boolean): LyingCard[] {
  const asked = useQuery({ queryKey: ['keys', 'cards'], queryFn: ({ signal }) => get<{ cards: LyingCard[] }>('/keys/cards', signal), enabled: active });
  const { refetch } = asked;
  useEffect(() => (active ? onEvent('reader', () => void refetch()) : undefined), [active, refetch]);
  return asked.data?.cards ?? [];
}

function useDevices(): KeyDevice[] {
  const session = useSession().data;
  const asked = useQuery({ queryKey: ['keys', 'devices'], queryFn: ({ signal }) => get<Page<KeyDevice>>('/keys/devices?page_size=200&filter.state=active', signal), enabled: session?.signed_in === true });
  return asked.data?.rows ?? [];
}
