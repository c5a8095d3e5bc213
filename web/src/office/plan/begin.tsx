import type * as D from '../../api/described';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../../api/client';
import { every } from '../../api/lists';
import { useSession } from '../../api/hooks';
import { FileField } from '../../form/file_field';
import { ProblemNote } from '../../form/problem_note';
import { Failed, Loading, nothingToShow } from '../../shell/states';
import { useWords } from '../../words/words';
import { fromFile, type HeadDoc, type PlanDoc, type VersionDoc } from './document';
import { PlanForm } from './editor';
import { TEMPLATES, fromTemplate, type Ground } from './templates';
import { forgetDraft, keptDraft, type Kept } from './use_draft';

interface PlanView { id: string; name: string; head: HeadDoc; versions: { from: string; state: D.PlanVersion['state']; text: VersionDoc }[] }
interface Props { plan: string; from: string | null; drafted: (plan: string) => void; leave: () => void }

/** Where a version begins: with what was typed before, with the prices that hold now, with a template or a file. */
export function PlanEditor({ plan, from, drafted, leave }: Props) {
  const words = useWords();
  const { t } = words;
  const session = useSession().data;
  const cache = useQueryClient();
  const [start, setStart] = useState<{ doc: PlanDoc; number: number } | null>(null);
  const kept = useQuery({ queryKey: ['plan-draft', plan], queryFn: ({ signal }) => keptDraft(plan, signal), staleTime: 0, gcTime: 0, refetchOnWindowFocus: false });
  const known = useQuery({ queryKey: ['plan', plan], queryFn: ({ signal }) => get<PlanView>(`/plans/${encodeURIComponent(plan)}`, signal), enabled: plan !== '', staleTime: 0, refetchOnWindowFocus: false });
  const begin = (doc: PlanDoc): void => setStart((old) => ({ doc, number: (old?.number ?? 0) + 1 }));
  if (nothingToShow(kept) || nothingToShow(known)) return <Failed problem={kept.error ?? known.error} retry={() => { void kept.refetch(); void known.refetch(); }} />;
  if (kept.isPending || (plan !== '' && known.isPending)) return <Loading />;
  const ground: Ground = { currency: session?.utility?.currency ?? 'CNY', zone: session?.utility?.zone ?? 'UTC', minor: session?.utility?.minor_digits ?? 2, from: '' };
  const bring = (doc: PlanDoc): void => begin(known.data ? { ...doc, head: known.data.head } : doc);
  if (start) return <PlanForm key={start.number} plan={plan} start={start.doc} drafted={drafted} leave={leave} />;
  return (
    <div className="plan-editor" data-testid="plan-begin">
      {kept.data && <GoOn kept={kept.data} goOn={() => begin(kept.data!.document)} drop={() => void forgetDraft(plan).then(() => cache.setQueryData(['plan-draft', plan], null))} />}
      {known.data && <section className="plan-section"><h2>{known.data.name || known.data.id}</h2><div className="plan-tools">{startsOf(known.data, from).map((one) => (
        <button key={`${one.from} ${String(one.anew)}`} type="button" className={one.anew ? 'primary-button' : 'plain-button'} data-testid={one.anew ? 'begin-version' : `begin-draft-${one.from}`}
          onClick={() => begin({ head: known.data.head, version: one.anew ? { ...one.text, from: '' } : one.text })}>{t(one.anew ? 'plan.begin_version' : 'plan.begin_draft', { from: words.day(one.from) })}</button>
      ))}</div></section>}
      <section className="plan-section">
        <h2>{t('plan.begin_template')}</h2>
        <ul className="plan-templates">{TEMPLATES.map((name) => <li key={name}><button type="button" className="plain-button" data-testid={`template-${name}`} onClick={() => bring(fromTemplate(name, ground))}>{t(`plan.template.${name}`)}</button></li>)}</ul>
      </section>
      {plan === '' && <CopyOf bring={bring} />}
      <FromFile bring={bring} ground={ground} />
      <div className="plan-tools"><button type="button" className="plain-button" data-testid="plan-leave" onClick={leave}>{t('plan.leave')}</button></div>
    </div>
  );
}

interface Start { from: string; text: VersionDoc; anew: boolean }

/** The draft that was asked for, else the newest version to go on from. */
function startsOf(plan: PlanView, from: string | null): Start[] {
  const drafts = plan.versions.filter((one) => one.state !== 'published' && (from === null || one.from === from)).map((one) => ({ from: one.from, text: one.text, anew: false }));
  const newest = [...plan.versions].reverse().find((one) => one.state === 'published') ?? plan.versions.at(-1);
  return from !== null && drafts.length > 0 ? drafts : [...(newest ? [{ from: newest.from, text: newest.text, anew: true }] : []), ...drafts];
}

function GoOn({ kept, goOn, drop }: { kept: Kept; goOn: () => void; drop: () => void }) {
  const words = useWords();
  return (
    <section className="plan-section note" data-testid="plan-kept">
      <p>{words.t('plan.unfinished', { time: words.time(kept.saved, 'minute') })}</p>
      <div className="plan-tools">
        <button type="button" className="primary-button" data-testid="plan-go-on" onClick={goOn}>{words.t('plan.go_on')}</button>
        <button type="button" className="plain-button" data-testid="plan-drop" onClick={drop}>{words.t('plan.drop')}</button>
      </div>
    </section>
  );
}

/** Another plan of the utility, under a new name. */
function CopyOf({ bring }: { bring: (doc: PlanDoc) => void }) {
  const { t } = useWords();
  const [problem, setProblem] = useState<unknown>(null);
  const plans = useQuery({ queryKey: ['list', 'plans', 'names'], queryFn: ({ signal }) => every('plans', 'sort=id', signal) });
  const rows = plans.data?.rows ?? [];
  if (rows.length === 0) return null;
  const copy = (id: string): void => {
    get<PlanView>(`/plans/${encodeURIComponent(id)}`).then(({ head, versions }) => {
      const newest = [...versions].reverse().find((one) => one.state === 'published') ?? versions.at(-1);
      if (newest) bring({ head: { ...head, id: '', name: '', source: '' }, version: { ...newest.text, from: '' } });
    }, setProblem);
  };
  return (
    <section className="plan-section">
      <h2>{t('plan.begin_copy')}</h2>
      <ProblemNote problem={problem} />
      <ul className="plan-templates">{rows.map((row) => <li key={row.id}><button type="button" className="plain-button" data-testid={`copy-${row.id}`} onClick={() => copy(row.id)}>{row.name || row.id}</button></li>)}</ul>
    </section>
  );
}

/** A document that an engineer wrote, or that was taken away here. */
function FromFile({ bring, ground }: { bring: (doc: PlanDoc) => void; ground: Ground }) {
  const { t } = useWords();
  const [wrong, setWrong] = useState(false);
  const read = async (file: File | undefined): Promise<void> => {
    const found = file ? fromFile(await file.text()) : null;
    const version = found?.versions.at(-1);
    setWrong(Boolean(file) && !version);
    if (version) bring({ head: found?.head ?? fromTemplate('flat', ground).head, version });
  };
  return (
    <section className="plan-section">
      <h2>{t('plan.begin_file')}</h2>
      <FileField id="plan-file" label={t('plan.file')} accept=".json,application/json" testid="plan-file" take={([file]) => void read(file)} />
      {wrong && <p className="field-error" role="alert" data-testid="plan-file-wrong">{t('plan.not_json')}</p>}
    </section>
  );
}
