import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useReducer, useState } from 'react';
import type * as D from '../../api/described';
import { get } from '../../api/client';
import { useSession } from '../../api/hooks';
import { may } from '../../shell/permissions';
import { Failed, Loading, nothingToShow } from '../../shell/states';
import { useWords } from '../../words/words';
import { begun, changed, linesOf, meanwhile, sameLines, type Line } from './layout';
import { SlipForm } from './slip_form';
import { SlipHistory } from './slip_history';
import { SlipLines } from './slip_lines';
import { SlipPreview } from './slip_preview';

/** One kind of slip: its lines, what they draw, a change from a moment on, and what it was before. */
export function SlipTemplate({ kind, back }: { kind: string; back: () => void }) {
  const { t } = useWords();
  const one = useQuery({ queryKey: ['slip-templates', kind], queryFn: ({ signal }) => get<D.SlipTemplate>(`/slip-templates/${encodeURIComponent(kind)}`, signal) });
  return (
    <div className="slip-page">
      <p><button type="button" className="plain-button" data-testid="slip-back" onClick={back}>{t('slips.back')}</button></p>
      {nothingToShow(one) && <Failed problem={one.error} retry={() => void one.refetch()} />}
      {!one.data && !one.isError && <Loading />}
      {one.data && <Layout template={one.data} />}
    </div>
  );
}

function Layout({ template }: { template: D.SlipTemplate }) {
  const { t } = useWords();
  const session = useSession().data;
  const cache = useQueryClient();
  const [draft, dispatch] = useReducer(changed, template.lines, begun);
  const [seen, setSeen] = useState(template);
  const [agreed, setAgreed] = useState(false);
  const [round, setRound] = useState(0); // a form of its own for each layout that is begun from
  const lines = linesOf(draft);
  const ofOneStation = Boolean(session?.operator?.station);
  const changes = may(session, 'settings_write') && !ofOneStation;
  const refresh = (): void => { for (const what of ['slip-templates', 'approvals']) void cache.invalidateQueries({ queryKey: [what] }); };
  const begin = (from: Line[]): void => dispatch({ do: 'begin', lines: from });
  const differs = !sameLines(lines, template.lines);
  const newer = meanwhile(seen, template, lines, agreed);
  const load = (): void => { setSeen(template); setAgreed(false); setRound(round + 1); begin(template.lines); };
  // eslint-disable-next-line react-hooks/exhaustive-deps
  useEffect(() => { if (newer === 'follow') load(); }, [newer, template.version]);
  return (
    <>
      <h2>{t(`slip_kind.${template.kind}`)}</h2>
      {newer === 'ask' && (
        <div className="note warning" role="alert" data-testid="slip-overtaken">
          <p>{t('slips.overtaken')}</p>
          <div className="slip-tools">
            <button type="button" className="plain-button" data-testid="slip-load-newest" onClick={load}>{t('form.load_newest')}</button>
            <button type="button" className="plain-button" data-testid="slip-keep-mine" onClick={() => setSeen(template)}>{t('slips.keep_mine')}</button>
          </div>
        </div>
      )}
      {!changes && <p className="note">{t(ofOneStation && may(session, 'settings_write') ? 'setting.only_utility' : 'setting.read_only')}</p>}
      <div className="slip-work">
        <div className="slip-edit">
          {changes && (
            <div className="slip-tools">
              <button type="button" className="plain-button" data-testid="slip-as-delivered" disabled={sameLines(lines, template.as_delivered)} onClick={() => begin(template.as_delivered)}>{t('slips.as_delivered')}</button>
              <button type="button" className="plain-button" data-testid="slip-as-in-force" disabled={!differs} onClick={() => begin(template.lines)}>{t('slips.as_in_force')}</button>
            </div>
          )}
          <SlipLines template={template} draft={draft} dispatch={dispatch} changes={changes} />
        </div>
        <SlipPreview kind={template.kind} lines={lines} reprints={template.conditions.includes('reprint')} />
      </div>
      {changes && differs && <SlipForm key={round} kind={template.kind} lines={lines} version={seen.version} done={() => { setAgreed(true); refresh(); }} overtaken={refresh} />}
      <SlipHistory template={template} changes={changes} look={begin} done={refresh} />
    </>
  );
}
