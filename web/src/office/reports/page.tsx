import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Answers } from '../api/described';
import { address, get } from '../api/client';
import type { Decimal, Instant } from '../api/types';
import { useSession } from '../api/hooks';
import { Chart } from '../chart/chart';
import { Grid } from '../chart/grid';
import { DayInput } from '../form/day_input';
import { readDayText } from '../form/day_text';
import { CodesField } from '../form/lookup_field';
import { registerOf, REGISTERS } from '../form/registers';
import { AsJob } from '../shell/as_job';
import { may } from '../shell/permissions';
import { Failed, Loading, nothingToShow } from '../shell/states';
import { peopleOf } from '../table/called';
import { entrySaid, objectSaid } from '../table/objects';
import { PRINT_MOST, PrintNote, usePrintAll } from '../table/print_all';
import { says } from '../words/says';
import { useWords } from '../words/words';
import './reports.css';
import { BY_ITSELF, usualGroups } from './report_groups';
import { OrderVisits, type Supply } from './visit_order';

// Any report of the server: which there are, for which days, by what its rows are grouped, which are left out. What a report is, the server says;
// nothing here knows one of them.

type PeriodKind = 'day' | 'month' | 'year' | 'range';
interface Declared { number: string; name: string; has_data: boolean; periods: PeriodKind[]; groups: string[]; grouped: string[]; groups_max: number; detail: string[]; filters: string[]; choices: Record<string, { value: string; text: string }[]>; chart: string; grid: string; as_of: boolean; insight: boolean; visits: boolean; signed: boolean; about: string }
interface ReportColumn { name: string; title: string; unit: 'money' | 'count' | 'share' | 'energy' | 'volume' | 'power' | 'energy_price' | 'volume_price' }
type Figure = Decimal | number | null;
/** What a row or a total is made of: rows of a list, or a report with each row by itself. */
type Opens = { list: string; filters: Record<string, string> } | { report: string; period: string; group: string; filters: Record<string, string> };
interface ReportRow { names: string[]; shown: string[]; cells: Figure[]; marked?: string[]; opens?: Opens }
interface Made {
  number: string; name: string; heads: string[]; groups: string[]; named: string[]; figures: string[]; columns: ReportColumn[]; rows: ReportRow[]; totals: Figure[]; opens?: Opens; checks: { name: string; text: string }[]; corrected_days?: string; foot: string; made: Instant;
  period: { from: string; to: string }; rows_total: number | null; next: string | null;
}
/** Rows of a page; files have them all. */
const PAGE = '200';

export function ReportsPage() {
  return <ChosenReport of={(one) => !one.insight} />;
}

/** Lists of what somebody should look at: reports that say by which rule, and no verdict. */
export function InsightPage() {
  return <ChosenReport of={(one) => one.insight} />;
}

