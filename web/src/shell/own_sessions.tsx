import { useMutation, useQuery } from '@tanstack/react-query';
import type * as D from '../api/described';
import { get, remove } from '../api/client';
import { ProblemNote } from '../form/problem_note';
import { useWords } from '../words/words';
import { SessionTable } from './session_table';
import { Failed, Loading, nothingToShow } from './states';
import { Title } from './title';

/** Where I am signed in: what I do not know I end, and choose another password. */
export default function OwnSessionsPage() {
  const { t } = useWords();
  const own = useQuery({ queryKey: ['own-sessions'], queryFn: ({ signal }) => get<{ rows: D.OwnSession[] }>('/session/all', signal) });
  const end = useMutation({ mutationFn: () => remove<{ ended: number }>('/session/others'), onSuccess: () => own.refetch() });
  if (nothingToShow(own)) return <Failed problem={own.error} retry={() => void own.refetch()} />;
  if (!own.data) return <Loading />;
  const { rows } = own.data;
  return (
    <section className="card own-sessions" data-testid="own-sessions" data-rows={rows.length}>
      <Title>{t('own_sessions.title')}</Title>
      <h1>{t('own_sessions.title')}</h1>
      <p className="quiet">{t('own_sessions.note')}</p>
      <SessionTable rows={rows} />
      <ProblemNote problem={end.error} />
      {end.data && <p className="good-note" role="status" data-testid="own-sessions-ended">{t('own_sessions.ended', { count: end.data.ended })}</p>}
      {rows.length > 1 && <button type="button" className="primary-button" data-testid="own-sessions-end" disabled={end.isPending} onClick={() => end.mutate()}>{t('own_sessions.end')}</button>}
    </section>
  );
}
