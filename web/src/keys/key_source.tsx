import { useState, type MutableRefObject } from 'react';
import { SelectField, TextField } from '../form/fields';
import { useWords } from '../words/words';

/** Where a meter's keys come from: the office's vault, or a key UKEY with its holder's PIN. The PIN is kept for one piece of work. */
interface KeySource { by: 'office' | 'ukey'; ukey: string; pin: string }

export const fromOffice = (): KeySource => ({ by: 'office', ukey: '', pin: '' });

/** Whether everything is there that this source needs. */
export function isComplete(source: KeySource): boolean {
  return source.by === 'office' || (source.ukey !== '' && source.pin !== '');
}

/** The address that a change of keys goes to; a request with a PIN has its own, at which nobody keeps it. */
export function pathOf(number: string, source: KeySource): string {
  return `/meters/${number}/keys${source.by === 'ukey' ? '/ukey' : ''}`;
}

/** Fields of a dialog. They write into `source`, which outlives them: a second person may agree in between. */
export function KeySourceFields({ source, testid, tried }: { source: MutableRefObject<KeySource>; testid: string; tried: boolean }) {
  const { t } = useWords();
  const [by, setBy] = useState(source.current.by);
  const [ukey, setUkey] = useState(source.current.ukey);
  const [hasPin, setHasPin] = useState(source.current.pin !== '');
  const missing = (there: boolean): string | undefined => (tried && !there ? t('form.must_fill') : undefined);
  const pinMissing = missing(hasPin);
  return (
    <>
      <SelectField id={`${testid}-source`} label={t('meter_keys.source')} value={by} testid={`${testid}-source`} choices={[{ value: 'office', label: t('meter_keys.from_office') }, { value: 'ukey', label: t('key_device.key_ukey') }]}
        change={(next) => {
          source.current.by = next;
          setBy(next);
        }} />
      {by === 'ukey' && (
        <>
          <TextField id={`${testid}-ukey`} label={t('meter_keys.ukey_name')} value={ukey} testid={`${testid}-ukey`} error={missing(ukey.trim() !== '')}
            change={(next) => {
              source.current.ukey = next.trim();
              setUkey(next);
            }} />
          <div className={`field ${pinMissing ? 'has-error' : ''}`}>
            <label htmlFor={`${testid}-pin`}>{t('meter_keys.ukey_pin')}</label>
            <input id={`${testid}-pin`} type="password" inputMode="numeric" maxLength={16} autoComplete="off" className="text-input" data-testid={`${testid}-pin`} defaultValue={source.current.pin} aria-invalid={pinMissing ? true : undefined} aria-describedby={pinMissing ? `${testid}-pin-error` : undefined}
              onChange={(event) => {
                source.current.pin = event.target.value;
                setHasPin(event.target.value !== '');
              }} />
            {pinMissing && <p className="field-error" id={`${testid}-pin-error`} role="alert">{pinMissing}</p>}
          </div>
        </>
      )}
    </>
  );
}
