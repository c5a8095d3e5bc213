import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Answers } from '../api/described';
import { get, post } from '../api/client';
import { useSession } from '../api/hooks';
import { TextField } from '../form/fields';
import { Form } from '../form/form';
import { useFourEyes } from '../form/use_four_eyes';
import { AsJob } from '../shell/as_job';
import { may } from '../shell/permissions';
import { Failed, Loading, nothingToShow } from '../shell/states';
import { peopleOf } from '../table/called';
import { useWords } from '../words/words';

type Archives = Answers['getArchives'];
type ArchivedYear = Archives['archives'][number];

/** Years whose slips lie in files of their own, and the next one that may go there. */
export function ArchivedYears() {
  const { t, first } = useWords();
  const [job, setJob] = useState<number | null | undefined>(undefined);
  const archives = useQuery({ queryKey: ['archives'], queryFn: ({ signal }) => get<Archives>('/archives', signal) });
  if (nothingToShow(archives)) return <Failed problem={archives.error} retry={() => void archives.refetch()} />;
  if (!archives.data) return <Loading />;
  const { next, archives: rows } = archives.data;
  return (
    <section aria-labelledby="archived-years" data-testid="archived-years">
      <h2 id="archived-years">{t('archive.title')}</h2>
      <p className="quiet">{t('archive.how')}</p>
      {rows.length > 0 && <Years rows={rows} />}
      {!next && rows.length === 0 && <p className="quiet" data-testid="archive-none">{t('archive.none')}</p>}
      {next?.code && <p className="quiet" data-testid="archive-not-yet" data-code={next.code}>{t('archive.not_yet', { year: String(next.year) })} {first([`error.${next.code}`], next.code, next.details)}</p>}
      {next && !next.code && <OrderYear key={next.year} year={next.year} done={setJob} />}
      {job !== undefined && <p className="good-note" role="status" data-testid="archive-ordered">{job === null ? t('archive.ordered_only') : t('archive.ordered_note', { number: String(job) })}</p>}
    </section>
  );
}

function Years({ rows }: { rows: ArchivedYear[] }) {
  const { t, decimal } = useWords();
  const session = useSession().data;
  return (
    <table className="simple-table" data-testid="archives" aria-label={t('archive.title')}>
      <thead><tr><th scope="col">{t('archive.year')}</th><th scope="col">{t('archive.state')}</th><th scope="col" className="number">{t('archive.slips')}</th><th scope="col" className="number">{t('column.bytes')}</th><th scope="col">{t('archive.file')}</th><th scope="col">{t('archive.by')}</th></tr></thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.year} data-testid={`archive-${row.year}`} data-state={row.state}>
            <th scope="row">{row.year}</th>
            <td>{t(`archive.state.${row.state}`)} {row.state !== 'done' && may(session, 'archive') && <AsJob kind="archive" asked={{ year: row.year }} label={t('archive.go_on', { year: String(row.year) })} />}</td>
            <td className="number">{decimal(row.slips)}</td>
            <td className="number">{decimal(row.bytes)}</td>
            <td>{row.file} {row.file !== '' && !row.at_hand && <span className="tag bad" data-testid={`archive-missing-${row.year}`}>{t('archive.missing')}</span>}</td>
            <td>{peopleOf(row, 'first', 'second')}: {row.reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Two persons: the reason of the one, the word of the other. */
function OrderYear({ year, done }: { year: number; done: (job: number | null) => void }) {
  const { t } = useWords();
  const session = useSession().data;
  const cache = useQueryClient();
  const [reason, setReason] = useState('');
  const eyes = useFourEyes(
    (approval) => post<{ job: number | null }>('/archives', { year, reason: reason.trim(), ...(approval ? { approval } : {}) }),
    (answer) => { done(answer.job); void cache.invalidateQueries({ queryKey: ['archives'] }); });
  return (
    <>
      <p data-testid="archive-next" data-year={year}>{t('archive.next', { year: String(year) })}</p>
      {may(session, 'archive') && (
        <Form className="form narrow-form" send={eyes.go} busy={eyes.running} problem={eyes.second ? null : eyes.problem}>
          <TextField id="archive-reason" label={t('word.reason')} value={reason} change={setReason} testid="archive-reason" must />
          <div className="drawer-tools"><button type="submit" className="primary-button" data-testid="archive-ask" aria-disabled={eyes.running}>{t('archive.ask')}</button></div>
        </Form>
      )}
      {eyes.second}
    </>
  );
}
