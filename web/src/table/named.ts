import { useQuery } from '@tanstack/react-query';
import { every } from '../api/every';
import { useSession } from '../api/hooks';
import type { Language } from '../api/types';
import { may } from '../shell/permissions';
import { useWords } from '../words/words';

// Codes that the utility keeps itself – price plans, usage classes – are shown by the names that it gave them. Who may not read those sees the code.

type Source = 'plan' | 'usage_class' | 'debt_kind' | 'reason';
type Row = Record<string, unknown>;

const SOURCES: Record<Source, { right: string; path: string; name: (row: Row, language: Language) => [code: string, name: string] }> = {
  plan: { right: 'tariffs_read', path: '/plans', name: (row) => [String(row['id']), String(row['name'])] },
  debt_kind: { right: 'codes_read', path: '/codes?filter.kind=debt_kind', name: (row, language) => [String(row['code']), String(row[`name_${language}`] ?? '')] },
  usage_class: { right: 'codes_read', path: '/codes?filter.kind=usage_class', name: (row, language) => [String(row['code']), String(row[`name_${language}`] ?? '')] },
  reason: { right: 'codes_read', path: '/codes?filter.kind=reason', name: (row, language) => [String(row['code']), String(row[`name_${language}`] ?? '')] },
};

export type NamedBy = Source;

/** The name of a code; the code itself until it is known. */
export function useNamed(source: Source | undefined): (code: string) => string {
  const { language } = useWords();
  const session = useSession().data;
  const from = source ? SOURCES[source] : undefined;
  const rows = useQuery({
    queryKey: ['named', source], queryFn: ({ signal }) => every<Row>(from!.path, signal).then((page) => page.rows), enabled: from !== undefined && may(session, from.right), staleTime: 300_000,
  }).data;
  if (!from || !rows) return (code) => code;
  const names = new Map(rows.map((row) => from.name(row, language)));
  return (code) => names.get(code) || code;
}
