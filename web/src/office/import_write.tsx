import { useState } from 'react';
import { post } from '../api/client';
import { newKey } from '../api/key';
import { ProblemNote } from '../form/problem_note';
import { useFourEyes } from '../form/use_four_eyes';
import { useWords } from '../words/words';
import type { ImportDraft, ImportRun } from './import_types';

/** All or nothing, or only the good rows; a second person agrees to exactly this. */
export function ImportWrite({ draft, begun }: { draft: ImportDraft; begun: (run: ImportRun) => void }) {
  const { t } = useWords();
  const [choice, setChoice] = useState<'all' | 'good'>('all');
  const [key, setKey] = useState(newKey());
  const rows = draft.new + draft.changed;
  const what = t('import.asked', { name: draft.file_name, page: t(`page.${draft.register}`), count: rows });
  const eyes = useFourEyes<ImportRun>((approval) => post(`/imports/drafts/${draft.id}/write`, { choice, ...(approval ? { approval } : {}) }, { key: approval ? `${key}-${approval}` : key }), begun, what);
  if (rows === 0) return draft.errors === 0 ? <p className="good-note" role="status" data-testid="import-all-same">{t('import.all_same')}</p> : null;
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
          {(['all', 'good'] as const).map((one) => (
            <label key={one}><input type="radio" name="import-choice" checked={choice === one} data-testid={`import-choice-${one}`} onChange={() => choose(one)} /> {t(`import.choice_${one}`)}</label>
          ))}
        </fieldset>
      )}
      {eyes.second}
      {!eyes.second && (draft.errors === 0 || choice === 'good') && (
        <>
          <ProblemNote problem={eyes.problem} />
          <div><button type="button" className="primary-button" data-testid="import-write" onClick={eyes.go}>{t('import.write', { count: rows })}</button></div>
        </>
      )}
    </section>
  );
}
