import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post } from '../api/client';
import { newKey } from '../api/key';
import { ProblemNote } from '../form/problem_note';
import { useFourEyes } from '../form/use_four_eyes';
import { useWords } from '../words/words';
import type { ImportRun } from './import_types';

/** How far it has come; it goes on when nobody looks. What has ended can be taken back for a day. */
export function ImportRunView({ begun }: { begun: ImportRun }) {
  const { t, decimal } = useWords();
  const cache = useQueryClient();
  const asked = useQuery({
    queryKey: ['import-run', begun.number],
    queryFn: ({ signal }) => get<ImportRun>(`/imports/runs/${begun.number}`, signal),
    refetchInterval: (query) => (query.state.data && query.state.data.state !== 'running' ? false : 500),
  });
  const run = asked.data ?? begun;
  const numbers = { number: run.number, done: decimal(run.position), count: run.rows, fresh: decimal(run.new), changed: decimal(run.changed), left: decimal(run.left_out) };
  return (
    <section data-testid="import-run" aria-live="polite">
      <h2>{t('import.run', { number: run.number })}</h2>
      {run.state === 'running' && (
        <>
          <p role="status">{t('import.progress', numbers)}</p>
          <progress value={run.position} max={run.rows} aria-label={t('import.run', { number: run.number })} />
        </>
      )}
      {run.state === 'done' && <p className="good-note" role="status" data-testid="import-done">{t('import.run_done', numbers)}</p>}
      {run.state === 'stopped' && <p className="bad-note" role="alert" data-testid="import-stopped">{t('import.run_stopped', { ...numbers, row: run.stop?.row ?? 0, why: run.stop?.detail ?? '' })}</p>}
      {run.state === 'undone' && <p className="good-note" role="status" data-testid="import-undone">{t('import.run_undone', { by: run.undone_by, kept: run.kept })}</p>}
      {run.can_undo && <Undo run={run} undone={(after) => { cache.setQueryData(['import-run', run.number], after); void cache.invalidateQueries({ queryKey: ['list'] }); }} />}
      <ProblemNote problem={asked.error} />
    </section>
  );
}

function Undo({ run, undone }: { run: ImportRun; undone: (run: ImportRun) => void }) {
  const { t } = useWords();
  const [key] = useState(newKey);
  const eyes = useFourEyes<ImportRun>((approval) => post(`/imports/runs/${run.number}/undo`, approval ? { approval } : {}, { key: approval ? `${key}-${approval}` : key }), undone);
  return (
    <>
      {eyes.second}
      {!eyes.second && (
        <>
          <ProblemNote problem={eyes.problem} />
          <div><button type="button" className="plain-button" data-testid="import-undo" onClick={eyes.go}>{t('import.undo')}</button></div>
        </>
      )}
    </>
  );
}
