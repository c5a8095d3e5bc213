import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState, type FormEvent, type ReactNode } from 'react';
import { post } from '../../api/client';
import { newKey } from '../../api/key';
import { asProblem } from '../../api/problem';
import { ProblemNote } from '../../form/problem_note';
import { useWords, type Words } from '../../words/words';
import { ChargeFields } from './charge_fields';
import { tidy, toFile, type HeadDoc, type PlanDoc, type VersionDoc } from './document';
import { EnergyFields } from './energy_fields';
import { FaultContext, PlanField, PlanSection, idOf } from './field';
import { HeadFields } from './head_fields';
import { OtherFields } from './other_fields';
import { fieldFor, type FaultAt } from './places';
import type { Preview } from './preview';
import { PreviewView } from './preview_view';
import { ReadPlan } from './read_plan';
import { TimeFields } from './time_fields';
import { forgetDraft, useDraft } from './use_draft';

const PAUSE_MS = 700;

interface Props {
  /** Of which plan; empty: of one that is not there yet. */
  plan: string;
  start: PlanDoc;
  drafted: (plan: string) => void;
  leave: () => void;
}

/** A version of a price plan on one page: its fields, how it reads, what it changes and for whom – reckoned by the server while it is written. */
export function PlanForm({ plan, start, drafted, leave }: Props) {
  const words = useWords();
  const { t } = words;
  const cache = useQueryClient();
  const [doc, setDoc] = useState<PlanDoc>(start);
  const [changed, setChanged] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [key, setKey] = useState(newKey);
  const kept = useDraft(plan, doc, changed);
  const checked = useCheck(plan, doc, words);
  const seen = useSeen();
  const fault = seen.of(checked.fault, changed);
  const change = (next: PlanDoc): void => { setDoc(next); setChanged(true); setKey(newKey()); };
  const head = (patch: Partial<HeadDoc>): void => change({ ...doc, head: { ...doc.head, ...patch } });
  const version = (patch: Partial<VersionDoc>): void => change({ ...doc, version: { ...doc.version, ...patch } });
  const save = async (): Promise<void> => {
    seen.all();
    try {
      const asked = tidy(doc);
      await post('/plans', plan === '' ? { plan: asked.head, version: asked.version } : { id: plan, version: asked.version }, { key });
      kept.stop();
      await forgetDraft(plan).catch(() => undefined);
      void cache.invalidateQueries({ queryKey: ['list'] });
      drafted(plan === '' ? asked.head.id : plan);
    } catch (why) {
      setKey(newKey());
      setProblem(why);
    }
  };
  const shared = { version: doc.version, unit: doc.head.unit, currency: doc.head.currency, change: version };
  const preview = checked.preview;
  return (
    <FaultContext.Provider value={fault}>
      <form className="plan-editor" data-testid="plan-form" onBlur={seen.touched} onChange={seen.touched} onSubmit={(event) => { event.preventDefault(); void save(); }}
        onKeyDown={(event) => { if (event.key === 'Enter' && event.ctrlKey) { event.preventDefault(); void save(); } else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault(); }}>
        {plan === '' ? <HeadFields head={doc.head} change={head} /> : <p>{doc.head.name || doc.head.id}</p>}
        <BeginFields from={doc.version.from} change={(from) => version({ from })} />
        <EnergyFields {...shared} />
        <TimeFields version={doc.version} change={(next) => change({ ...doc, version: next })} />
        <ChargeFields {...shared} />
        <OtherFields {...shared} />
        <PlanSection place="/version/preview" title={t('plan.what_changes')}>
          {preview ? <Shown doc={doc} preview={preview} /> : <p className="quiet">{checked.fault ? t('plan.preview_later') : t('state.loading')}</p>}
        </PlanSection>
        <Engineers doc={doc} />
        <div className="plan-state">
          <Verdict fault={checked.fault} calm={fault === null} problem={checked.problem} good={preview !== null} />
          <ProblemNote problem={problem ?? kept.problem} />
          {kept.saved && <p className="small quiet" role="status" data-testid="draft-kept">{t('plan.kept', { time: words.time(kept.saved, 'minute') })}</p>}
          <div className="plan-tools">
            <button type="submit" className="primary-button" data-testid="plan-save">{t('plan.make_draft')}</button>
            <button type="button" className="plain-button" data-testid="plan-leave" onClick={leave}>{t('plan.leave')}</button>
          </div>
        </div>
      </form>
    </FaultContext.Provider>
  );
}

/** From when on it holds: a day, where it must be an hour of it. */
function BeginFields({ from, change }: { from: string; change: (from: string) => void }) {
  const { t } = useWords();
  const [, day = '', time = ''] = /^(.*?)(?:[T ](\d\d:\d\d.*))?$/.exec(from) ?? [];
  return (
    <PlanSection place="/version/begin" title={t('plan.from')}>
      <div className="plan-fields">
        <PlanField place="/version/from" type="date" label={t('plan.from_day')} value={day} change={(next) => change(next + (time ? `T${time}` : ''))} />
        <PlanField place="/version/from/time" type="time" label={t('plan.from_time')} value={time} note={t('form.optional')} change={(next) => change(day + (next ? `T${next}` : ''))} />
      </div>
    </PlanSection>
  );
}

