import { useState } from 'react';
import { TextField } from '../form/fields';
import { useWords } from '../words/words';
import { MeterWork } from './meter_work';
import { meterNumber } from './meter_works';

/** Keys of one meter: it hangs on the bench or on a line of the counters, which carry what office and meter say to each other. */
export function MetersPage() {
  const { t } = useWords();
  const [typed, setTyped] = useState('');
  const [left, setLeft] = useState(false);
  const number = meterNumber(typed);
  return (
    <section className="card" aria-label={t('page.key-meters')}>
      <div className="narrow-form">
        <TextField id="meter-number" label={t('word.meter_number')} note={t('field_note.meter_number')} value={typed} testid="meter-number" autoFocus leave={() => setLeft(true)} error={left && typed.trim() !== '' && number === null ? t('key_meters.bad_number') : undefined}
          change={(next) => {
            setTyped(next);
            setLeft(false);
          }} />
      </div>
      {number ? <MeterWork key={number} number={number} /> : <p className="quiet">{t('key_meters.say')}</p>}
    </section>
  );
}
