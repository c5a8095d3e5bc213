import { useQuery } from '@tanstack/react-query';
import { every } from '../api/lists';
import type { Choice } from '../form/fields';
import { codeName } from '../words/code_name';
import { useWords } from '../words/words';

/** What a code table offers: its codes that are in use, by their names in the reader's language. */
export function useCodes(kind: string): Choice[] {
  const { language } = useWords();
  const list = useQuery({ queryKey: ['choices', 'codes', kind], queryFn: ({ signal }) => every('codes', `filter.kind=${kind}&filter.active=true`, signal), staleTime: 30_000 });
  return (list.data?.rows ?? []).map((row) => ({ value: row.code, label: [row.code, codeName(row, language)].filter((each, at, all) => each && all.indexOf(each) === at).join(' ') }));
}

/** What a meter measures and a plan prices. */
export const COMMODITIES = ['electricity', 'gas', 'water'];
