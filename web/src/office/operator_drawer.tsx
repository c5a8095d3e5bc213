import { useMutation, useQuery } from '@tanstack/react-query';
import type * as D from '../api/described';
import { get, remove } from '../api/client';
import { ProblemNote } from '../form/problem_note';
import { SessionTable } from '../shell/session_table';
import { useWords } from '../words/words';
import { grantOf, SIGNS, useMatrix, type Grant } from './grants';

/** Where he is signed in; ended, he may come in again. */
export function OperatorSessions({ name }: { name: string }) {
  const { t } = useWords();
  const path = `/operators/${encodeURIComponent(name)}/sessions`;
  const list = useQuery({ queryKey: ['sessions-of', name], queryFn: ({ signal }) => get<{ rows: D.OwnSession[] }>(path, signal) });
  const end = useMutation({ mutationFn: () => remove<{ ended: number }>(path), onSuccess: () => list.refetch() });
  const rows = list.data?.rows ?? [];
  return (
    <section className="drawer-section" data-testid="operator-sessions" data-rows={rows.length}>
      <h3>{t('operator.sessions')}</h3>
      <ProblemNote problem={list.error ?? end.error} />
      {list.data && rows.length === 0 && <p className="panel-quiet">{t('operator.no_sessions')}</p>}
      {rows.length > 0 && <SessionTable rows={rows} />}
      {end.data && <p className="good-note" role="status">{t('operator.sessions_ended', { count: end.data.ended })}</p>}
      {rows.some((row) => !row.here) && <button type="button" className="plain-button" data-testid="operator-sessions-end" disabled={end.isPending} onClick={() => end.mutate()}>{t('operator.end_sessions')}</button>}
    </section>
  );
}

const ORDER: Grant[] = ['yes', 'own', 'second'];

/** What this person may do, by all of his roles: on the screen, and with the drawer on paper. */
export function MayDo({ roles }: { roles: string[] }) {
  const { t, first } = useWords();
  const matrix = useMatrix();
  if (!matrix.data) return <ProblemNote problem={matrix.error} />;
  const may = matrix.data.permissions.map(({ id, grants }) => ({ word: first([`permission.${id}`], id), grant: grantOf(grants, roles) }));
  return (
    <section className="drawer-section" data-testid="operator-may">
      <h3>{t('operator.may')}</h3>
      {ORDER.map((grant) => ({ grant, words: may.filter((one) => one.grant === grant).map((one) => one.word) })).filter(({ words }) => words.length > 0).map(({ grant, words }) => (
        <div key={grant} data-testid={`may-${grant}`}>
          <h4><span aria-hidden="true">{SIGNS[grant]}</span> {t(grant === 'yes' ? 'operator.may_alone' : `grant.${grant}`)}</h4>
          <p>{words.toSorted((one, other) => one.localeCompare(other)).join(' · ')}</p>
        </div>
      ))}
    </section>
  );
}