function ChosenReport({ of }: { of: (one: Declared) => boolean }) {
  const { t } = useWords();
  const [query, setQuery] = useSearchParams();
  const list = useQuery({ queryKey: ['reports'], queryFn: ({ signal }) => get<{ rows: Declared[]; today: string }>('/reports', signal) });
  if (nothingToShow(list)) return <Failed problem={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  const offered = list.data.rows.filter(of);
  const number = query.get('report');
  const report = offered.find((one) => one.number === number);
  return (
    <>
      <div className="report-choice">
        <label>{t('report.which')}
          <select data-testid="report" value={number ?? ''} onChange={(event) => setQuery({ report: event.target.value })}>
            {!number && <option value="">{t('form.choose')}</option>}
            {number && !report && <option value={number}>{number}</option>}
            {offered.map((one) => <option key={one.number} value={one.number}>{one.number} · {one.name}</option>)}
          </select>
        </label>
      </div>
      {!number && <Catalogue reports={offered} />}
      {number && !report && <p className="panel-quiet" role="status" data-testid="no-such-report">{t('report.no_such', { number })}</p>}
      {report && <p className="quiet" data-testid="report-about">{report.about}</p>}
      {report && !report.has_data && <p className="panel-quiet" data-testid="no-data">{t('error.no_data_yet', { report: report.number })}</p>}
      {report?.has_data && <ReportPage key={report.number} report={report} today={list.data.today} />}
    </>
  );
}

/** All that may be asked for, to choose from at a glance. */
function Catalogue({ reports }: { reports: Declared[] }) {
  const { t } = useWords();
  return (
    <ul className="report-catalogue" data-testid="report-catalogue">
      {reports.map((one) => (
        <li key={one.number}>
          <Link to={`?report=${one.number}`} data-testid={`report-${one.number}`}><span className="quiet">{one.number}</span> {one.name}</Link>
          <p className="quiet">{one.has_data ? one.about : t('error.no_data_yet', { report: one.number })}</p>
        </li>
      ))}
    </ul>
  );
}

/** The business day that is on, or the month or year of it. */
function nowAs(kind: PeriodKind, today: string): string {
  return kind === 'year' ? today.slice(0, 4) : kind === 'month' ? today.slice(0, 7) : today;
}

const KINDS: Record<number, PeriodKind> = { 4: 'year', 7: 'month', 10: 'day' };

/** One report: its period, groups and filters stand in the address, so that a copied link shows the same. */
/** What goes month by month is looked at by years. */
function usualPeriod(report: Declared): PeriodKind {
  if (report.insight && report.grouped[0] === 'month' && report.periods.includes('year')) return 'year';
  return report.periods.includes('month') ? 'month' : (report.periods[0] ?? 'month');
}

function ReportPage({ report, today }: { report: Declared; today: string }) {
  const { t } = useWords();
  const [query, setQuery] = useSearchParams();
  const period = query.get('period') ?? nowAs(usualPeriod(report), today);
  const groups = query.get('group')?.split(',').filter((one) => one !== '') ?? usualGroups(report);
  const filters = Object.fromEntries([...query].filter(([name, value]) => name.startsWith('filter.') && value !== ''));
  const opened = Object.keys(filters).map((name) => name.slice('filter.'.length)).filter((name) => !report.filters.includes(name)); // by what the opened total was grouped
  const change = (name: string, value: string): void => setQuery((old) => {
    const fresh = new URLSearchParams(old);
    fresh.set('report', report.number);
    if (value === '') fresh.delete(name);
    else fresh.set(name, value);
    return fresh;
  });
  const asOf = report.as_of ? (query.get('as_of') ?? '') : '';
  const asked: Record<string, string> = { period, group: groups.join(','), ...filters, ...(asOf ? { as_of: asOf } : {}) };
  const pages = useInfiniteQuery({
    queryKey: ['report', report.number, asked], initialPageParam: '', getNextPageParam: (last: Made) => last.next, placeholderData: (before) => before,
    queryFn: ({ pageParam, signal }) => get<Made>(address(`/reports/${report.number}`, { ...asked, page_size: PAGE, ...(pageParam ? { cursor: pageParam } : {}) }), signal),
  });
  const printing = usePrintAll(async () => {
    for (let all = pages.data; all !== undefined;) {
      if ((all.pages[0]?.rows_total ?? all.pages.flatMap((page) => page.rows).length) > PRINT_MOST) return false;
      if (all.pages.at(-1)?.next === null) return true;
      const more = await pages.fetchNextPage({ throwOnError: true });
      all = more.data;
    }
    return false;
  });
  const made = pages.data && { ...pages.data.pages[0]!, rows: pages.data.pages.flatMap((page) => page.rows) };
  return (
    <>
      <div className="report-choice no-print">
        <PeriodChoice kinds={report.periods} period={period} change={(value) => change('period', value)} />
        {report.groups.length > 0 && <GroupChoice report={report} groups={groups} change={(value) => change('group', value)} />}
        {[...report.filters, ...opened].map((name) => <FilterChoice key={name} name={name} choices={report.choices[name]} value={filters[`filter.${name}`] ?? ''} change={(value) => change(`filter.${name}`, value)} />)}
        {report.as_of && <PositionChoice value={asOf} change={(value) => change('as_of', value)} />}
        <div className="drawer-tools">
          <button type="button" className="plain-button" data-testid="report-print" onClick={printing.print}>{t('report.print')}</button>
          {['pdf', 'xlsx', 'csv'].map((form) => <a key={form} className="plain-button" data-testid={`report-${form}`} href={address(`/reports/${report.number}`, { ...asked, format: form })} download>{form.toUpperCase()}</a>)}
          <AsJob kind="report" asked={{ report: report.number, period, groups, filters: Object.fromEntries(Object.entries(filters).map(([name, value]) => [name.slice(7), value])), format: 'pdf' }} label={t('job.as_job', { format: 'PDF' })} />
        </div>
      </div>
      {made && <PrintNote printing={printing} shown={made.rows.length} total={made.rows_total ?? (pages.hasNextPage ? null : made.rows.length)} exact paper={address(`/reports/${report.number}`, { ...asked, format: 'pdf' })} />}
      {nothingToShow(pages) && <Failed problem={pages.error} retry={() => void pages.refetch()} />}
      {!nothingToShow(pages) && (made ? <><InGrid made={made} column={report.grid} /><ReportTable key={JSON.stringify(asked)} made={made} visits={report.visits} signed={report.signed} asOf={asOf} insight={report.insight} more={pages.hasNextPage ? () => void pages.fetchNextPage() : null} /><Picture made={made} column={report.chart} />{asOf && <Changes number={report.number} period={period} asOf={asOf} />}</> : <Loading />)}
    </>
  );
}

function PeriodChoice({ kinds, period, change }: { kinds: PeriodKind[]; period: string; change: (period: string) => void }) {
  const { t } = useWords();
  const kind = period.includes('..') ? 'range' : (KINDS[period.length] ?? kinds[0] ?? 'month');
  const [from = '', to = from] = period.split('..');
  const isPeriod = (typed: string): boolean => readDayText(typed, kind === 'month' ? 'month' : 'day') !== null;
  const whole = (day: string): string => (day.length === 4 ? `${day}-01-01` : day.length === 7 ? `${day}-01` : day);
  const begin = (next: PeriodKind): string => {
    const day = whole(from);
    return next === 'year' ? day.slice(0, 4) : next === 'month' ? day.slice(0, 7) : next === 'day' ? day : `${day}..${day}`;
  };
  return (
    <>
      {kinds.length > 1 && (
        <label>{t('report.period')}
          <select data-testid="period-kind" value={kind} onChange={(event) => change(begin(kinds[event.target.selectedIndex] ?? kind))}>{kinds.map((one) => <option key={one} value={one}>{t(`report.period.${one}`)}</option>)}</select>
        </label>
      )}
      <label>{t(kind === 'range' ? 'report.from' : `report.period.${kind}`)}
        {kind === 'year' ? <input type="number" min="1970" max="2100" data-testid="period" value={from} onChange={(event) => event.target.value.length === 4 && change(event.target.value)} />
          : <DayInput alone kind={kind === 'month' ? 'month' : 'day'} testid="period" aria-label={t(kind === 'range' ? 'report.from' : `report.period.${kind}`)} value={from} change={(next) => isPeriod(next) && change(kind === 'range' ? `${next}..${to}` : next)} />}
      </label>
      {kind === 'range' && <label>{t('report.to')}<DayInput alone testid="period-to" aria-label={t('report.to')} value={to} change={(next) => isPeriod(next) && change(`${from}..${next}`)} /></label>}
    </>
  );
}

function GroupChoice({ report, groups, change }: { report: Declared; groups: string[]; change: (groups: string) => void }) {
  const { t } = useWords();
  const put = (at: number, name: string): void => change(name === BY_ITSELF ? name : groups.filter((one) => one !== BY_ITSELF || at === 0).flatMap((one, index) => (index === at ? [name] : [one])).concat(at >= groups.length ? [name] : []).filter((one, index, all) => one !== '' && all.indexOf(one) === index).join(','));
  return (
    <>
      {Array.from({ length: groups[0] === BY_ITSELF ? 1 : Math.min(report.groups_max, groups.length + 1) }, (_, at) => (
        <label key={at}>{t('report.group')} {at + 1}
          <select data-testid={`group-${at}`} value={groups[at] ?? ''} onChange={(event) => put(at, event.target.value)}>
            {at > 0 && <option value="">—</option>}
            {at === 0 && report.detail.length > 0 && <option value={BY_ITSELF}>{t('report.detail')}</option>}
            {report.groups.map((one) => <option key={one} value={one}>{t(`column.${one}`)}</option>)}
          </select>
        </label>
      ))}
    </>
  );
}

/** One of the words that there are; codes of a register are looked up in it, any of several – or among those that the server says, by whoever may not open it –; what else the books name is typed, by its name or its code. */
function FilterChoice({ name, choices, value, change }: { name: string; choices?: { value: string; text: string }[]; value: string; change: (value: string) => void }) {
  const { t } = useWords();
  const session = useSession().data;
  const register = registerOf(name);
  const testid = `filter-${name}`;
  const schemes = useSchemes(name === 'scheme');
  if (schemes) choices = schemes;
  const opens = register !== undefined && may(session, REGISTERS[register].right);
  if (register && (opens || choices)) {
    const among = opens ? undefined : choices?.map((one) => ({ value: one.value, label: one.text }));
    return <CodesField label={t(`column.${name}`)} testid={testid} register={register} all among={among} values={value.split(',').filter(Boolean)} change={(values) => change(values.join(','))} />;
  }
  if (!choices) return <TypedChoice key={value} label={t(`column.${name}`)} testid={testid} value={value} change={change} />;
  return (
    <label>{t(`column.${name}`)}
      <select data-testid={testid} value={value} onChange={(event) => change(event.target.value)}>
        <option value="">—</option>
        {value !== '' && !choices.some((one) => one.value === value) && <option value={value}>{value.split(',').map((one) => choices.find((each) => each.value === one)?.text ?? one).join(', ')}</option>}
        {choices.map((one) => <option key={one.value} value={one.value}>{one.text}</option>)}
      </select>
    </label>
  );
}

/** The ways in which the house sells, by their names; none: it is not asked, or the answer has not come. */
function useSchemes(wanted: boolean): { value: string; text: string }[] | undefined {
  const { t } = useWords();
  const asked = useQuery({ queryKey: ['schemes'], queryFn: ({ signal }) => get<{ rows: { name: string }[] }>('/schemes', signal), staleTime: Infinity, enabled: wanted });
  return wanted ? asked.data?.rows.map(({ name }) => ({ value: name, text: t(`scheme.${name}`) })) : undefined;
}

/** Asked when it was typed to its end: Enter, or on to the next field. */
function TypedChoice({ label, testid, value, change }: { label: string; testid: string; value: string; change: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  return (
    <label>{label}
      <input data-testid={testid} value={typed} onChange={(event) => setTyped(event.target.value)} onBlur={() => change(typed.trim())} onKeyDown={(event) => { if (event.key === 'Enter') change(typed.trim()); }} />
    </label>
  );
}

/** How the books stood at a moment, by the utility's clock; an address may name the position by its number. */
function PositionChoice({ value, change }: { value: string; change: (value: string) => void }) {
  const { t } = useWords();
  const [typed, setTyped] = useState(value);
  const numbered = /^\d+$/.test(value);
  const ask = (): void => { if (readDayText(typed, 'moment') !== null) change(typed); };
  return (
    <label>{t('report.as_of')}{numbered && ` (${t('overview.anchor_number', { number: value })})`}
      <DayInput alone kind="moment" testid="report-as-of" value={numbered ? '' : typed} aria-label={t('report.as_of')} change={(next) => { setTyped(next); if (next === '') change(''); }} leave={() => { if (typed !== value) ask(); }} enter={ask} />
    </label>
  );
}

/** Days, moments and numbers of receipts stay in one line. */
const WHOLE = /^(\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?|[A-Z0-9-]{4,24})$/;
/** What groups of a row are numbers of, so that they lead there. */
const LEADS: Record<string, string> = { account: '/office/accounts?open=', meter: '/office/meters?open=' };

function ReportTable({ made, visits, signed, asOf, insight, more }: { made: Made; visits: boolean; signed: boolean; asOf: string; insight: boolean; more: (() => void) | null }) {
  const { t, decimal, day } = useWords();
  const choice = useSupplies(made, visits);
  /** Of what is called by a name, for whoever knows it by its code. */
  const code = (row: ReportRow, index: number): string | undefined => (made.named.includes(made.groups[index] ?? '') && row.names[index] !== row.shown[index] ? row.names[index] : undefined);
  const isFigure = (index: number): boolean => made.figures.includes(made.groups[index] ?? '');
  /** Among figures stand words, too: what the books do not know. */
  const called = (text: string, index: number): string => (isFigure(index) && /^-?\d+(\.\d+)?$/.test(text) ? decimal(text) : says<'entry'>(made.groups[index], 'entry') ? entrySaid(text, { day }) : day(text));
  const kindOf = (text: string, index: number): string | undefined => (isFigure(index) ? 'number name-figure' : WHOLE.test(text) ? 'whole' : undefined);
  const shown = (cell: Figure, column: ReportColumn | undefined): string => (cell === null || !column ? '—' : decimal(cell));
  return (
    <section data-testid="report-table" data-report={made.number} data-rows={made.rows.length}>
      <div className="report-scroll" tabIndex={0} role="region" aria-label={made.name}>
        <table className="simple-table">
          <caption>{made.number} · {made.name} · {day(made.period.from)} – {day(made.period.to)}</caption>
          <thead><tr>
            {choice.offered && <th scope="col" className="no-print"><input type="checkbox" data-testid="choose-all" aria-label={t('visits.choose_all')} checked={choice.all} onChange={choice.toggleAll} /></th>}
            {made.heads.map((head, index) => <th key={head} scope="col" className={isFigure(index) ? 'number' : undefined}>{head}</th>)}
            {made.columns.map((column) => <th key={column.name} scope="col" className="number">{column.title.replace(/\d{4}-\d\d-\d\d/g, day)}</th>)}
          </tr></thead>
          <tbody>
            {made.rows.map((row) => (
              <tr key={row.names.join('/')} data-testid={`report-row-${row.names.join('-')}`}>
                {choice.offered && <td className="no-print">{choice.supply(row) && <input type="checkbox" data-testid={`choose-${choice.supply(row)!.account}`} aria-label={t('visits.choose', { name: row.shown.join(' ') })} checked={choice.chosen(row)} onChange={() => choice.toggle(row)} />}</td>}
                {row.shown.map((name, index) => (index === 0
                  ? <th key={index} scope="row" className={kindOf(name, index)} title={code(row, index)}>{row.opens ? <Link to={drill(row.opens, asOf)} data-testid="report-open">{called(name, index)}</Link> : called(name, index)}</th>
                  : <td key={index} className={kindOf(name, index)} title={code(row, index)}><Named group={made.groups[index] ?? ''} name={row.names[index] ?? ''} text={called(name, index)} /></td>))}
                {row.cells.map((cell, index) => <CellOf key={index} text={shown(cell, made.columns[index])} marked={row.marked?.includes(made.columns[index]?.name ?? '') === true} />)}
              </tr>
            ))}
          </tbody>
          {made.totals.length > 0 && (
            <tfoot><tr data-testid="report-totals">
              <th scope="row" colSpan={made.heads.length + (choice.offered ? 1 : 0)}>{made.opens ? <Link to={drill(made.opens, asOf)} data-testid="report-open-all">{t('report.total')}</Link> : t('report.total')}</th>
              {made.totals.map((cell, index) => <td key={index} className="number">{shown(cell, made.columns[index])}</td>)}
            </tr></tfoot>
          )}
        </table>
      </div>
      {more && <p><button type="button" className="plain-button no-print" data-testid="report-more" onClick={more}>{t('table.next')}</button> {made.rows_total === null ? t('report.rows_so_far', { shown: decimal(made.rows.length) }) : t('report.rows_shown', { shown: decimal(made.rows.length), count: decimal(made.rows_total) })}</p>}
      {made.rows.length === 0 && <p className="panel-quiet">{t(insight ? 'report.nothing_to_look_at' : 'report.nothing')}</p>}
      {choice.offered && <OrderVisits list={made.number} supplies={choice.supplies} done={choice.clear} />}
      <ul className="report-checks">{made.checks.map((check) => <li key={check.name} data-testid={`check-${check.name}`}>{check.text}</li>)}</ul>
      {made.corrected_days && <p className="report-foot" data-testid="corrected-days">{made.corrected_days}</p>}
      {signed && <div className="print-only" data-testid="report-signatures"><p className="report-signatures">{['made', 'checked'].map((hand) => <span key={hand}>{t(`report.signature.${hand}`)}<span className="signature-line" /></span>)}</p></div>}
      <p className="report-foot">{made.foot}</p>
    </section>
  );
}

function Named({ group, name, text }: { group: string; name: string; text: string }) {
  const to = LEADS[group];
  return to && /[1-9]/.test(name) ? <Link to={to + encodeURIComponent(name)}>{text}</Link> : <>{text}</>;
}

/** Rows that are supplies, and which of them somebody is to be sent to. */
function useSupplies(made: Made, visits: boolean) {
  const [accounts, setAccounts] = useState<ReadonlySet<string>>(new Set());
  const account = made.groups.indexOf('account');
  const reason = made.groups.indexOf('reason');
  const supply = (row: ReportRow): Supply | null => (row.names[account] ? { account: row.names[account], reason: row.names[reason] ?? '' } : null);
  const all = account < 0 ? [] : made.rows.map(supply).filter((one) => one !== null);
  const toggle = (row: ReportRow): void => setAccounts((old) => {
    const fresh = new Set(old);
    const name = supply(row)?.account ?? '';
    if (!fresh.delete(name)) fresh.add(name);
    return fresh;
  });
  const whole = all.length > 0 && all.every((one) => accounts.has(one.account));
  return {
    offered: visits && all.length > 0, supply, toggle, all: whole, chosen: (row: ReportRow) => accounts.has(supply(row)?.account ?? ''),
    supplies: all.filter((one) => accounts.has(one.account)), clear: () => setAccounts(new Set()), toggleAll: () => setAccounts(new Set(whole ? [] : all.map((one) => one.account))),
  };
}

/** A figure that stands far apart from the others of its column says so in words too. */
function CellOf({ text, marked }: { text: string; marked: boolean }) {
  const { t } = useWords();
  return marked ? <td className="number marked" title={t('report.marked')} data-testid="marked">{text} <abbr title={t('report.marked')}>*</abbr></td> : <td className="number">{text}</td>;
}

type Later = Answers['getReportChanges'];

/** What came after the anchor and counts for the same days. */
function Changes({ number, period, asOf }: { number: string; period: string; asOf: string }) {
  const { t, decimal, time, day, has } = useWords();
  const later = useQuery({ queryKey: ['report-changes', number, period, asOf], queryFn: ({ signal }) => get<Later>(address(`/reports/${number}/changes`, { period, as_of: asOf }), signal) });
  if (!later.data) return later.isError ? <Failed problem={later.error} retry={() => void later.refetch()} /> : <Loading />;
  const { rows, total, registers_total: changed } = later.data;
  if (total === 0 && changed === 0) return <p className="panel-quiet" data-testid="report-changes" data-total="0">{t('report.changes_none')}</p>;
  return (
    <section data-testid="report-changes" data-total={total}>
      {changed > 0 && <ChangedRegisters later={later.data} />}
      <table className="simple-table">
        <caption>{t('report.changes')}: {t('report.changes_total', { count: total })}</caption>
        <thead><tr><th scope="col">{t('column.number')}</th><th scope="col">{t('column.what')}</th><th scope="col">{t('column.business_day')}</th><th scope="col">{t('column.time')}</th><th scope="col" className="number">{t('column.amount')}</th></tr></thead>
        <tbody>
          {rows.map((one) => (
            <tr key={`${one.row}/${one.number}`}>
              <th scope="row"><Link to={`/office/${one.row === 'sale' ? 'sales' : 'entries'}?f.number=${encodeURIComponent(one.number)}`}>{entrySaid(one.number, { day })}</Link></th>
              <td>{has(`sale_kind.${one.what}`) ? t(`sale_kind.${one.what}`) : one.what}</td><td>{day(one.business_day)}</td><td>{time(one.time, 'short')}</td><td className="number">{decimal(one.amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Rows of registers that say something else since; what, their history tells to whoever may see it. */
function ChangedRegisters({ later }: { later: Later }) {
  const words = useWords();
  const { t, time, first } = words;
  return (
    <table className="simple-table" data-testid="report-register-changes">
      <caption>{t('report.changes_registers', { count: later.registers_total })}</caption>
      <thead><tr><th scope="col">{t('column.object')}</th><th scope="col">{t('column.what')}</th><th scope="col">{t('column.operator')}</th><th scope="col">{t('column.time')}</th></tr></thead>
      <tbody>
        {later.registers.map((one, index) => (
          <tr key={`${one.object}/${index}`}><th scope="row">{objectSaid(one.object, words)}</th><td>{one.columns.map((name) => first([`column.${name}`], name)).join(', ')}</td><td>{peopleOf(one, 'operator')}</td><td>{time(one.time, 'short')}</td></tr>
        ))}
      </tbody>
    </table>
  );
}

const MOST_BARS = 120;

/** What a report's declaration names, drawn: a bar a row. One row needs no picture, and hundreds are none. */
function Picture({ made, column }: { made: Made; column: string }) {
  const { day } = useWords();
  const at = made.columns.findIndex((each) => each.name === column);
  if (at < 0 || made.rows.length < 2 || made.rows.length > MOST_BARS) return null;
  return <Chart title={`${made.name}: ${made.columns[at]!.title}`} head={made.heads.join(' · ')} unit={made.columns[at]!.title} testid="report-chart" points={made.rows.map((row) => ({ name: row.shown.map(day).join(' · '), figure: row.cells[at] ?? null }))} />;
}

/** By two groups, and no other: the first down, the second across. */
function InGrid({ made, column }: { made: Made; column: string }) {
  const { t, day } = useWords();
  const at = made.columns.findIndex((each) => each.name === column);
  const [down = '', across = ''] = made.heads;
  if (at < 0 || made.heads.length !== 2 || made.rows.length < 2) return null;
  return <Grid title={t('report.grid_of', { figure: made.columns[at]!.title, down, across })} down={down} testid="report-grid"
    spots={made.rows.map((row) => ({ down: day(row.shown[0] ?? ''), across: day(row.shown[1] ?? ''), figure: row.cells[at] ?? null }))} />;
}

/** Where the rows stand that make a line. A report is made of the same moment of the books. */
function drill(opens: Opens, asOf: string): string {
  const filters = (before: string): [string, string][] => Object.entries(opens.filters).map(([name, value]) => [`${before}.${name}`, value]);
  if ('list' in opens) return `/office/${opens.list}?${new URLSearchParams(filters('f')).toString()}`;
  const { report, period, group } = opens;
  return `?${new URLSearchParams([...Object.entries({ report, period, group, ...(asOf ? { as_of: asOf } : {}) }), ...filters('filter')]).toString()}`;
}
