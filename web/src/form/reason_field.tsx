import { useQuery } from '@tanstack/react-query';
import type { ComponentProps } from 'react';
import { every } from '../api/lists';
import { codeName } from '../words/code_name';
import { useWords } from '../words/words';
import { TextField } from './fields';

/** Why something is done: what people write often stands in the code table of reasons and is offered, what they write themselves is taken as well. */
export function ReasonField(props: ComponentProps<typeof TextField>) {
  const { language } = useWords();
  const reasons = useQuery({
    queryKey: ['choices', 'codes', 'reason'],
    queryFn: ({ signal }) => every('codes', 'filter.kind=reason&filter.active=true', signal), staleTime: 300_000,
  });
  const offered = (reasons.data?.rows ?? []).map((row) => codeName(row, language));
  return <TextField {...props} suggest={offered.map((text) => ({ value: text, label: text }))} />;
}
