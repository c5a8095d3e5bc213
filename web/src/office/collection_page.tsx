import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Answers } from '../api/described';
import { get } from '../api/client';
import type { Decimal } from '../api/types';
import { Failed, Loading, nothingToShow } from '../shell/states';
import { unitOf, useWords } from '../words/words';
import { useNamed } from '../table/named';
import { ExplainCell } from './explain';

// What the office wants to see each morning: how complete the days are, who is silent, what was found, whose clock is off, what areas lose.

type DayRow = Answers['getCollectionDays']['rows'][number];
type MissingRow = Answers['getCollectionMissing']['rows'][number];
type SilentRow = Answers['getCollectionSilent']['rows'][number];
type FindingRow = Answers['getCollectionFindings']['rows'][number];
type DriftRow = Answers['getCollectionDrift']['rows'][number];
type LossRow = Answers['getCollectionLosses']['rows'][number];

function useRows<T>(path: string) {
  return useQuery({ queryKey: ['collection', path], queryFn: ({ signal }) => get<{ rows: T[] }>(path, signal), refetchInterval: 30_000 });
}

export function CollectionPage() {
  return (
    <>
      <Days />
      <Losses />
      <PeriodLosses />
      <Findings />
      <Silent />
      <Drift />
    </>
  );
}

interface Head { id: string; number?: boolean; unit?: string }

/** A table of one of the answers: its caption, its heads, its rows, or that there is nothing. */
function Part<T>({ id, path, title, heads, row, nothing }: { id: string; path: string; title: string; heads: Head[]; row: (one: T, index: number) => ReactNode; nothing?: string }) {
  const { t } = useWords();
  const list = useRows<T>(path);
  if (nothingToShow(list)) return <Failed problem={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  return (
    <section className="drawer-section" data-testid={`collection-${id}`} data-rows={list.data.rows.length}>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={title}>
        <table className="simple-table">
          <caption>{title}</caption>
          <thead><tr>{heads.map((head) => <th key={head.id} scope="col" className={head.number ? 'number' : undefined}>{t(`column.${head.id}`)}{head.unit ? `, ${head.unit}` : ''}</th>)}</tr></thead>
          <tbody>{list.data.rows.map(row)}</tbody>
        </table>
      </div>
      {list.data.rows.length === 0 && <p className="quiet">{nothing ?? t('collection.nothing')}</p>}
    </section>
  );
}

function ToMeter({ meter }: { meter: string }) {
  return <Link to={`/office/meters?open=${meter}`}>{meter}</Link>;
}

function Days() {
  const { t, decimal, day } = useWords();
  const plan = useNamed('reading_plan');
  const [open, setOpen] = useState<DayRow | null>(null);
  return (
    <>
      <Part<DayRow> id="days" path="/collection/days?days=14" title={t('collection.days')} nothing={t('collection.no_days')}
        heads={[{ id: 'day' }, { id: 'reading_plan' }, { id: 'expected', number: true }, { id: 'read', number: true }, { id: 'by_other_way', number: true }, { id: 'missing', number: true }]}
        row={(one) => (
          <tr key={`${one.day}/${one.reading_plan}`} data-testid={`day-${one.day}-${one.reading_plan}`}>
            <th scope="row">{day(one.day)}</th><td><Link to={`/office/reading-plans?open=${encodeURIComponent(one.reading_plan)}`}>{plan(one.reading_plan)}</Link></td>
            <td className="number">{decimal(one.expected)}</td><td className="number">{decimal(one.read)}</td><td className="number">{decimal(one.by_other_way)}</td>
            <td className="number">{one.missing === 0 ? decimal(0) : <button type="button" className="plain-button" data-testid="show-missing" onClick={() => setOpen(one)}>{decimal(one.missing)}</button>}</td>
          </tr>
        )} />
      {open && <Missing day={open.day} plan={open.reading_plan} called={plan(open.reading_plan)} />}
    </>
  );
}

function Missing({ day, plan, called }: { day: string; plan: string; called: string }) {
  const words = useWords();
  const { t, time, decimal, first } = words;
  return (
    <Part<MissingRow> id="missing" path={`/collection/missing?day=${day}&reading_plan=${encodeURIComponent(plan)}`} title={t('collection.missing_of', { day: words.day(day), plan: called })}
      heads={[{ id: 'meter' }, { id: 'due' }, { id: 'tries', number: true }, { id: 'error' }]}
      row={(one) => (
        <tr key={`${one.meter}/${one.due}`}>
          <th scope="row"><ToMeter meter={one.meter} /></th><td>{time(one.due, 'minute')}</td><td className="number">{decimal(one.tries)}</td>
          <td>{one.tries === 0 ? t('collection.nobody_tried') : first([`error.${one.error}`], one.error, { link: one.meter, reason: one.error })}{one.waiting && ` · ${t('collection.waits')}`}</td>
        </tr>
      )} />
  );
}

function Silent() {
  const { t, time, first } = useWords();
  return (
    <Part<SilentRow> id="silent" path="/collection/silent?days=3" title={t('collection.silent')} heads={[{ id: 'meter' }, { id: 'last' }, { id: 'carrier' }, { id: 'area' }, { id: 'trouble' }]}
      row={(one) => (
        <tr key={one.meter}>
          <th scope="row"><ToMeter meter={one.meter} /></th><td>{one.last ? time(one.last, 'minute') : t('collection.never')}</td><td>{one.carrier && t(`carrier.${one.carrier}`)}</td><td>{one.area}</td>
          <td>{one.trouble && first([`link_trouble.${one.trouble}`], one.trouble)}</td>
        </tr>
      )} />
  );
}

/** What somebody has explained stays in the list and in its count; it can be put aside to see what nobody has. */
function Findings() {
  const { t, time, first } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <label className="radio-row no-print"><input type="checkbox" checked={open} data-testid="findings-unexplained" onChange={(event) => setOpen(event.target.checked)} /> {t('explain.only_open')}</label>
      <Part<FindingRow> id="findings" path="/collection/findings?days=7" title={t('collection.findings')} heads={[{ id: 'meter' }, { id: 'taken' }, { id: 'finding' }, { id: 'explanation' }]}
        row={(one, index) => (open && one.explanation ? null : (
          <tr key={`${one.meter}/${index}`} data-code={one.code}>
            <th scope="row"><ToMeter meter={one.meter} /></th><td>{time(one.taken, 'minute')}</td><td>{first([`finding.${one.code}`], one.code, one.details)}</td>
            <td><ExplainCell of={{ kind: 'finding', meter: one.meter, code: one.code, object: 0, as_seen: one.taken }} said={one.explanation} /></td>
          </tr>
        ))} />
    </>
  );
}

