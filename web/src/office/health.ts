import { useQuery } from '@tanstack/react-query';
import { get, HEALTH } from '../api/client';
import type { Answers } from '../api/described';
import type { Words } from '../words/words';

export type Health = Answers['getHealth'];

/** How each part of the program is, asked anew as often as is said. */
export const useHealth = (key: readonly string[], options: { refetchInterval?: number; gcTime?: number }) =>
  useQuery({ queryKey: ['health', ...key], queryFn: ({ signal }) => get<Health>(HEALTH, signal), ...options });

/** What a part says of itself: a word of ours, a version, or the code of what is wrong. */
export function healthWord({ first, t }: Pick<Words, 'first' | 't'>, part: keyof Health, said: unknown): string {
  if (typeof said !== 'string') return '—';
  return part === 'version' ? said : first([`health.${said}`], t('health.other', { code: said }));
}
