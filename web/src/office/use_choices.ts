import { useQuery } from '@tanstack/react-query';
import { nameIn } from '../form/registers';
import { useWords } from '../words/words';
import { everyAt } from '../api/lists';
import type { Choice } from '../form/fields';
import type { Row } from '../table/register_table';

/** The rows of a small register as choices of a form. */
export function useChoices(path: string, key: string, fits: (row: Row) => boolean = () => true): Choice[] {
  const { language } = useWords();
  const list = useQuery({ queryKey: ['choices', path], queryFn: ({ signal }) => everyAt<Row>(path, signal), staleTime: 30_000 });
  return (list.data?.rows ?? []).filter(fits).map((row) => ({ value: String(row[key]), label: [row[key], nameIn(row, language, key)].filter(Boolean).join(' ') }));
}
