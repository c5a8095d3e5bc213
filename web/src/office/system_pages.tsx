import type * as D from '../api/described';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { post } from '../api/client';
import { useSession } from '../api/hooks';
import { ProblemNote } from '../form/problem_note';
import { AsJob } from '../shell/as_job';
import { Dialog } from '../shell/dialog';
import { Failed, Loading, nothingToShow } from '../shell/states';
import { RegisterTable } from '../table/register_table';
import { useWords } from '../words/words';
import { ArchivedYears } from './archived_years';
import { DataSizes, RestoreCopy, Restores } from './backup_restore';
import { SIGNS, useMatrix, type Grant } from './grants';
import { healthWord, useHealth, type Health } from './health';
import { HOUSE } from './columns/house';
import { RegisterPage } from './register_page';

/** Who may do what, as the server decides it now. */
export function RolesPage() {
  const { t, first } = useWords();
  const matrix = useMatrix();
  if (nothingToShow(matrix)) return <Failed problem={matrix.error} retry={() => void matrix.refetch()} />;
  if (!matrix.data) return <Loading />;
  const { roles, permissions } = matrix.data;
  return (
    <>
      <p className="quiet">● {t('grant.yes')} · ○ {t('grant.own')} · ② {t('grant.second')}</p>
      <table className="simple-table matrix" data-testid="roles-matrix" aria-label={t('page.roles')}>
        <thead><tr><th scope="col">{t('column.permission')}</th>{roles.map((role) => <th key={role} scope="col">{first([`role.${role}`], role)}</th>)}</tr></thead>
        <tbody>
          {permissions.map((permission) => (
            <tr key={permission.id}><th scope="row">{first([`permission.${permission.id}`], permission.id)}</th>
              {roles.map((role) => <GrantCell key={role} grant={permission.grants[role] ?? 'no'} />)}</tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function GrantCell({ grant }: { grant: Grant }) {
  const { t } = useWords();
  return <td><span aria-hidden="true" title={t(`grant.${grant}`)}>{SIGNS[grant]}</span><span className="visually-hidden">{t(`grant.${grant}`)}</span></td>;
}

type Verified = D.Verified;

/** Everything that was done, and the proof that nobody has changed it since. */
export function AuditPage() {
  return <RegisterPage def={{
    id: 'audit', path: '/audit', key: ['chain', 'number'], untold: true, defaultSort: '-time', tools: <VerifyNow />,
    columns: HOUSE.audit,
  }} />;
}

/** Recomputes every chain of the books, that of the keys among them. */
export function VerifyNow() {
  const { t, first, decimal } = useWords();
  const [running, setRunning] = useState(false);
  const [result, setResult] = useState<Verified | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const verify = async (): Promise<void> => {
    setRunning(true);
    setProblem(null);
    try {
      setResult(await post<Verified>('/verify', {}));
    } catch (why) {
      setProblem(why);
    } finally {
      setRunning(false);
    }
  };
  return (
    <>
      <span role="status" data-testid="verify-result" data-ok={result?.ok}>
        {result?.ok && <span className="tag good">✓ {t('verify.ok', { rows: decimal(result.checked.rows), chains: decimal(result.checked.chains) })}</span>}
        {result && !result.ok && <span className="tag bad">✕ {t('verify.broken', { table: result.first_problem?.table ?? '', key: result.first_problem?.key ?? '', what: first([`wrong_row.${result.first_problem?.what ?? ''}`], result.first_problem?.what ?? '') })}</span>}
      </span>
      <ProblemNote problem={problem} />
      <button type="button" className="primary-button" data-testid="verify-now" aria-disabled={running} onClick={() => { if (!running) void verify(); }}>{running ? t('verify.running') : t('verify.now')}</button>
    </>
  );
}

export function BackupPage() {
  const words = useWords();
  const { t } = words;
  const cache = useQueryClient();
  const [result, setResult] = useState<{ file: string; bytes: number; verified: boolean } | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [running, setRunning] = useState(false);
  const [query, setQuery] = useSearchParams();
  const file = query.get('open');
  const backup = async (): Promise<void> => {
    setRunning(true);
    setProblem(null);
    try {
      setResult(await post('/backup', {}));
      await cache.invalidateQueries({ queryKey: ['list'] });
    } catch (why) {
      setProblem(why);
    } finally {
      setRunning(false);
    }
  };
  return (
    <>
      <div className="drawer-tools"><button type="button" className="primary-button" data-testid="backup-now" aria-disabled={running} onClick={() => { if (!running) void backup(); }}>{running ? t('backup.running') : t('backup.now')}</button> <AsJob kind="prove" asked={{}} label={t('backup.prove')} /></div>
      <p className="quiet">{t('backup.by_plan')}</p>
      <ProblemNote problem={problem} />
      {result && <p className="good-note" role="status" data-testid="backup-done">{t(result.verified ? 'backup.done' : 'backup.done_unverified', { file: result.file, bytes: words.decimal(result.bytes) })}</p>}
      <Restores />
      <RegisterTable id="backup" caption={t('page.backup')} path="/backups" empty={t('empty.backup')} whole defaultSort="-time" opens rowKey={(row) => String(row['file'])}
        columns={HOUSE.backup} />
      {file && <Dialog title={file} testid="copy-dialog" wide close={() => setQuery({})}><RestoreCopy file={file} close={() => setQuery({})} /></Dialog>}
      <DataSizes />
      <ArchivedYears />
    </>
  );
}

export function AboutPage() {
  const words = useWords();
  const { t, first } = words;
  const session = useSession().data;
  const health = useHealth([], { refetchInterval: 10_000 });
  return (
    <>
      <div className="card">
        <p>{t('about.what')}</p>
        <hr />
        <dl className="row-facts" data-testid="health">
          <div><dt>{t('about.utility')}</dt><dd>{session?.utility?.name}</dd></div>
          {(Object.entries(health.data ?? {}) as [keyof Health, string][]).map(([part, value]) => <div key={part}><dt>{first([`health.part.${part}`], part)}</dt><dd data-testid={`health-${part}`}>{healthWord(words, part, value)}</dd></div>)}
        </dl>
        <ProblemNote problem={health.error} />
      </div>
    </>
  );
}
