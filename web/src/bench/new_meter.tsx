import { useState, type FormEvent } from 'react';
import { useWords } from '../words/words';
import { SelectField, TextField } from '../form/fields';
import type { Bench } from './use_bench';

export function NewMeter({ models, bench }: { models: string[]; bench: Bench }) {
  const { t } = useWords();
  const [number, setNumber] = useState('');
  const [chosen, setChosen] = useState('');
  const model = chosen || (models[0] ?? '');
  const [factory, setFactory] = useState(false);
  const make = (event: FormEvent): void => {
    event.preventDefault();
    if (/^\d{1,12}$/.test(number)) void bench.newMeter(number.padStart(12, '0'), model, factory);
  };
  return (
    <details className="new-meter">
      <summary data-testid="new-meter">{t('bench.new_meter')}</summary>
      <form onSubmit={make}>
        <TextField id="new-meter-number" label={t('word.meter_number')} value={number} change={(typed) => setNumber(typed.replace(/\D/g, '').slice(0, 12))} testid="new-meter-number" />
        <SelectField id="new-meter-model" label={t('word.model')} value={model} change={setChosen} testid="new-meter-model" choices={models.map((value) => ({ value, label: value }))} />
        <label className="radio-row"><input type="checkbox" checked={factory} data-testid="new-meter-factory" onChange={(event) => setFactory(event.target.checked)} />{t('meter_keys.fresh')}</label>
        <button type="submit" className="plain-button" data-testid="new-meter-make">{t('bench.put_up')}</button>
      </form>
    </details>
  );
}
