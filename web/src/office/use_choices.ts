import { useQuery } from '@tanstack/react-query';
import { every } from '../api/every';
import type { Choice } from '../form/fields';
import type { Row } from '../table/register_table';

/** The rows of a small register as choices of a form. */
export function useChoices(path: string, key: string): Choice[] {
  const list = useQuery({ queryKey: ['choices', path], queryFn: ({ signal }) => every<Row>(path, signal), staleTime: 30_000 });
  return (list.data?.rows ?? []).map((row) => ({ value: String(row[key]), label: [row[key], row['name']].filter(Boolean).join(' ') }));
}