function Shown({ doc, preview }: { doc: PlanDoc; preview: Preview }) {
  return (
    <>
      <PreviewView preview={preview} id="typed" />
      <ReadPlan head={tidy(doc.head)} version={tidy(doc.version)} before={preview.before_text as VersionDoc | null} id="typed" />
    </>
  );
}

interface Checked { preview: Preview | null; fault: FaultAt | null; problem: unknown }

/** The server looks at what is typed, a moment after the last keystroke; its last word about good prices stays until it has another. */
function useCheck(plan: string, doc: PlanDoc, words: Words): Checked {
  const [checked, setChecked] = useState<Checked>({ preview: null, fault: null, problem: null });
  const asked = useMemo(() => JSON.stringify(plan === '' ? { plan: tidy(doc.head), version: tidy(doc.version) } : { id: plan, version: tidy(doc.version) }), [plan, doc]);
  const { language } = words;
  useEffect(() => {
    const gone = new AbortController();
    const timer = setTimeout(() => {
      post<Preview>('/plan-preview', JSON.parse(asked), { signal: gone.signal }).then(
        (preview) => setChecked({ preview, fault: null, problem: null }),
        (why: unknown) => { if (!gone.signal.aborted) setChecked(faulty(why, words)); },
      );
    }, PAUSE_MS);
    return () => { clearTimeout(timer); gone.abort(); };
    // The words come with the language; asking again for each of their renderings would ask for ever.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [asked, language]);
  return checked;
}

function faulty(why: unknown, words: Words): Checked {
  const { code, details } = asProblem(why);
  const fault = String(details['fault'] ?? '');
  if (code === 'already_there') return { preview: null, fault: { where: '/id', text: words.problem(why) }, problem: null };
  if (code === 'plan_in_other_currency') return { preview: null, fault: { where: `/${String(details['field'] ?? '')}`, text: words.problem(why) }, problem: null };
  if (!['bad_plan', 'plan_kind_unknown'].includes(code)) return { preview: null, fault: null, problem: why };
  const text = words.first([`plan_fault.${fault}`], words.problem(why), { name: String(details['name'] ?? '') });
  return { preview: null, fault: { where: String(details['where'] ?? ''), text }, problem: null };
}

/** A new plan is full of gaps: a field is wrong only when somebody has been there, or wanted to save. What has no field of its own waits for the first change. */
function useSeen() {
  const [all, setAll] = useState(false);
  const [fields, setFields] = useState<ReadonlySet<string>>(new Set());
  return {
    all: () => setAll(true),
    touched: ({ target }: FormEvent): void => {
      if (target instanceof HTMLElement && target.id && !fields.has(target.id)) setFields((old) => new Set([...old, target.id]));
    },
    of: (fault: FaultAt | null, changed: boolean): FaultAt | null => {
      const id = fault && idOf(fault.where.replace(/\/$/, ''));
      return all || (id && (fields.has(id) || (changed && !document.getElementById(id)))) ? fault : null;
    },
  };
}

/** Whether it makes sense as it stands, and the way to the field where it does not; `calm`: nobody has been there yet. */
function Verdict({ fault, calm, problem, good }: { fault: FaultAt | null; calm: boolean; problem: unknown; good: boolean }): ReactNode {
  const { t } = useWords();
  const go = (): void => {
    if (!fault) return;
    const fields = [...document.querySelectorAll<HTMLElement>('.plan-editor [id^="plan-"]')];
    const place = fieldFor(fault.where, (one) => fields.some((field) => field.id === idOf(one)), []);
    const field = place ? document.getElementById(idOf(place)) : fields.find((one) => one.id.startsWith(idOf(fault.where)) || one.id === `${idOf(fault.where)}-title`);
    (field ?? document.getElementById(`${idOf('/version/energy')}-title`))?.focus();
  };
  if (problem) return <ProblemNote problem={problem} />;
  if (fault) {
    return (
      <p className={calm ? 'note' : 'problem-note'} role="status" data-testid="plan-fault" data-where={fault.where}>
        {t('plan.not_yet')} <button type="button" className="quiet-button" data-testid="plan-fault-go" onClick={go}>{fault.text}</button>
      </p>
    );
  }
  return good ? <p role="status" data-testid="plan-good">{t('plan.good')}</p> : null;
}

/** The document itself, for engineers: to read and to take away. */
function Engineers({ doc }: { doc: PlanDoc }) {
  const { t } = useWords();
  const text = toFile(doc);
  const take = (): void => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = `${doc.head.id || 'plan'}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <details data-testid="plan-document">
      <summary>{t('plan.document')}</summary>
      <div className="plan-tools"><button type="button" className="plain-button" data-testid="plan-export" onClick={take}>{t('plan.export')}</button></div>
      <pre className="json" tabIndex={0} aria-label={t('plan.document')}>{text}</pre>
    </details>
  );
}
