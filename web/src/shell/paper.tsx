import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { address, text } from '../api/client';
import { nothingToShow } from './states';
import { useWords } from '../words/words';
import { ProblemNote } from '../form/problem_note';
import { GridText } from './grid_text';
import { slipSheet } from './slip_sheet';

interface Props {
  path: string;
  testid: string;
  width?: 32 | 48;
  /** As this print of a receipt; without it the slip says that it is for reading only. */
  print?: number;
  /** While it is shown, what the browser prints is this slip alone, on a sheet of its size. */
  alone?: boolean;
  /** Called when it stands on the screen as asked. */
  shown?: () => void;
}

/** A slip as the printer would print it: the server's text grid, 48 or 32 columns. */
export function Paper({ path, testid, width = 48, print, alone, shown }: Props) {
  const { language } = useWords();
  const query = { format: 'text', width: String(width), lang: language, print: print === undefined ? undefined : String(print) };
  const slip = useQuery({ queryKey: ['paper', path, width, language, print ?? 'reading'], queryFn: () => text(address(path, query)), retry: false });
  const there = slip.data !== undefined && !slip.isFetching;
  useEffect(() => {
    if (there) shown?.();
  }, [there, slip.data, shown]);
  if (nothingToShow(slip)) return <ProblemNote problem={slip.error} />;
  return (
    <>
      <pre className={`paper daylight ${alone ? 'alone' : ''}`} data-testid={testid} tabIndex={0}><GridText text={slip.data ?? ''} /></pre>
      {alone && slip.data !== undefined && <style>{slipSheet(width, slip.data.trimEnd().split('\n').length)}</style>}
    </>
  );
}
