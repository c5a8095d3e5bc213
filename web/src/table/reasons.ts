import { useWords } from '../words/words';

/** "cover_opened+15,magnet+15" as "cover opened (15), magnet (15)"; what somebody wrote himself stays as it is. */
export function useReasons(): (text: string) => string {
  const { t, has } = useWords();
  return (text) => {
    const parts = text.split(',').map((part) => part.split('+'));
    if (!parts.every(([name = '']) => has(`report.reason.${name}`))) return text;
    return parts.map(([name = '', points]) => t(`report.reason.${name}`) + (points ? ` (${points})` : '')).join(', ');
  };
}
