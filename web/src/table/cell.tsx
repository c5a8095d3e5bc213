import { Link } from 'react-router';
import { useSession } from '../api/hooks';
import { isZero } from '../form/amount';
import { Number4 } from '../shell/number4';
import { CommodityTag, TagOf } from '../shell/marks';
import { LANGUAGES } from '../words/languages';
import { unitOf, useWords } from '../words/words';
import type { Proposal, ProposalPart, Tendered } from '../api/types';
import { proposalLine, valueSaid } from '../form/proposal';
import { changeSaid, type Change } from './changes';
import { codeKeys, codesSaid, type Column } from './columns';
import { useNamedCell } from './named';
import { detailsSaid, entrySaid, ledgerSaid, objectSaid, seenSaid } from './objects';
import { useCalled } from './called';
import { useReasons } from './reasons';

/** One value as its kind is read: unknown is a dash, zero is a zero. */
export function Cell({ column, row }: { column: Column; row: Record<string, unknown> }) {
  const value = column.as ? column.as(row) : row[column.id];
  const to = column.link?.(row);
  // The head says kWh: what counts cubic metres says so itself.
  const other = column.kind === 'energy' && unitOf(row['commodity']) !== 'kWh' && value !== null && value !== undefined && value !== '';
  const shown = column.kind === 'details' && hasChanges(row) ? <Changes of={row['changes'] as Change[]} /> : other ? <Metered value={String(value)} commodity={row['commodity']} /> : <Value column={column} value={value} />;
  return to ? <Link to={to} onClick={(event) => event.stopPropagation()}>{shown}</Link> : shown;
}

function Metered({ value, commodity }: { value: string; commodity: unknown }) {
  return <>{useWords().quantity(value, unitOf(commodity))}</>;
}

function Value({ column, value }: { column: Column; value: unknown }) {
  const words = useWords();
  const called = useCalled()(column.id, String(value));
  if (value === null || value === undefined || value === '') {
    return column.kind === 'state' && value === '' ? <TagOf kind={column.of ?? ''} value="" /> : <span className="quiet">—</span>;
  }
  if (called !== undefined) return <span title={String(value)}>{called}</span>;
  if (column.named) return <Known by={column.named} code={String(value)} />;
  if (column.kind === 'reasons') return <Reasons text={String(value)} />;
  if (column.kind === 'proposal') return <>{proposalLine(value as Proposal, words)}</>;
  if (column.kind === 'part') return <>{valueSaid(value as ProposalPart, words)}</>;
  if (column.kind === 'tenders') return <Tenders parts={value as Tendered[]} sum={column.sum === true} />;
  const text = String(value);
  switch (column.kind) {
    case 'money':
    case 'energy': return <span className={column.id === 'gap' && !isZero(text) ? 'figure-bad' : ''}>{words.decimal(text)}</span>;
    case 'count': return <>{words.decimal(text)}</>;
    case 'time': return <time dateTime={text} title={words.time(text)}>{words.time(text, 'minute')}</time>;
    case 'month': return <>{words.day(text)}</>;
    case 'date': return <>{/^\d{4}-\d\d-\d\d$/.test(text) ? words.day(text) : words.time(text, 'date')}</>;
    case 'local': return <time dateTime={text.replace(' ', 'T')}>{words.localTime(text)}</time>;
    case 'details': return <Details text={text} />;
    case 'object': return <>{objectSaid(text, words)}</>;
    case 'seen': return <>{seenSaid(text, words)}</>;
    case 'entry': return <span title={text}>{entrySaid(text, words)}</span>;
    case 'language': return <>{LANGUAGES.find((each) => each.code === text)?.name ?? text}</>;
    case 'ledger': return <span title={text}>{ledgerSaid(text, words)}</span>;
    case 'commodity': return <CommodityTag of={text} />;
    case 'state': return <TagOf kind={column.of ?? ''} value={text} />;
    // A number of zeros is nobody's: the supply ended, and no other meter came.
    case 'number4': return /^0+$/.test(text) ? <>—</> : <Number4 of={text} />;
    case 'account': return text === '0' ? <span className="quiet">—</span> : <>{text}</>;
    case 'yes': return <>{words.t(value === true || text === 'true' || text === '1' ? 'word.yes' : 'word.no')}</>;
    case 'list': return <>{(Array.isArray(value) ? value : text.split(',')).filter(Boolean).map((each) => words.first(codeKeys(column.prefix ?? '', String(each)), String(each))).join(', ') || '—'}</>;
    default: return <>{(column.prefix && codesSaid(column.prefix, text, words)) || text}</>;
  }
}

function Details({ text }: { text: string }) {
  const lines = detailsSaid(text, useWords());
  return lines.length === 0 ? <span className="quiet">—</span> : <>{lines.map((one) => <div key={one}>{one}</div>)}</>;
}

/** An entry says its columns as the server writes them; what is no document of columns stands as it is. */
function hasChanges(row: Record<string, unknown>): boolean {
  return Array.isArray(row['changes']) && String(row['details']).startsWith('{');
}

function Changes({ of }: { of: Change[] }) {
  const words = useWords();
  return of.length === 0 ? <span className="quiet">—</span> : <>{of.map((one) => <div key={one.column}>{changeSaid(one, words)}</div>)}</>;
}

function Reasons({ text }: { text: string }) {
  return <>{useReasons()(text)}</>;
}

function Known({ by, code }: { by: NonNullable<Column['named']>; code: string }) {
  return <>{useNamedCell(by)(code) ?? <span className="quiet">…</span>}</>;
}

/** By what was paid: a cash sale says nothing of itself, a sum of nothing is nought. */
function Tenders({ parts, sum }: { parts: Tendered[]; sum: boolean }) {
  const { t, decimal } = useWords();
  const digits = useSession().data?.utility?.minor_digits ?? 2;
  if (parts.length === 0) return <>{sum ? decimal((0).toFixed(digits)) : t('tender.cash')}</>;
  return <>{parts.map((one) => `${t(`tender.${one.tender}`)} ${decimal(one.amount)}${one.reference ? ` (${one.reference})` : ''}`).join(', ')}</>;
}