function Drift() {
  const { t, time, decimal } = useWords();
  return (
    <Part<DriftRow> id="drift" path="/collection/drift?days=7" title={t('collection.drift')} heads={[{ id: 'meter' }, { id: 'taken' }, { id: 'seconds', number: true }]}
      row={(one) => <tr key={one.meter}><th scope="row"><ToMeter meter={one.meter} /></th><td>{time(one.taken, 'minute')}</td><td className="number">{decimal(one.seconds)}</td></tr>} />
  );
}

function Losses() {
  const { t } = useWords();
  return <LossTable id="losses" path="/collection/losses?days=7" title={t('collection.losses')} />;
}

/** What was released alone. */
function PeriodLosses() {
  const { t } = useWords();
  return <LossTable id="period-losses" path="/collection/period-losses?periods=6" title={t('collection.period_losses')} nothing={t('collection.no_periods')} period />;
}

function LossTable({ id, path, title, nothing, period }: { id: string; path: string; title: string; nothing?: string; period?: boolean }) {
  const { decimal, unit, quantity, day } = useWords();
  const kWh = unit('kWh');
  // The head says kWh: what counts cubic metres says so itself.
  const shown = (one: LossRow, value: Decimal | null): string => (unitOf(one.commodity) === 'kWh' ? decimal(value) : quantity(value, unitOf(one.commodity)));
  return (
    <Part<LossRow> id={id} path={path} title={title} nothing={nothing}
      heads={[{ id: 'area' }, { id: 'day' }, { id: 'total', number: true, unit: kWh }, { id: 'used', number: true, unit: kWh }, { id: 'loss', number: true, unit: kWh }, { id: 'percent', number: true }, { id: 'complete' }]}
      row={(one) => (
        <tr key={`${one.area}/${one.from}`} data-testid={`${period ? 'period-' : ''}loss-${one.area}-${one.from}`} data-complete={one.complete}>
          <th scope="row"><Link to={`/office/areas?open=${encodeURIComponent(one.area)}`}>{one.area}</Link></th><td>{period ? `${day(one.from)} – ${day(one.to)}` : day(one.from)}</td>
          <td className="number">{shown(one, one.total)}</td><td className="number">{shown(one, one.used)}</td>
          <td className="number">{shown(one, one.loss)}</td><td className="number">{decimal(one.percent)}</td><td><Standing loss={one} /></td>
        </tr>
      )} />
  );
}

/** Beside every figure: from how many meters it is. */
function Standing({ loss }: { loss: LossRow }) {
  const { t } = useWords();
  if (loss.complete) return <>{t('collection.complete')}</>;
  const figures = { without: loss.without.length, meters: loss.meters };
  const text = loss.total === null ? t('collection.no_total') : t(loss.loss === null ? 'collection.not_meaningful' : 'collection.incomplete', figures);
  return <>{text}{loss.unreleased > 0 && <span data-testid="unreleased"> · {t('collection.unreleased', { unreleased: loss.unreleased })}</span>}{loss.without.slice(0, 5).map((meter) => <span key={meter}> <ToMeter meter={meter} /></span>)}</>;
}
