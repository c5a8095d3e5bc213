import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { address, get } from '../../api/client';
import { useSession } from '../../api/hooks';
import { useStanding } from '../../form/approval';
import { Chart } from '../../chart/chart';
import { may, mayAny } from '../../shell/permissions';
import { Failed, nothingToShow } from '../../shell/states';
import { Title } from '../../shell/title';
import { useWords } from '../../words/words';
import { FIRST_STEPS, STEP_PATHS } from './first_steps';
import './overview.css';
import { daily, thirtyDays, tilesFor, type MadeReport, type Said, type Tile } from './tiles';

const FRESH_MS = 60_000;
/** Whoever has one of these may ask for some report. */
const REPORTED = ['sales_read', 'reports_read', 'meters_read', 'customers_read', 'shifts_read'];

/** The landing page: what this person wants to know first. Each figure opens the rows that make it. */
export default function OverviewPage() {
  const { t, day } = useWords();
  const session = useSession().data;
  // The day that is on, by the utility's own cut-off; the list of reports says it, also to a page that stands open while another one begins.
  const asks = mayAny(session, REPORTED);
  const reports = useQuery({ queryKey: ['reports'], queryFn: ({ signal }) => get<{ rows: unknown[]; today: string }>('/reports', signal), enabled: asks, staleTime: FRESH_MS, refetchInterval: FRESH_MS });
  const today = asks ? reports.data?.today : '';
  const tiles = tilesFor(session);
  const said = useQueries({
    queries: tiles.map((tile) => {
      const path = today === undefined ? null : tile.path(today);
      return { queryKey: ['overview', path ?? tile.tile], queryFn: ({ signal }: { signal: AbortSignal }) => get<unknown>(path!, signal), enabled: path !== null, refetchInterval: tile.everyMs ?? FRESH_MS, staleTime: tile.everyMs ?? 0 };
    }),
  });
  if (nothingToShow(reports)) return <Failed problem={reports.error} retry={() => void reports.refetch()} />;
  const settled = said.every((each) => !each.isPending);
  return (
    <>
      <Title>{t('page.overview')}</Title>
      <div className="page-head"><h1>{t('overview.hello', { name: session?.operator?.full_name || session?.operator?.name || '' })}</h1>{today && <p>{day(today)}</p>}</div>
      {session?.sample === false && may(session, 'operators_write') && may(session, 'backup') && <FirstSteps />}
      {tiles.length === 0 && <p className="panel-quiet">{t('overview.nothing')}</p>}
      <ul className="tiles" data-testid="overview" aria-busy={!settled}>
        {tiles.map((tile, index) => <TileOf key={tile.tile} tile={tile} today={today ?? ''} answer={said[index]?.data} failed={said[index]?.error} />)}
      </ul>
      {today && settled && may(session, 'sales_read') && may(session, 'shifts_read') && <SalesChart today={today} />}
    </>
  );
}

/** Of books that begin: what is still to be done before anything is sold. */
function FirstSteps() {
  const { t } = useWords();
  const asked = useQueries({ queries: STEP_PATHS.map((path) => ({ queryKey: ['overview', path], queryFn: ({ signal }: { signal: AbortSignal }) => get<unknown>(path, signal), staleTime: FRESH_MS })) });
  const steps = FIRST_STEPS.map((step) => ({ ...step, answer: asked[STEP_PATHS.indexOf(step.path)]?.data })).filter(({ answer }) => answer !== undefined).map((step) => ({ ...step, isDone: step.done(step.answer) }));
  if (steps.every(({ isDone, optional }) => isDone || optional)) return null;
  return (
    <section className="card first-steps" aria-labelledby="first-steps-head" data-testid="first-steps">
      <h2 id="first-steps-head">{t('first_steps.head')}</h2>
      <ol>
        {steps.map(({ step, to, isDone }) => (
          <li key={step} data-testid={`first-step-${step}`} data-done={isDone}>
            <span aria-hidden="true">{isDone ? '✓' : '○'}</span> <Link to={to}>{t(`first_steps.${step}`)}</Link> <span className="small quiet">{t(isDone ? 'first_steps.done' : `first_steps.${step}_how`)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function TileOf({ tile, today, answer, failed }: { tile: Tile; today: string; answer: unknown; failed: unknown }) {
  const words = useWords();
  const { t } = words;
  const stands = useStanding();
  const said = answer === undefined ? null : tile.read(answer, stands);
  const wanted = tile.wants === true && said !== null && Number(said.figure) > 0;
  return (
    <li>
      <Link to={tile.to(today)} className={`tile ${wanted ? 'wanted' : ''}`} data-testid={`tile-${tile.tile}`} data-figure={said?.figure ?? ''} data-failed={failed ? 'true' : undefined}>
        <h2>{wanted && <span aria-hidden="true">⚠ </span>}{t(`overview.${tile.tile}`)}</h2>
        <p className="tile-figure">{said ? figureOf(said, words) : failed ? '—' : <span className="tile-waits" aria-hidden="true" />}</p>
        {failed ? <p className="tile-note">{words.problem(failed)}</p> : null}
        {said?.note && <p className="tile-note">{t(said.note.text, said.note.values)}</p>}
        {said?.parts && said.parts.length > 0 && <dl className="tile-parts">{said.parts.map((part) => <div key={part.name}><dt>{part.name}</dt><dd>{words.decimal(part.amount)}</dd></div>)}</dl>}
      </Link>
    </li>
  );
}

function figureOf({ figure, kind }: Said, words: ReturnType<typeof useWords>): string {
  if (figure === null) return '—';
  if (kind === 'money') return words.money(String(figure));
  if (kind === 'count') return words.decimal(figure);
  if (kind === 'text') return words.first([String(figure)], String(figure));
  return kind === 'date' ? words.day(String(figure)) : words.time(String(figure), 'minute');
}

/** After the figures: the library that draws comes last. */
function SalesChart({ today }: { today: string }) {
  const words = useWords();
  const { t, currency } = words;
  const span = thirtyDays(today);
  const made = useQuery({ queryKey: ['overview', 'sales', span], queryFn: ({ signal }) => get<MadeReport>(address('/reports/R07', { period: span, group: 'business_day' }), signal), staleTime: FRESH_MS });
  if (!made.data) return null;
  return <Chart title={t('overview.thirty_days')} head={t('column.business_day')} unit={currency} testid="overview-chart" points={daily(span, made.data, 'received').map(({ day, figure }) => ({ name: words.day(day), figure }))} />;
}
