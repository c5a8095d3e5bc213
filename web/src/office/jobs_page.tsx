import type * as D from '../api/described';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { get, post } from '../api/client';
import { onEvent, renew } from '../api/events';
import { keptProblem } from '../api/problem';
import { ProblemNote } from '../form/problem_note';
import { Failed, Loading, nothingToShow } from '../shell/states';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';
import { HOUSE } from './columns/house';
import { RegisterPage } from './register_page';

// Long work: what somebody wanted, how far it is, what came of it, and its file for whoever it belongs to.

type Figures = Record<string, string | number | boolean>;
interface LogLine { at: number; say: string; [figure: string]: string | number }
type Job = Omit<D.Job, 'log' | 'result' | 'error_details'> & { log: LogLine[]; result: Figures; error_details: Record<string, string> };

export function JobsPage() {
  const cache = useQueryClient();
  useEffect(() => onEvent('job', () => { for (const what of ['list', 'job']) renew(cache, what); }), [cache]);
  return <RegisterPage def={{
    id: 'jobs', path: '/jobs', key: ['number'], defaultSort: '-number',
    columns: HOUSE.jobs,
    more: (row, refresh) => <JobDrawer key={String(row['number'])} row={row} refresh={refresh} />,
  }} />;
}

function JobDrawer({ row, refresh }: { row: Row; refresh: () => void }) {
  const { t, problem: say } = useWords();
  const number = String(row['number']);
  const one = useQuery({ queryKey: ['job', number], queryFn: ({ signal }) => get<Job>(`/jobs/${number}`, signal), refetchInterval: (query) => (query.state.data?.state === 'running' ? 2_000 : false) });
  const [problem, setProblem] = useState<unknown>(null);
  const act = async (what: 'stop' | 'resume'): Promise<void> => {
    setProblem(null);
    try {
      await post(`/jobs/${number}/${what}`, {});
      await one.refetch();
      refresh();
    } catch (why) {
      setProblem(why);
    }
  };
  if (nothingToShow(one)) return <Failed problem={one.error} retry={() => void one.refetch()} />;
  const job = one.data;
  if (!job) return <Loading />;
  return (
    <>
      <Progress job={job} />
      {job.error !== '' && <p className="bad-note" data-testid="job-error">{say(keptProblem(job.error, job.error_details))}</p>}
      <div className="drawer-tools">
        {job.may_fetch && <a className="primary-button" data-testid="job-file" href={`/api/v1/jobs/${number}/file`} download>{t('job.fetch', { file: job.file_name })}</a>}
        {job.may_stop && <button type="button" className="plain-button" data-testid="job-stop" onClick={() => void act('stop')}>{t('job.stop')}</button>}
        {job.may_resume && <button type="button" className="plain-button" data-testid="job-resume" onClick={() => void act('resume')}>{t('job.resume')}</button>}
      </div>
      <ProblemNote problem={problem} />
      <Outcome job={job} />
      <Log job={job} />
    </>
  );
}

/** A part of the whole only where the whole is known. */
function Progress({ job }: { job: Job }) {
  const { t, decimal } = useWords();
  const known = job.total > 0;
  const text = known ? t('job.progress', { written: decimal(job.written), total: decimal(job.total) }) : t('job.written', { written: decimal(job.written) });
  return (
    <section className="drawer-section" data-testid="job-progress" data-state={job.state}>
      <p role="status">{t(`state.job.${job.state}`)} · {text}</p>
      {known && <progress max={job.total} value={Math.min(job.written, job.total)} aria-label={text} />}
    </section>
  );
}

function Outcome({ job }: { job: Job }) {
  const { t, first, decimal, money } = useWords();
  const figures = Object.entries(job.result);
  if (figures.length === 0) return null;
  const shown = (value: string | number | boolean): string => {
    if (typeof value === 'boolean') return t(value ? 'word.yes' : 'word.no');
    if (typeof value === 'number') return decimal(value);
    return MONEY.test(value) ? money(value) : value;
  };
  return (
    <section className="drawer-section" data-testid="job-result">
      <dl className="row-facts">{figures.map(([name, value]) => <div key={name}><dt>{first([`job.figure.${name}`], name)}</dt><dd data-testid={`job-figure-${name}`}>{shown(value)}</dd></div>)}</dl>
    </section>
  );
}

/** Figures of money come with their point. */
const MONEY = /^-?\d+\.\d+$/;

function Log({ job }: { job: Job }) {
  const { t, first, time } = useWords();
  const figures = (line: LogLine): Record<string, string> => Object.fromEntries(Object.entries(line).map(([name, value]) => [name, String(value)]));
  return (
    <section className="drawer-section" data-testid="job-log">
      <h3>{t('job.log')}</h3>
      <ol className="job-log">{job.log.map((line, index) => <li key={index}><span className="quiet">{time(new Date(line.at).toISOString())}</span> {first([`job.log.${line.say}`], line.say, figures(line))}</li>)}</ol>
    </section>
  );
}
