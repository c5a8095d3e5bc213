import type * as D from '../../api/described';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post } from '../../api/client';
import { useSession } from '../../api/hooks';
import { ProblemNote } from '../../form/problem_note';
import { useFourEyes } from '../../form/use_four_eyes';
import { TagOf } from '../../shell/marks';
import { may } from '../../shell/permissions';
import { Failed, Loading, nothingToShow } from '../../shell/states';
import { peopleOf, type Called } from '../../table/called';
import { useWords } from '../../words/words';
import { dayOf } from '../../words/zone';
import type { HeadDoc, VersionDoc } from './document';
import type { Preview } from './preview';
import { PreviewView } from './preview_view';
import { ReadPlan } from './read_plan';
import './plan.css';

interface Version { from: string; state: D.PlanVersion['state']; text: VersionDoc; published_by: string; approved_by: string; withdrawn_by: string; people?: Called }
interface Plan { id: string; name: string; source: string; head: HeadDoc; versions: Version[] }
type Step = 'publish' | 'withdraw';

const planQuery = (id: string) => ({ queryKey: ['list', 'plan', id], queryFn: ({ signal }: { signal: AbortSignal }) => get<Plan>(`/plans/${encodeURIComponent(id)}`, signal) });
const versionPath = (id: string, from: string, what: string): string => `/plans/${encodeURIComponent(id)}/versions/${encodeURIComponent(from)}/${what}`;

/** The versions of a plan, the newest first: drafts and those that are coming with what they change, the others as they are read. */
export function Versions({ id, refresh, edit }: { id: string; refresh: () => void; edit: (from?: string) => void }) {
  const { t, day, zone } = useWords();
  const session = useSession().data;
  const plan = useQuery(planQuery(id));
  if (nothingToShow(plan)) return <Failed problem={plan.error} retry={() => void plan.refetch()} />;
  if (!plan.data) return <Loading />;
  const { head, versions } = plan.data;
  const drafts = may(session, 'tariffs_draft');
  const publishes = may(session, 'tariffs_publish');
  return (
    <>
      {drafts && <div className="drawer-tools"><button type="button" className="plain-button" data-testid="plan-draft" onClick={() => edit()}>{t('plan.draft')}</button></div>}
      {[...versions].reverse().map((version) => {
        const coming = isComing(version.from, zone);
        const open = version.state === 'draft' || (version.state === 'published' && coming);
        return (
          <section key={version.from} className="drawer-section" data-testid={`version-${version.from}`}>
            <h3>{t('plan.version', { from: day(version.from) })} <TagOf kind="plan" value={version.state} />{version.state === 'published' && coming && <> {t('plan.coming')}</>}</h3>
            {version.published_by && <p className="quiet">{t('plan.by', { published: peopleOf(version, 'published_by'), approved: peopleOf(version, 'approved_by') || '—' })}</p>}
            {open ? <Changes id={id} from={version.from} head={head} version={version.text} /> : <ReadPlan head={head} version={version.text} id={version.from} />}
            {version.state === 'draft' && drafts && <div className="drawer-tools"><button type="button" className="plain-button" data-testid={`edit-${version.from}`} onClick={() => edit(version.from)}>{t('plan.edit')}</button></div>}
            {version.state === 'draft' && publishes && <Act id={id} from={version.from} step="publish" refresh={refresh} />}
            {version.state === 'published' && coming && publishes && <Act id={id} from={version.from} step="withdraw" refresh={refresh} />}
          </section>
        );
      })}
    </>
  );
}

const previewQuery = (id: string, from: string) => ({ queryKey: ['list', 'plan-preview', id, from], queryFn: ({ signal }: { signal: AbortSignal }) => get<Preview>(versionPath(id, from, 'preview'), signal) });

/** What a version changes, and how it reads beside the one before it. */
function Changes({ id, from, head, version }: { id: string; from: string; head: HeadDoc; version: VersionDoc }) {
  const preview = useQuery(previewQuery(id, from));
  return (
    <>
      <ProblemNote problem={preview.error} />
      {preview.data && <PreviewView preview={preview.data} id={from} />}
      <ReadPlan head={head} version={version} before={preview.data?.before_text as VersionDoc | null | undefined} id={from} />
    </>
  );
}

/** What the second person reads before he agrees, wherever he sits. */
export function ReadForApproval({ id, from }: { id: string; from: string }) {
  const { t, day } = useWords();
  const plan = useQuery(planQuery(id));
  const version = plan.data?.versions.find((one) => one.from === from);
  if (nothingToShow(plan)) return <ProblemNote problem={plan.error} />;
  if (!plan.data || !version) return <Loading />;
  return (
    <div data-testid="approval-plan">
      <h4>{plan.data.name || id}: {t('plan.version', { from: day(from) })}</h4>
      <Changes id={id} from={from} head={plan.data.head} version={version.text} />
    </div>
  );
}

function Act({ id, from, step, refresh }: { id: string; from: string; step: Step; refresh: () => void }) {
  const { t } = useWords();
  const cache = useQueryClient();
  const effect = useQuery({ ...previewQuery(id, from), enabled: step === 'publish' });
  const stops = step === 'publish' ? effect.data?.effect.stopped.length ?? 0 : 0;
  const eyes = useFourEyes(
    (approval) => post<unknown>(versionPath(id, from, step), { ...(stops > 0 ? { stops } : {}), ...(approval ? { approval } : {}) }),
    () => {
      refresh();
      void cache.invalidateQueries({ queryKey: ['list'] });
    },
  );
  if (eyes.second) return eyes.second;
  return (
    <>
      <ProblemNote problem={eyes.problem} />
      <div className="drawer-tools">
        <button type="button" className={step === 'publish' ? 'primary-button' : 'plain-button'} data-testid={`${step}-${from}`} disabled={step === 'publish' && effect.isPending} onClick={eyes.go}>
          {step === 'withdraw' ? t('plan.withdraw', { from }) : stops > 0 ? t('plan.publish_knowingly', { from, count: stops }) : t('plan.publish', { from })}
        </button>
      </div>
    </>
  );
}

/** Whether a version's day lies ahead in the utility's calendar, by this machine's clock; the server has the last word. */
function isComing(from: string, zone: string): boolean {
  return from > dayOf(new Date(), zone);
}
