import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { get, post } from '../api/client';
import { useSession } from '../api/hooks';
import { newKey } from '../api/key';
import type { Page } from '../api/types';
import { TextArea, TextField } from '../form/fields';
import { ProblemNote } from '../form/problem_note';
import { useFourEyes } from '../form/use_four_eyes';
import { may } from '../shell/permissions';
import { TagOf } from '../shell/marks';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';
import { PriceTable } from './price_table';
import { RegisterPage } from './register_page';

interface Affected { account: number; meter: string; model: string; reasons: { reason: string; why: string }[] }
interface Effect { accounts: number; stopped: Affected[]; behind: Affected[]; by_line: Affected[] }

const shownAtOnce = 20;

interface Version { from_date: string; state: string; text: unknown; published_by?: string; approved_by?: string }

/** Plans and their versions: drafted, published by two people, never edited. */
export function TariffsPage() {
  return <RegisterPage def={{
    id: 'tariffs', path: '/plans', key: ['id'], defaultSort: 'id',
    columns: [{ id: 'name' }, { id: 'id', hidden: true }, { id: 'source', hidden: true }],
    more: (row, refresh) => <Versions row={row} refresh={refresh} />,
  }} />;
}

function Versions({ row, refresh }: { row: Row; refresh: () => void }) {
  const { t } = useWords();
  const session = useSession().data;
  const id = String(row['id']);
  const plan = useQuery({ queryKey: ['list', 'plan', id], queryFn: ({ signal }) => get<Page<Version>>(`/plan-versions?sort=-from_date&page_size=50&filter.plan=${encodeURIComponent(id)}`, signal) });
  const versions = plan.data?.rows ?? [];
  return (
    <>
      {versions.map((version) => (
        <section key={version.from_date} className="drawer-section" data-testid={`version-${version.from_date}`}>
          <h3>{t('plan.version', { from: version.from_date })} <TagOf kind="plan" value={version.state} /></h3>
          {version.published_by && <p className="quiet">{t('plan.by', { published: version.published_by, approved: version.approved_by ?? '—' })}</p>}
          <PriceTable version={version.text} />
          {version.state === 'draft' && may(session, 'tariffs_publish') && <Publish id={id} from={version.from_date} refresh={refresh} />}
          {version.state === 'published' && isComing(version.from_date) && may(session, 'tariffs_publish') && <Withdraw id={id} from={version.from_date} refresh={refresh} />}
        </section>
      ))}
      {may(session, 'tariffs_draft') && <NewVersion id={id} start={versions[0]?.text} refresh={refresh} />}
    </>
  );
}

function Publish({ id, from, refresh }: { id: string; from: string; refresh: () => void }) {
  const { t } = useWords();
  const cache = useQueryClient();
  const path = `/plans/${encodeURIComponent(id)}/versions/${encodeURIComponent(from)}/publish`;
  const effect = useQuery({ queryKey: ['list', 'plan-fit', id, from], queryFn: ({ signal }) => get<Effect>(path.replace(/publish$/, 'fit'), signal) });
  const stops = effect.data?.stopped.length ?? 0;
  const eyes = useFourEyes((approval) => post<unknown>(path, { ...(stops > 0 ? { stops } : {}), ...(approval ? { approval } : {}) }), () => {
    refresh();
    void cache.invalidateQueries({ queryKey: ['list'] });
  });
  if (eyes.second) return eyes.second;
  return (
    <>
      <ProblemNote problem={eyes.problem ?? effect.error} />
      <AffectedAccounts title={t('plan.stopped', { count: stops })} rows={effect.data?.stopped} testid={`stopped-${from}`} />
      <AffectedAccounts title={t('plan.behind', { count: effect.data?.behind.length ?? 0 })} rows={effect.data?.behind} testid={`behind-${from}`} />
      <div className="drawer-tools">
        <button type="button" className="primary-button" data-testid={`publish-${from}`} disabled={effect.isPending} onClick={eyes.go}>
          {stops > 0 ? t('plan.publish_knowingly', { from, count: stops }) : t('plan.publish', { from })}
        </button>
      </div>
    </>
  );
}

/** Who would be stopped or left behind, at which meter, and why. */
function AffectedAccounts({ title, rows, testid }: { title: string; rows: Affected[] | undefined; testid: string }) {
  if (!rows || rows.length === 0) return null;
  return (
    <section className="note" data-testid={testid}>
      <p>{title}</p>
      <ul>
        {rows.slice(0, shownAtOnce).map((row) => <li key={row.account}>{row.account} · {row.meter} · {row.model}: {row.reasons.map((one) => one.why).join('; ')}</li>)}
        {rows.length > shownAtOnce && <li>…</li>}
      </ul>
    </section>
  );
}

function Withdraw({ id, from, refresh }: { id: string; from: string; refresh: () => void }) {
  const { t } = useWords();
  const cache = useQueryClient();
  const path = `/plans/${encodeURIComponent(id)}/versions/${encodeURIComponent(from)}/withdraw`;
  const eyes = useFourEyes((approval) => post<unknown>(path, approval ? { approval } : {}), () => {
    refresh();
    void cache.invalidateQueries({ queryKey: ['list'] });
  });
  if (eyes.second) return eyes.second;
  return (
    <>
      <ProblemNote problem={eyes.problem} />
      <div className="drawer-tools"><button type="button" className="plain-button" data-testid={`withdraw-${from}`} onClick={eyes.go}>{t('plan.withdraw', { from })}</button></div>
    </>
  );
}

/** Whether a version's day lies ahead by this machine's clock; the server has the last word. */
function isComing(from: string): boolean {
  return from > new Date().toISOString().slice(0, 10);
}

function NewVersion({ id, start, refresh }: { id: string; start: unknown; refresh: () => void }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const [from, setFrom] = useState('');
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const [wrong, setWrong] = useState(false);
  const key = useRef(newKey());
  const begin = (): void => {
    setText(JSON.stringify(typeof start === 'string' ? jsonOrNull(start) : start ?? {}, null, 1));
    setOpen(true);
  };
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const version = jsonOrNull(text);
    setWrong(version === null);
    if (version === null || from === '') return;
    try {
      await post('/plans', { id, version: { ...version, from } }, { key: key.current });
      setOpen(false);
      refresh();
    } catch (why) {
      key.current = newKey();
      setProblem(why);
    }
  };
  if (!open) return <div className="drawer-tools"><button type="button" className="plain-button" data-testid="plan-draft" onClick={begin}>{t('plan.draft')}</button></div>;
  return (
    <form className="drawer-section" onSubmit={(event) => void save(event)} data-testid="plan-draft-form">
      <h3>{t('plan.draft')}</h3>
      <ProblemNote problem={problem} />
      <TextField id="plan-from" label={t('plan.from')} type="date" value={from} change={setFrom} testid="plan-from" />
      <TextArea id="plan-text" label={t('plan.text')} value={text} change={setText} testid="plan-text" error={wrong ? t('plan.not_json') : undefined} />
      <div className="drawer-tools">
        <button type="submit" className="primary-button" data-testid="plan-save">{t('form.save')}</button>
        <button type="button" className="plain-button" onClick={() => setOpen(false)}>{t('form.cancel')}</button>
      </div>
    </form>
  );
}

function jsonOrNull(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
