import { forwardRef, useImperativeHandle, useRef, useState, type RefObject } from 'react';
import { SelectField } from '../form/fields';
import { grouped } from '../words/format';
import { useWords } from '../words/words';
import { useLyingCards } from './card_desk';
import { cardFlaw, fitting, type CardFlaw } from './officer_card';

/** What the page may do with card and PIN: take them once, or throw the PIN away. */
export interface CardAndPin {
  /** null: something is wrong, and the field that is has the focus. */
  taken: () => { card: string; pin: string } | null;
  clear: () => void;
  focus: () => void;
}

/** An officer's card on a reader and its PIN, which stays in its field until it is sent. */
export const OfficerCardFields = forwardRef<CardAndPin, { writes: boolean }>(function OfficerCardFields({ writes }, own) {
  const { t } = useWords();
  const [chosen, setChosen] = useState('');
  const [flaw, setFlaw] = useState<CardFlaw | null>(null);
  const pin = useRef<HTMLInputElement>(null);
  const again = useRef<HTMLInputElement>(null);
  const cards = fitting(useLyingCards(true), writes);
  const card = cards.includes(chosen) ? chosen : (cards[0] ?? '');
  const taken = (): { card: string; pin: string } | null => {
    const typed = pin.current?.value ?? '';
    const found = cardFlaw(card, typed, again.current?.value ?? '', writes);
    setFlaw(found);
    if (found === null) return { card, pin: typed };
    (found === 'again' ? again : pin).current?.focus();
    return null;
  };
  const clear = (): void => { for (const field of [pin, again]) if (field.current) field.current.value = ''; };
  useImperativeHandle(own, () => ({ taken, clear, focus: () => pin.current?.focus() }));
  return (
    <>
      <SelectField id="officer-card" label={t('component.card')} note={writes ? t('component.card_blank_note') : undefined} value={card} change={setChosen} testid="officer-card"
        error={flaw === 'card' && card === '' ? t(writes ? 'component.no_blank' : 'component.no_card') : undefined} choices={cards.map((value) => ({ value, label: grouped(value).join(' ') }))} />
      <div className="two-columns">
        <Pin id="officer-card-pin" field={pin} label={t('component.pin')} error={flaw === 'pin' ? t('key_issue.bad_pin') : undefined} />
        {writes && <Pin id="officer-card-again" field={again} label={t('component.pin_again')} error={flaw === 'again' ? t('component.pin_differs') : undefined} />}
      </div>
    </>
  );
});

function Pin({ id, field, label, error }: { id: string; field: RefObject<HTMLInputElement | null>; label: string; error?: string }) {
  return (
    <div className={`field ${error ? 'has-error' : ''}`}>
      <label htmlFor={id}>{label}</label>
      <input id={id} ref={field} type="password" inputMode="numeric" maxLength={6} autoComplete="off" className="text-input" data-testid={id} aria-invalid={error ? true : undefined} aria-describedby={error ? `${id}-error` : undefined} />
      {error && <p className="field-error" id={`${id}-error`} role="alert">{error}</p>}
    </div>
  );
}
