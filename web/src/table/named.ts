import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { everyAt } from '../api/lists';
import { useSession } from '../api/hooks';
import type { Language } from '../api/types';
import { may } from '../shell/permissions';
import { useWords } from '../words/words';

// Codes that the utility keeps itself – price plans, usage classes, plans of reading – are shown by the names that it gave them. Who may not read those sees the code.

/** Code tables whose codes rows bear. */
const TABLES = ['usage_class', 'debt_kind', 'reason', 'capacity', 'maker', 'handheld_maker'] as const;

type Source = 'plan' | 'reading_plan' | 'reading_route' | (typeof TABLES)[number];
type Row = Record<string, unknown>;

interface From { right: string; path: string; name: (row: Row, language: Language) => [code: string, name: string] }

const fromTable = (table: string): From => ({ right: 'codes_read', path: `/codes?filter.kind=${table}`, name: (row, language) => [String(row['code']), String(row[`name_${language}`] ?? '')] });
const coded: From['name'] = (row) => [String(row['code']), String(row['name'] ?? '')];
const SOURCES: Record<Source, From> = {
  plan: { right: 'tariffs_read', path: '/plans', name: (row) => [String(row['id']), String(row['name'])] },
  reading_plan: { right: 'meters_read', path: '/reading-plans', name: coded },
  reading_route: { right: 'meters_read', path: '/reading-routes', name: coded },
  ...(Object.fromEntries(TABLES.map((table) => [table, fromTable(table)])) as Record<(typeof TABLES)[number], From>),
};

export type NamedBy = Source;

/** The name of a code; the code itself until it is known. */
export function useNamed(source: Source | undefined): (code: string) => string {
  const names = useNames(source);
  return (code) => names?.get(code) || code;
}

/** Likewise for a cell; nothing while the names are on their way: a code that turns into a name before one's eyes is read twice. */
export function useNamedCell(source: Source): (code: string) => string | null {
  const { language } = useWords();
  const { from, rows, waits } = useSource(source);
  const names = useMemo(() => from && rows && new Map(rows.map((row) => from.name(row, language))), [from, rows, language]);
  return (code) => (waits ? null : names?.get(code) || code);
}

/** Names by their codes; nothing until they are known, or to whoever may not read them. */
export function useNames(source: Source | undefined): Map<string, string> | undefined {
  const { language } = useWords();
  const { from, rows } = useSource(source);
  return from && rows ? new Map(rows.map((row) => from.name(row, language))) : undefined;
}

function useSource(source: Source | undefined): { from?: From; rows?: Row[]; waits: boolean } {
  const session = useSession().data;
  const from = source ? SOURCES[source] : undefined;
  const { data, isLoading } = useQuery({
    queryKey: ['named', source], queryFn: ({ signal }) => everyAt<Row>(from!.path, signal).then((page) => page.rows), enabled: from !== undefined && may(session, from.right), staleTime: 300_000,
  });
  return { from, rows: data, waits: isLoading };
}
