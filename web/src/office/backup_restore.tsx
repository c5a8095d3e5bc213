import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Answers } from '../api/described';
import { get, post } from '../api/client';
import { useSession } from '../api/hooks';
import type { Instant } from '../api/types';
import { TextField } from '../form/fields';
import { Form } from '../form/form';
import { useFourEyes } from '../form/use_four_eyes';
import { may } from '../shell/permissions';
import { Failed, Loading, nothingToShow } from '../shell/states';
import { peopleOf, type Called } from '../table/called';
import { useWords } from '../words/words';

interface Receipt { number: string; time: Instant; kind: string; station: string; operator: string; people: Called; amount: string }
type Missing = Answers['getBackupsFileMissing'];
type Restores = Answers['getRestores'];

/** An older copy in place of the books: what it lacks, the reason, the second person. */
export function RestoreCopy({ file, close }: { file: string; close: () => void }) {
  const session = useSession().data;
  const missing = useQuery({ queryKey: ['missing', file], queryFn: ({ signal }) => get<Missing>(`/backups/${encodeURIComponent(file)}/missing`, signal), enabled: may(session, 'restore'), staleTime: 0 });
  if (!may(session, 'restore')) return null;
  if (nothingToShow(missing)) return <Failed problem={missing.error} retry={() => void missing.refetch()} />;
  return missing.data ? <AskRestore missing={missing.data} again={() => void missing.refetch()} close={close} /> : <Loading />;
}

function AskRestore({ missing, again, close }: { missing: Missing; again: () => void; close: () => void }) {
  const { t, time } = useWords();
  const cache = useQueryClient();
  const [reason, setReason] = useState('');
  const { file, sold, booked, invoiced } = missing;
  const eyes = useFourEyes(
    async (approval) => {
      try {
        return await post<{ state: string }>(`/backups/${encodeURIComponent(file)}/restore`, { sold, reason: reason.trim(), ...(approval ? { approval } : {}) });
      } catch (why) {
        again();  // something may have been sold since
        throw why;
      }
    },
    () => { void cache.invalidateQueries({ queryKey: ['restores'] }); close(); });
  return (
    <section className="card" aria-labelledby="restore-copy" data-testid="restore-copy">
      <h2 id="restore-copy">{t('backup.restore')}</h2>
      <p>{t('backup.restore_how')}</p>
      <dl className="row-facts"><div><dt>{t('backup.restore_group')}</dt><dd>{missing.group} · {time(missing.group_time, 'minute')}</dd></div></dl>
      <p className={sold > 0 ? 'note warning' : 'quiet'} data-testid="restore-sold" data-sold={sold}>{sold > 0 ? t('backup.restore_sold', { count: sold }) : t('backup.restore_sold_none')}</p>
      {booked > 0 && <p className="note warning" data-testid="restore-booked">{t('backup.restore_booked', { count: booked })}</p>}
      {invoiced > 0 && <p className="note warning" data-testid="restore-invoiced">{t('backup.restore_invoiced', { count: invoiced })}</p>}
      {missing.last.length > 0 && <LostReceipts rows={missing.last} />}
      {missing.proved === null && <p className="note warning" data-testid="restore-unproven">{t('backup.restore_unproven')}</p>}
      {missing.proved !== null && (
        <Form className="form narrow-form" send={eyes.go} busy={eyes.running} problem={eyes.second ? null : eyes.problem}>
          <TextField id="restore-reason" label={t('word.reason')} value={reason} change={setReason} testid="restore-reason" must />
          <div className="drawer-tools"><button type="submit" className="primary-button" data-testid="restore-ask" aria-disabled={eyes.running}>{t('backup.restore_ask')}</button></div>
        </Form>
      )}
      {eyes.second}
    </section>
  );
}

