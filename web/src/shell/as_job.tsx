import { useState } from 'react';
import { Link } from 'react-router';
import { post } from '../api/client';
import { useSession } from '../api/hooks';
import { ProblemNote } from '../form/problem_note';
import { useWords } from '../words/words';
import { may } from './permissions';

/** What a list's address asks, as a job is asked it. */
export function jobOf(list: string, query: Record<string, string>, format: string): Record<string, unknown> {
  const filters = Object.fromEntries(Object.entries(query).filter(([name]) => name.startsWith('filter.')).map(([name, value]) => [name.slice(7), value]));
  return { list, format, filters, ...(query['q'] ? { search: query['q'] } : {}), ...(query['sort'] ? { sort: query['sort'] } : {}) };
}

/** Has it done beside, and says where it can be looked at. */
export function AsJob({ kind, asked, label }: { kind: string; asked: Record<string, unknown>; label: string }) {
  const { t } = useWords();
  const session = useSession().data;
  const [number, setNumber] = useState<number | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  if (!may(session, 'jobs')) return null;
  const ask = async (): Promise<void> => {
    setProblem(null);
    try {
      setNumber((await post<{ number: number }>('/jobs', { kind, asked })).number);
    } catch (why) {
      setProblem(why);
    }
  };
  const format = typeof asked['format'] === 'string' ? `-${asked['format']}` : '';
  return (
    <>
      <button type="button" className="plain-button" data-testid={`as-job-${kind}${format}`} onClick={() => void ask()}>{label}</button>
      {number !== null && <span role="status"><Link to={`/office/jobs?open=${number}`} data-testid={`asked-job-${kind}${format}`}>{t('job.started', { number: String(number) })}</Link></span>}
      <ProblemNote problem={problem} />
    </>
  );
}
