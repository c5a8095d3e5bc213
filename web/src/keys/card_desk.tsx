import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { get } from '../api/client';
import { every } from '../api/lists';
import { onEvent } from '../api/events';
import { useSession } from '../api/hooks';
import { SelectField } from '../form/fields';
import { Number4 } from '../shell/number4';
import { grouped } from '../words/format';
import { useWords } from '../words/words';
import { isPin, MOTHERS } from './card_kinds';
import type { KeyDevice, LyingCard } from './types';

// The desk at which key cards are written: what lies on the readers, the pair that gives the keys, and which card is wanted next.

/** Typed when the form is sent, forgotten when the form goes. */
interface Pins { pin: string; mother_pin: string; control_pin: string }
export const noPins: Pins = { pin: '', mother_pin: '', control_pin: '' };

export function typedPins(form: HTMLFormElement): Pins {
  const typed = new FormData(form);
  const pin = (field: keyof Pins): string => String(typed.get(field) ?? '');
  return { pin: pin('pin'), mother_pin: pin('mother_pin'), control_pin: pin('control_pin') };
}

export function opensPair(pins: Pins): boolean {
  return isPin(pins.mother_pin) && isPin(pins.control_pin);
}

interface AboveProps { issuer: string; mothers: KeyDevice[]; above?: KeyDevice; choose: (serial: string) => void; tried: boolean; pins: Pins }

/** The mother card above, and the two PINs that open her. */
export function AbovePair({ issuer, mothers, above, choose, tried, pins }: AboveProps) {
  const { t, first } = useWords();
  return (
    <fieldset className="form issue-above">
      <legend>{t('key_issue.above', { card: first([`key_device.${issuer}`], issuer) })}</legend>
      <SelectField id="issue-mother" label={t('key_issue.mother')} value={above?.serial ?? ''} change={choose} testid="key-card-mother" error={tried && !above ? t('key_issue.no_mother') : undefined} choices={mothers.map((device) => deviceChoice(device, first))} />
      <div className="two-columns">
        <PinField name="mother_pin" label={t('key_issue.mother_pin')} tried={tried} pins={pins} />
        <PinField name="control_pin" label={t('key_issue.control_pin')} tried={tried} pins={pins} />
      </div>
    </fieldset>
  );
}

export function deviceChoice(device: KeyDevice, first: (keys: string[], fallback: string) => string) {
  return { value: device.serial, label: `${first([`key_device.${device.kind}`], device.kind)} ${grouped(device.serial).join(' ')}${device.holder ? ` · ${device.holder}` : ''}` };
}

/** Six digits that are not shown; they stay in the field until the form is sent. */
export function PinField({ name, label, tried, pins }: { name: keyof Pins; label: string; tried: boolean; pins: Pins }) {
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

interface WantedCard { card: string; place: number }

/** The card that the desk asks for while it works; heard from the first moment on. */
export function useWanted(running: boolean): WantedCard | null {
  const [wanted, setWanted] = useState<WantedCard | null>(null);
  useEffect(() => onEvent('keys', (data) => {
    const told = data as { card?: string; place?: number } | null;
    if (told?.card) setWanted({ card: told.card, place: told.place ?? 0 });
  }), []);
  useEffect(() => { if (!running) setWanted(null); }, [running]);
  return wanted;
}

/** While cards talk to each other: which of them belongs on a reader now. `first` names the card that is written. */
export function Wanted({ wanted, first }: { wanted: WantedCard | null; first: 'key_issue.wanted_0' | 'key_renew.wanted_0' }) {
  const { t } = useWords();
  const place = Math.min(Math.max(wanted?.place ?? 0, 0), 2);
  return (
    <div className="note" role="status" data-testid="card-wanted" data-card={wanted?.card ?? ''}>
      <p><strong>{!wanted ? t('key_issue.writing') : t(place === 0 ? first : `key_issue.wanted_${place}`)}</strong></p>
      {wanted && <p><Number4 of={wanted.card} /></p>}
    </div>
  );
}

/** What lies on the readers of this workstation; asked again whenever a card is put down or lifted. */
export function useLyingCards(active: boolean): LyingCard[] {
  const asked = useQuery({ queryKey: ['keys', 'cards'], queryFn: ({ signal }) => get<{ cards: LyingCard[] }>('/keys/cards', signal), enabled: active });
  const { refetch } = asked;
  useEffect(() => (active ? onEvent('reader', () => void refetch()) : undefined), [active, refetch]);
  return asked.data?.cards ?? [];
}

/** Mother cards in use: what gives keys, and opens with a control card. */
export function useMothers(): KeyDevice[] {
  const session = useSession().data;
  const kinds = [...MOTHERS].join(',');
  const asked = useQuery({ queryKey: ['keys', 'mothers'], queryFn: ({ signal }) => every('key-devices', `filter.state=active&filter.kind=${kinds}`, signal), enabled: session?.signed_in === true });
  return asked.data?.rows ?? [];
}
