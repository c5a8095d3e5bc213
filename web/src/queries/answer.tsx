import type * as D from '../api/described';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { post, postFile } from '../api/client';
import { ProblemNote } from '../form/problem_note';
import { Failed, Loading, nothingToShow } from '../shell/states';
import { Cell } from '../table/cell';
import type { Column } from '../table/columns';
import { useWords, type Words } from '../words/words';
import { fieldNamed, type Query, type Subject } from './document';
import { codeSaid, fieldSaid } from './names';

type Head = D.QueryPage['heads'][number];
type Page = D.QueryPage;

const KINDS: Record<string, Column['kind']> = { money: 'money', energy: 'energy', time: 'time', flag: 'yes', local_time: 'local', digits: 'number4', hundredths: 'count', tenders: 'text', text: 'text' };
const PREVIEW = 100;

/** What comes back: the first hundred rows, how many there are in all, and all of them as a file. */
export function Answer({ query, name, subjects }: { query: Query; name: string; subjects: Subject[] }) {
  const words = useWords();
  const { t } = words;
  const pages = useInfiniteQuery({
    queryKey: ['query', JSON.stringify(query)], initialPageParam: '', getNextPageParam: (last: Page) => last.next, retry: false,
    queryFn: ({ pageParam, signal }) => post<Page>('/queries', { query, page_size: PREVIEW, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
  });
  if (nothingToShow(pages)) return <Failed problem={pages.error} retry={() => void pages.refetch()} />;
  if (!pages.data) return <Loading />;
  const first = pages.data.pages[0]!;
  const rows = pages.data.pages.flatMap((page) => page.rows);
  const total = first.total ?? rows.length;
  return (
    <div className="query-answer" data-testid="query-answer" aria-busy={pages.isFetching}>
      <div className="register-foot">
        <p data-testid="query-count" data-total={total} role="status">{t(first.total_is_exact ? 'table.rows' : 'table.more_than', { count: total, shown: words.decimal(total) })}</p>
        <span className="spring" />
        <Files query={query} name={name} />
      </div>
      <div className="query-table" tabIndex={0} role="region" aria-label={t('query.answer')}>
        <table className="plain-table">
          <thead><tr>{first.heads.map((head) => <th key={head.name} scope="col" className={isNumber(head) ? 'number' : undefined}>{titleOf(query.subject, head, words)}</th>)}</tr></thead>
          <tbody>{rows.map((row, index) => <tr key={index}>{first.heads.map((head) => <td key={head.name} className={isNumber(head) ? 'number' : undefined}><Value head={head} row={row} query={query} subjects={subjects} /></td>)}</tr>)}</tbody>
          {Object.keys(first.totals).length > 0 && rows.length > 0 && first.total_is_exact && (
            <tfoot><tr data-testid="query-totals">{first.heads.map((head, index) => (
              <td key={head.name} className={isNumber(head) ? 'number' : undefined}>{first.totals[head.name] !== undefined ? <Value head={head} row={first.totals} query={query} subjects={subjects} /> : index === 0 ? t('table.all_rows', { count: words.decimal(total) }) : ''}</td>
            ))}</tr></tfoot>
          )}
        </table>
      </div>
      {rows.length === 0 && <p className="nothing" data-testid="query-nothing">{t(first.further ? 'table.no_match_so_far' : 'table.no_match')}</p>}
      {pages.hasNextPage && <button type="button" className="plain-button" data-testid="query-more" onClick={() => void pages.fetchNextPage()}>{t(pages.data.pages.at(-1)!.further ? 'table.look_further' : 'table.next')}</button>}
    </div>
  );
}

const isNumber = (head: Head): boolean => head.kind === 'money' || head.kind === 'energy' || head.figure === 'count' || head.kind === 'hundredths' || (head.kind === 'integer' && head.figure !== null);

function titleOf(list: string, head: Head, words: Words): string {
  const unit = head.kind === 'money' ? `, ${words.currency}` : head.kind === 'energy' ? `, ${words.unit('kWh')}` : '';
  const field = head.field ? fieldSaid(list, head.field, words) + (head.part ? ` · ${words.t(`query.part.${head.part}`)}` : '') : '';
  return (head.figure ? [words.t(`query.figure.${head.figure}`), field].filter(Boolean).join(' · ') : field) + unit;
}

function Value({ head, row, query, subjects }: { head: Head; row: Record<string, unknown>; query: Query; subjects: Subject[] }) {
  const words = useWords();
  const value = row[head.name];
  const field = fieldNamed(subjects, query.subject, head.field);
  if (typeof value === 'string' && value && field?.said) return <>{codeSaid(field, value, words)}</>;
  if (head.kind === 'date' && head.part === null && typeof value === 'string') return <Cell column={{ id: head.name, kind: 'date' }} row={row} />;
  if (head.figure !== null && head.kind === 'integer') return <Cell column={{ id: head.name, kind: 'count' }} row={row} />;
  return <Cell column={{ id: head.name, kind: KINDS[head.kind] ?? 'text' }} row={row} />;
}

/** All rows, not only those that are seen. */
function Files({ query, name }: { query: Query; name: string }) {
  const { t } = useWords();
  const [problem, setProblem] = useState<unknown>(null);
  const [making, setMaking] = useState('');
  const take = (format: 'csv' | 'xlsx' | 'pdf'): void => {
    setMaking(format);
    setProblem(null);
    postFile('/queries/file', { query, format, name }, `${query.subject}.${format}`).catch(setProblem).finally(() => setMaking(''));
  };
  return (
    <div className="query-tools">
      <ProblemNote problem={problem} />
      {(['csv', 'xlsx', 'pdf'] as const).map((format) => (
        <button key={format} type="button" className="plain-button" disabled={making !== ''} aria-busy={making === format} aria-label={`${t('table.export')} ${format.toUpperCase()}`} data-testid={`query-${format}`} onClick={() => take(format)}>{format.toUpperCase()}</button>
      ))}
    </div>
  );
}
