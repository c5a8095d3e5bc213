import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Link, useSearchParams } from 'react-router';
import { get, post } from '../../api/client';
import { useSession } from '../../api/hooks';
import type { Decimal } from '../../api/types';
import { ProblemNote } from '../../form/problem_note';
import { Number4 } from '../../shell/number4';
import { may } from '../../shell/permissions';
import { Failed, Loading, nothingToShow } from '../../shell/states';
import { TagOf } from '../../shell/marks';
import { unitOf, useWords } from '../../words/words';
import { Finding } from './finding';
import { asksWhy, BECOMES, DEED_KEYS, deedsOf, STATES, type Deed, type Work, type WorkItem } from './readings';
import { ReadingDrawer, type Intent } from './reading_drawer';

interface Done { changed: number; left: number }

/** The work of one reading day: what stands for each meter, by state; the keys go from row to row. */
export function WorkList({ route, day }: { route: string; day: string }) {
  const { t, day: dayText } = useWords();
  const session = useSession().data;
  const cache = useQueryClient();
  const [query, setQuery] = useSearchParams();
  const [open, setOpen] = useState<{ meter: string; intent: Intent } | null>(null);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const [running, setRunning] = useState(false);
  const state = query.get('state') ?? '';
  const path = `/reading-days/${encodeURIComponent(route)}/${day}`;
  const list = useQuery({ queryKey: ['reading-days', route, day, state], queryFn: ({ signal }) => get<Work>(`${path}${state ? `?state=${state}` : ''}`, signal), refetchInterval: 30_000 });
  const refresh = (): void => void cache.invalidateQueries({ queryKey: ['reading-days'] });
  const run = async (send: () => Promise<string>): Promise<void> => {
    if (running) return;
    setRunning(true);
    try {
      setSaid(await send());
      setProblem(null);
    } catch (why) {
      setSaid('');
      setProblem(why);
    } finally {
      setRunning(false);
      refresh();
    }
  };
  const all = (what: string): void => void run(async () => {
    const done = await post<Done>(`${path}/${what}`, {});
    return [t('reading_days.changed', { changed: done.changed }), done.left > 0 ? t('reading_days.left', { left: done.left }) : ''].filter(Boolean).join(' ');
  });
  const act = (item: WorkItem, deed: Deed): void => {
    if (!may(session, 'readings_review') || !deedsOf(item.state).includes(deed)) return;
    if (asksWhy(deed, item.state)) return setOpen({ meter: item.meter, intent: deed });
    void run(async () => {
      await post(`/reviewed-readings/${item.meter}/${day}/state`, { state: BECOMES[deed], changes: item.changes });
      return `${item.meter}: ${t(`state.reviewed_reading.${BECOMES[deed]}`)}`;
    });
  };
  useLayoutEffect(() => scrollTo(0, 0), [route, day]);
  const show = (wanted: string): void => setQuery((old) => {
    const fresh = new URLSearchParams(old);
    if (wanted) fresh.set('state', wanted);
    else fresh.delete('state');
    return fresh;
  });
  if (nothingToShow(list)) return <Failed problem={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  const work = list.data;
  const opened = work.rows.find((row) => row.meter === open?.meter);
  return (
    <section data-testid="work-list" data-rows={work.rows.length}>
      <div className="review-head"><h2>{t('reading_days.work_of', { day: dayText(day), name: work.name })}</h2><Link to="/office/reading-days">{t('reading_days.back')}</Link></div>
      <div className="review-tools" role="group" aria-label={t('column.state')}>
        <button type="button" className="plain-button" aria-pressed={state === ''} data-testid="state-all" onClick={() => show('')}>{t('reading_days.all')} {work.meters}</button>
        {STATES.map((one) => (
          <button key={one} type="button" className="plain-button" aria-pressed={state === one} data-testid={`state-${one}`} data-count={work[one]} onClick={() => show(one)}>
            {t(`state.reviewed_reading.${one}`)} {work[one]}
          </button>
        ))}
      </div>
      <div className="review-tools">
        {may(session, 'readings_write') && <button type="button" className="plain-button" disabled={running} data-testid="take-in" onClick={() => all('take-in')}>{t('reading_days.take_in')}</button>}
        {may(session, 'readings_review') && <button type="button" className="plain-button" disabled={running} data-testid="estimate-all" onClick={() => all('estimate')}>{t('reading_days.estimate_all')}</button>}
        {may(session, 'readings_review') && <button type="button" className="primary-button" disabled={running} data-testid="release-all" onClick={() => all('release')}>{t('reading_days.release_all')}</button>}
      </div>
      <p role="status" data-testid="review-said">{said}</p>
      <ProblemNote problem={problem} />
      <Rows rows={work.rows} open={(item, intent) => setOpen({ meter: item.meter, intent })} act={act} />
      {work.more && <p className="quiet">{t('reading_days.more')}</p>}
      {opened && open && (
        <ReadingDrawer key={`${opened.meter}/${opened.changes}/${open.intent ?? ''}`} item={opened} intent={open.intent} close={() => setOpen(null)} done={() => { setOpen(null); refresh(); }} />
      )}
    </section>
  );
}

interface RowsProps { rows: WorkItem[]; open: (item: WorkItem, intent: Intent) => void; act: (item: WorkItem, deed: Deed) => void }

/** One row has the focus; arrows move it, Enter opens it, a letter does what it stands for. */
function Rows({ rows, open, act }: RowsProps) {
  const { t, decimal, unit, quantity } = useWords();
  const body = useRef<HTMLTableSectionElement>(null);
  const [at, setAt] = useState(0);
  const kWh = unit('kWh');
  // The head says kWh: what counts cubic metres says so itself.
  const shown = (item: WorkItem, value: Decimal | null | undefined): string => (unitOf(item.commodity) === 'kWh' ? decimal(value) : quantity(value, unitOf(item.commodity)));
  const go = (to: number): void => {
    const next = Math.min(Math.max(to, 0), rows.length - 1);
    setAt(next);
    body.current?.querySelectorAll<HTMLElement>('button.row-key')[next]?.focus();
  };
  // The keys of the list need a row: where nothing has the focus – one came here by a link, or the row has left this state – it is on the row that stands there.
  useEffect(() => {
    if (!document.activeElement || document.activeElement === document.body) body.current?.querySelectorAll<HTMLElement>('button.row-key')[Math.min(at, rows.length - 1)]?.focus();
  }, [rows, at]);
  const keys = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const here = [...(body.current?.querySelectorAll('button.row-key') ?? [])].indexOf(event.target as Element);
    const item = rows[here];
    if (!item) return;
    const deed = DEED_KEYS[event.code];
    if (event.key === 'ArrowDown') go(here + 1);
    else if (event.key === 'ArrowUp') go(here - 1);
    else if (event.code === 'KeyT') open(item, 'type');
    else if (deed) act(item, deed);
    else return;
    event.preventDefault();
  };
  if (rows.length === 0) return <p className="panel-quiet">{t('reading_days.none_in_state')}</p>;
  return (
    <>
      <p className="quiet small" id="review-keys">{t('reading_days.keys')}</p>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t('page.reading-days')}>
        <table className="simple-table review-table" aria-describedby="review-keys">
          <thead>
            <tr>
              <th scope="col">{t('column.meter')}</th><th scope="col">{t('column.customer_name')}</th><th scope="col">{t('column.state')}</th><th scope="col">{t('column.source')}</th>
              <th scope="col" className="number">{t('column.before')}, {kWh}</th><th scope="col" className="number">{t('column.energy')}, {kWh}</th>
              <th scope="col" className="number">{t('column.used')}, {kWh}</th><th scope="col" className="number">{t('column.usual')}, {kWh}</th><th scope="col">{t('column.finding')}</th>
            </tr>
          </thead>
          <tbody ref={body} onKeyDown={keys}>
            {rows.map((item, index) => (
              <tr key={item.meter} data-testid={`work-${item.meter}`} data-state={item.state} data-finding={item.finding ?? ''}>
                <th scope="row"><button type="button" className="quiet-button row-key" tabIndex={index === Math.min(at, rows.length - 1) ? 0 : -1} onFocus={() => setAt(index)} onClick={() => open(item, null)}><Number4 of={item.meter} /></button></th>
                <td>{item.total_of ? t('reading_days.of_area', { area: item.total_of }) : item.customer_name || item.address || '—'}</td>
                <td><TagOf kind="reviewed_reading" value={item.state} /></td><td>{item.source ? t(`reading_source.${item.source}`) : '—'}</td>
                <td className="number">{shown(item, item.before)}</td><td className="number">{shown(item, item.at_day)}</td><td className="number">{shown(item, item.used)}</td><td className="number">{shown(item, item.usual)}</td>
                <td><Finding of={item} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
