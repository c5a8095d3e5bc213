import { useRef, useState } from 'react';
import { post } from '../api/client';
import { ProblemNote } from '../form/problem_note';
import { useWords } from '../words/words';
import type { ImportDraft } from './import_types';

/** Which column of the register each column of the file is; the server remembers it for files of the same shape. */
export function ImportMapping({ draft, change }: { draft: ImportDraft; change: (draft: ImportDraft) => void }) {
  const { t } = useWords();
  const [problem, setProblem] = useState<unknown>(null);
  // Whoever maps the next column before the last one is answered means both; answers come in the order of the questions.
  const wanted = useRef(draft.columns.map((one) => one.column));
  const asked = useRef<Promise<unknown>>(Promise.resolve());
  const map = (place: number, column: string): void => {
    wanted.current = wanted.current.map((one, i) => (i === place ? column : one));
    const columns = wanted.current;
    asked.current = asked.current.then(async () => {
      try {
        change(await post<ImportDraft>(`/imports/drafts/${draft.id}/columns`, { columns }));
        setProblem(null);
      } catch (why) {
        setProblem(why);
      }
    });
  };
  return (
    <details className="import-mapping" open={draft.refused !== null || draft.unknown.length > 0}>
      <summary data-testid="import-mapping">{t('import.mapping')}</summary>
      {draft.refused && <p className="bad-note" role="alert" data-testid="import-refused">{draft.refused.detail}</p>}
      <ProblemNote problem={problem} />
      <table className="simple-table">
        <caption>{t('import.mapping_caption')}</caption>
        <thead><tr><th scope="col">{t('import.in_file')}</th><th scope="col">{t('import.sample')}</th><th scope="col">{t('import.in_register')}</th></tr></thead>
        <tbody>
          {draft.columns.map((one, place) => (
            <tr key={place}>
              <th scope="row">{one.name || '—'}</th>
              <td className="quiet">{one.samples.find((sample) => sample !== '') ?? '—'}</td>
              <td>
                <select className="text-input" aria-label={t('import.map_of', { name: one.name })} value={one.column} data-testid={`import-map-${place}`} onChange={(event) => map(place, event.target.value)}>
                  <option value="">{t('import.leave_out')}</option>
                  {draft.offered.map(({ name, word, required }) => <option key={name} value={name}>{required ? `${word} (${t('import.required')})` : word}</option>)}
                </select>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
