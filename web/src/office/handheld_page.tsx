import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Listed } from '../api/described';
import { post } from '../api/client';
import { useSession } from '../api/hooks';
import { fetchPaper } from '../api/papers';
import { listed } from '../api/lists';
import { FileField } from '../form/file_field';
import { ProblemNote } from '../form/problem_note';
import { may } from '../shell/permissions';
import { RegisterTable, type Row } from '../table/register_table';
import { useWords } from '../words/words';
import { Devices } from './handheld_devices';
import { TOLD, type Told } from './well_told';
import { METERS } from './columns/meters';

// What handhelds bring home, in the five works of the trade: taken in, judged, looked at, added up, signed for. And whose hand-overs are believed.

const TABS = ['import', 'clean', 'query', 'statistics', 'clear', 'devices'] as const;
type Tab = (typeof TABS)[number];


type HandOver = Listed['hand-overs'];

/** The tabs; which one is open stands in the address. */
export function HandheldPage() {
  const { t } = useWords();
  const [query, setQuery] = useSearchParams();
  const tab = TABS.find((one) => one === query.get('tab')) ?? 'import';
  return (
    <>
      <div className="drawer-tools" role="tablist" aria-label={t('page.handheld')}>
        {TABS.map((one) => (
          <button key={one} type="button" role="tab" aria-selected={tab === one} className={tab === one ? 'primary-button' : 'plain-button'} data-testid={`tab-${one}`}
            onClick={() => setQuery({ tab: one })}>{t(`handheld.tab.${one}`)}</button>
        ))}
      </div>
      <div role="tabpanel" key={tab}><Work tab={tab} /></div>
    </>
  );
}

function Work({ tab }: { tab: Tab }) {
  switch (tab) {
    case 'import': return <Import />;
    case 'clean': return <Clean />;
    case 'query': return <Query />;
    case 'statistics': return <Statistics />;
    case 'clear': return <Clear />;
    case 'devices': return <Devices />;
  }
}

/** Bytes as the server takes them. */
async function hexOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('').toUpperCase();
}

function Import() {
  const { t } = useWords();
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [missing, setMissing] = useState(false);
  const [taken, setTaken] = useState<HandOver | null>(null);
  const take = async (files: File[]): Promise<void> => {
    const named = (name: string): File | undefined => files.find((file) => file.name === name);
    const manifest = named('manifest.json');
    const signature = named('manifest.sig');
    setTaken(null);
    setProblem(null);
    setMissing(!(manifest && signature));
    if (!manifest || !signature || busy) return;
    setBusy(true);
    try {
      const meters = files.filter((file) => file.name.endsWith('.kwh'));
      const body = { manifest: await manifest.text(), signature: (await signature.text()).trim(), files: await Promise.all(meters.map(async (file) => ({ name: file.name, hex: await hexOf(file) }))) };
      setTaken(await post<HandOver>('/hand-overs', body));
      void cache.invalidateQueries({ queryKey: ['list'] });
    } catch (why) {
      setProblem(why);
    }
    setBusy(false);
  };
  return (
    <>
      <div className="import-box">
        <FileField id="handheld-files" label={t('handheld.choose')} note={t('handheld.choose_note')} multiple testid="handheld-files" disabled={busy} take={(files) => void take(files)} />
        {missing && <p className="note" role="alert" data-testid="no-manifest">{t('handheld.no_manifest')}</p>}
        <ProblemNote problem={problem} />
        {taken && <p className="note" role="status" data-testid="taken-in">{t('handheld.taken_in', { ...taken })}</p>}
      </div>
      <HandOvers id="hand-overs" />
    </>
  );
}

function HandOvers({ id }: { id: string }) {
  const { t } = useWords();
  return <RegisterTable id={id} caption={t('page.handheld')} path="/hand-overs" columns={METERS['hand-overs']} defaultSort="-number" rowKey={(row) => String(row['number'])} empty={t('empty.hand-overs')} />;
}

/** Hand-overs that wait for this work. */
function useWaiting(states: string): HandOver[] {
  const found = useQuery({ queryKey: ['list', 'hand-overs', states], queryFn: ({ signal }) => listed('hand-overs', `filter.state=${states}&page_size=50`, signal) });
  return found.data?.rows ?? [];
}

