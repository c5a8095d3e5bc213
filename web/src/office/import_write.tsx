import { useState } from 'react';
import { post } from '../api/client';
import { newKey } from '../api/key';
import { useSession } from '../api/hooks';
import { amountText } from '../form/amount';
import { AmountInput } from '../form/amount_input';
import { Form } from '../form/form';
import { useFourEyes } from '../form/use_four_eyes';
import { useWords } from '../words/words';
import type { ImportDraft, ImportRun } from './import_types';

/** All or nothing, or only the good rows; a second person agrees to exactly this. */
export function ImportWrite({ draft, begun }: { draft: ImportDraft; begun: (run: ImportRun) => void }) {
  const { t, currency } = useWords();
  const digits = useSession().data?.utility?.minor_digits ?? 2;
  const [total, setTotal] = useState('');
  const [choice, setChoice] = useState<'all' | 'good'>('all');
  const [key, setKey] = useState(newKey());
  const rows = draft.new + draft.changed;
  const eyes = useFourEyes<ImportRun>((approval) => post(`/imports/drafts/${draft.id}/write`, { choice, ...(draft.control_total ? { control_total: amountText(total, digits) } : {}), ...(approval ? { approval } : {}) }, { key: approval ? `${key}-${approval}` : key }), begun);
  if (rows === 0) return draft.errors === 0 ? <p className="good-note" role="status" data-testid="import-all-same">{t('import.all_same')}</p> : null;
  /** A total has to agree: a part of the file never does. */
  const choices = draft.control_total ? (['all'] as const) : (['all', 'good'] as const);
  const choose = (value: 'all' | 'good'): void => {
    setChoice(value);
    setKey(newKey());
    eyes.forget();
  };
  return (
    <section>
      {draft.errors > 0 && (
        <fieldset className="import-choice">
          <legend>{t('import.choice')}</legend>
          {choices.map((one) => (
            <label key={one}><input type="radio" name="import-choice" checked={choice === one} data-testid={`import-choice-${one}`} onChange={() => choose(one)} /> {t(`import.choice_${one}`)}</label>
          ))}
        </fieldset>
      )}
      {eyes.second}
      {!eyes.second && (draft.errors === 0 || choice === 'good') && (
        <Form send={eyes.go} busy={eyes.running} problem={eyes.problem}>
          {draft.control_total && <AmountInput id="import-total" label={t('import.control_total', { currency })} value={total} change={(value) => { setTotal(value); setKey(newKey()); }} testid="import-total" must />}
          <div><button type="submit" className="primary-button" data-testid="import-write">{t('import.write', { count: rows })}</button></div>
        </Form>
      )}
    </section>
  );
}
