import { useWords } from '../words/words';
import { useNamed } from './named';

/** "cover_opened+15,magnet+15" as "cover opened (15), magnet (15)"; "goodwill: leaked" by the name of the code; what somebody wrote himself stays as it is. */
export function useReasons(): (text: string) => string {
  const { t, has } = useWords();
  const named = useNamed('reason');
  return (text) => {
    const colon = text.indexOf(': ');
    if (colon > 0) return named(text.slice(0, colon)) + text.slice(colon);
    const parts = text.split(',').map((part) => /^([a-z_]+)(?:\+(\d+))?$/.exec(part) ?? []);
    if (!parts.every(([, name = '']) => has(`report.reason.${name}`))) return text;
    return parts.map(([, name = '', points]) => t(`report.reason.${name}`) + (points ? ` (${points})` : '')).join(', ');
  };
}
