import { useQuery } from '@tanstack/react-query';
import { address, text } from '../api/client';
import { useWords } from '../words/words';
import { ProblemNote } from '../form/problem_note';
import { slipSheet } from './slip_sheet';

interface Props {
  path: string;
  testid: string;
  width?: 32 | 48;
  /** While it is shown, what the browser prints is this slip alone, on a sheet of its size. */
  alone?: boolean;
}

/** A slip as the printer would print it: the server's text grid, 48 or 32 columns. */
export function Paper({ path, testid, width = 48, alone }: Props) {
  const { language } = useWords();
  const query = { format: 'text', width: String(width), lang: language };
  const slip = useQuery({ queryKey: ['paper', path, width, language], queryFn: () => text(address(path, query)), retry: false });
  if (slip.isError) return <ProblemNote problem={slip.error} />;
  return (
    <>
      <pre className={`paper daylight ${alone ? 'alone' : ''}`} data-testid={testid} tabIndex={0}>{slip.data ?? ''}</pre>
      {alone && slip.data !== undefined && <style>{slipSheet(width, slip.data.trimEnd().split('\n').length)}</style>}
    </>
  );
}
