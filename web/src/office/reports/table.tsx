import { useState } from 'react';
import { Link } from 'react-router';
import { entrySaid } from '../../table/objects';
import { says } from '../../words/says';
import { useWords } from '../../words/words';
import type { Figure, Made, Opens, ReportColumn, ReportRow } from './made';
import { OrderVisits, type Supply } from './visit_order';

/** Days, moments and numbers of receipts stay in one line. */
const WHOLE = /^(\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?|[A-Z0-9-]{4,24})$/;
/** What groups of a row are numbers of, so that they lead there. */
const LEADS: Record<string, string> = { account: '/office/accounts?open=', meter: '/office/meters?open=' };

export function ReportTable({ made, visits, signed, asOf, insight, more }: { made: Made; visits: boolean; signed: boolean; asOf: string; insight: boolean; more: (() => void) | null }) {
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

/** Where the rows stand that make a line. A report is made of the same moment of the books. */
function drill(opens: Opens, asOf: string): string {
  const filters = (before: string): [string, string][] => Object.entries(opens.filters).map(([name, value]) => [`${before}.${name}`, value]);
  if (opens.list) return `/office/${opens.list}?${new URLSearchParams(filters('f')).toString()}`;
  const { report = '', period = '', group = '' } = opens;
  return `?${new URLSearchParams([...Object.entries({ report, period, group, ...(asOf ? { as_of: asOf } : {}) }), ...filters('filter')]).toString()}`;
}
