import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { address, get } from '../../api/client';
import { AsJob } from '../../shell/as_job';
import { Failed, Loading, nothingToShow } from '../../shell/states';
import { PRINT_MOST, PrintNote, usePrintAll } from '../../table/print_all';
import { useWords } from '../../words/words';
import { Changes } from './changes';
import { FilterChoice, GroupChoice, PeriodChoice, PositionChoice } from './choices';
import { usualGroups } from './groups';
import type { Declared, Made, PeriodKind } from './made';
import { InGrid, Picture } from './pictures';
import { ReportTable } from './table';

/** Rows of a page; files have them all. */
const PAGE = '200';

/** The business day that is on, or the month or year of it. */
function nowAs(kind: PeriodKind, today: string): string {
  return kind === 'year' ? today.slice(0, 4) : kind === 'month' ? today.slice(0, 7) : today;
}

/** What goes month by month is looked at by years. */
function usualPeriod(report: Declared): PeriodKind {
  if (report.insight && report.grouped[0] === 'month' && report.periods.includes('year')) return 'year';
  return report.periods.includes('month') ? 'month' : (report.periods[0] ?? 'month');
}

/** One report: its period, groups and filters stand in the address, so that a copied link shows the same. */
export function ReportPage({ report, today }: { report: Declared; today: string }) {
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