function Clean() {
  const { t } = useWords();
  const cache = useQueryClient();
  const waiting = useWaiting('stored,cleaned');
  const [busy, setBusy] = useState<number | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [cleaned, setCleaned] = useState<HandOver | null>(null);
  const clean = async (number: number): Promise<void> => {
    if (busy !== null) return;
    setBusy(number);
    setProblem(null);
    try {
      setCleaned(await post<HandOver>(`/hand-overs/${number}/clean`, {}));
      void cache.invalidateQueries({ queryKey: ['list'] });
    } catch (why) {
      setProblem(why);
    }
    setBusy(null);
  };
  return (
    <>
      <ProblemNote problem={problem} />
      {cleaned && <p className="note" role="status" data-testid="cleaned">{t('handheld.cleaned', { ...cleaned })}</p>}
      {waiting.length === 0 && <p className="panel-quiet">{t('handheld.nothing_to_clean')}</p>}
      <div className="drawer-tools">
        {waiting.map((one) => (
          <button key={one.number} type="button" className="primary-button" aria-disabled={busy !== null} data-testid={`clean-${one.number}`} onClick={() => void clean(one.number)}>
            {t('handheld.clean_one')} {one.number} · {one.device}
          </button>
        ))}
      </div>
      <RegisterTable id="record-gaps" caption={t('column.gaps')} path="/record-gaps" defaultSort="meter" rowKey={(row) => `${String(row['meter'])}/${String(row['series'])}/${String(row['first_number'])}`} empty={t('empty.record-gaps')}
        columns={METERS['record-gaps']} />
    </>
  );
}

const WATERINGS: Told = { id: 'waterings', sort: '-start', key: ['meter', 'series', 'number'], columns: METERS.waterings };

/** By kind: waterings, months, what was set, cards that were not served. */
function Query() {
  const { t } = useWords();
  const [query, setQuery] = useSearchParams();
  const kinds = [WATERINGS, ...TOLD];
  const shown = kinds.find((one) => one.id === query.get('kind')) ?? WATERINGS;
  return (
    <>
      <div className="drawer-tools" role="group" aria-label={t('handheld.kind')}>
        {kinds.map((one) => (
          <button key={one.id} type="button" aria-pressed={one === shown} className={one === shown ? 'primary-button' : 'plain-button'} data-testid={`kind-${one.id}`}
            onClick={() => setQuery({ tab: 'query', kind: one.id })}>{t(`page.${one.id}`)}</button>
        ))}
      </div>
      <RegisterTable key={shown.id} id={`handheld-${shown.id}`} caption={t(`page.${shown.id}`)} path={`/${shown.id}`} columns={shown.columns} defaultSort={shown.sort}
        rowKey={(row: Row) => shown.key.map((name) => String(row[name])).join('/')} empty={t(`empty.${shown.id}`)} />
    </>
  );
}

function Statistics() {
  const { t } = useWords();
  return (
    <>
      <HandOvers id="hand-over-sums" />
      <RegisterTable id="well-heads" caption={t('page.wells')} path="/well-heads" defaultSort="meter" rowKey={(row) => String(row['meter'])} empty={t('empty.well-heads')}
        columns={METERS['well-heads']} />
    </>
  );
}

/** As hand-overs of collect cards name their device: it is told nothing. */
const COLLECT_CARD = 'tool card ';

/** The receipt goes back to the device: with it, and for exactly this hand-over, it clears its store. */
function Clear() {
  const { t } = useWords();
  const cache = useQueryClient();
  const session = useSession().data;
  const waiting = useWaiting('cleaned,receipted');
  const [problem, setProblem] = useState<unknown>(null);
  const fetched = async (path: string, name: string): Promise<void> => {
    setProblem(null);
    try {
      await fetchPaper(path, name);
      void cache.invalidateQueries({ queryKey: ['list'] });
    } catch (why) {
      setProblem(why);
    }
  };
  return (
    <>
      <p className="note">{t('handheld.clear_note')}</p>
      <ProblemNote problem={problem} />
      {waiting.length === 0 && <p className="panel-quiet">{t('handheld.nothing_to_clear')}</p>}
      {may(session, 'handheld_import') && waiting.map((one) => (
        <div key={one.number} className="drawer-tools">
          <button type="button" className="primary-button" data-testid={`receipt-${one.number}`} onClick={() => void fetched(`/hand-overs/${one.number}/receipt`, 'receipt')}>
            {t('handheld.sign')} {one.number} · {one.device}
          </button>
          {!one.device.startsWith(COLLECT_CARD) && (
            <button type="button" className="plain-button" data-testid={`orders-${one.number}`} onClick={() => void fetched(`/handhelds/${encodeURIComponent(one.device)}/orders`, 'orders')}>{t('handheld.orders')}</button>
          )}
        </div>
      ))}
    </>
  );
}