function LostReceipts({ rows }: { rows: Receipt[] }) {
  const { t, time, first } = useWords();
  return (
    <table className="simple-table" data-testid="restore-last" aria-label={t('backup.restore_last')}>
      <caption>{t('backup.restore_last')}</caption>
      <thead><tr><th scope="col">{t('column.number')}</th><th scope="col">{t('column.time')}</th><th scope="col">{t('backup.kind_column')}</th><th scope="col">{t('column.operator')}</th><th scope="col" className="number">{t('column.amount')}</th></tr></thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.number}><th scope="row">{row.number}</th><td>{time(row.time, 'minute')}</td><td>{first([`sale_kind.${row.kind}`], row.kind)}</td><td>{peopleOf(row, 'operator')}</td><td className="number">{row.amount}</td></tr>
        ))}
      </tbody>
    </table>
  );
}

/** Whether a copy is on its way, and which were put in place. */
export function Restores() {
  const { t, time } = useWords();
  const restores = useQuery({ queryKey: ['restores'], queryFn: ({ signal }) => get<Restores>('/restores', signal), refetchInterval: (query) => (query.state.data && ['proving', 'restarting'].includes(query.state.data.state) ? 1_000 : false) });
  const data = restores.data;
  if (!data) return null;
  const { state, file } = data;
  return (
    <>
      {(state === 'proving' || state === 'restarting') && <p className="note" role="status" data-testid="restore-state" data-state={state}>{t(state === 'proving' ? 'backup.restore_proving' : 'backup.restore_restarting', { file })}</p>}
      {state === 'failed' && <p className="note warning" role="status" data-testid="restore-state" data-state="failed">{file}: {data.said ?? ''}</p>}
      {data.done.length > 0 && (
        <section aria-labelledby="restored" data-testid="restored">
          <h2 id="restored">{t('backup.restored')}</h2>
          <ul>{data.done.map((row) => <li key={row.kept}>{time(row.time, 'minute')} · {t('backup.restored_row', { file: row.file, first: peopleOf(row, 'first'), second: peopleOf(row, 'second'), sold: row.sold, kept: row.kept, reason: row.reason })}</li>)}</ul>
        </section>
      )}
    </>
  );
}

type Sizes = Answers['getDataSizes'];

/** How big the parts of the data folder are, and how many rows of each kind the books hold. */
export function DataSizes() {
  const { t, first, decimal } = useWords();
  const sizes = useQuery({ queryKey: ['data-sizes'], queryFn: ({ signal }) => get<Sizes>('/data-sizes', signal) });
  if (nothingToShow(sizes)) return <Failed problem={sizes.error} retry={() => void sizes.refetch()} />;
  if (!sizes.data) return <Loading />;
  return (
    <section aria-labelledby="data-sizes" data-testid="data-sizes">
      <h2 id="data-sizes">{t('backup.sizes')}</h2>
      <table className="simple-table" aria-label={t('backup.parts')}>
        <caption>{t('backup.parts')}</caption>
        <thead><tr><th scope="col">{t('backup.part_column')}</th><th scope="col" className="number">{t('column.bytes')}</th><th scope="col" className="number">{t('backup.files_column')}</th></tr></thead>
        <tbody>{sizes.data.parts.map((row) => <tr key={row.part}><th scope="row">{t(`backup.part.${row.part}`)}</th><td className="number" data-testid={`size-${row.part}`}>{decimal(row.bytes)}</td><td className="number">{decimal(row.files)}</td></tr>)}</tbody>
      </table>
      <details>
        <summary>{t('backup.rows')}</summary>
        <table className="simple-table" aria-label={t('backup.rows')}>
          <thead><tr><th scope="col">{t('backup.kind_column')}</th><th scope="col" className="number">{t('backup.rows_column')}</th></tr></thead>
          <tbody>{sizes.data.rows.map((row) => <tr key={row.kind}><th scope="row">{first([`page.${row.kind}s`, `page.${row.kind}`], row.kind)}</th><td className="number">{decimal(row.rows)}</td></tr>)}</tbody>
        </table>
      </details>
    </section>
  );
}
