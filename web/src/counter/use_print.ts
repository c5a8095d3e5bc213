import type { Answers } from '../api/described';
import type { PrintWay } from '../api/row_words';
import type * as D from '../api/described';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { get, post } from '../api/client';
import { onEvent } from '../api/events';
import { newKey } from '../api/key';
import { asProblem, type Problem } from '../api/problem';

// A print of a receipt. The first one and a reprint are different papers, and the server alone says which this is: whoever asks first gets the
// first print. What a printer made of it comes later, as an event.

export type { PrintWay };
export type Tested = Answers['postTillsStationCodePrinterTest'];
export type SlipPrint = D.SlipPrint;
export type TillPrinter = D.Printer;

/** How slips of this till get onto paper. */
export function useOwnPrinter(): TillPrinter | undefined {
  return useQuery({ queryKey: ['own-printer'], queryFn: ({ signal }) => get<TillPrinter>('/session/printer', signal), staleTime: 60_000, retry: false }).data;
}

/** Of a receipt. */
export function usePrint(number: string) {
  return usePrintOf(`/receipts/${encodeURIComponent(number)}`, number);
}

/** Of a paper of the house, by its address: "/shifts/E01/T1/3/slip". Its prints are counted under that address without its end. */
export function usePaperPrint(path: string) {
  const own = path.replace(/^\/api\/v1/, '');
  return usePrintOf(own, decodeURIComponent(own.replace(/^\//, '').replace(/\/slip$/, '')));
}

function usePrintOf(path: string, document: string) {
  const cache = useQueryClient();
  const key = useRef(newKey());
  const [print, setPrint] = useState<SlipPrint | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const ended = useRef<SlipPrint | null>(null);
  // A quick printer has ended before the answer is here that it has begun.
  useEffect(() => onEvent('print', (data) => {
    const told = data as SlipPrint;
    if (told.document !== document && told.document !== `${document}/x`) return;
    ended.current = told;
    setPrint((now) => (now && told.print === now.print ? told : now));
  }), [document]);
  const make = useCallback(async (way: PrintWay, language: string): Promise<SlipPrint | null> => {
    ended.current = null;
    try {
      const made = await post<SlipPrint>(`${path}/print?lang=${language}`, { way }, { key: key.current });
      key.current = newKey();
      setProblem(null);
      const over = ended.current as SlipPrint | null;
      setPrint(over?.print === made.print ? over : made);
      await cache.invalidateQueries({ queryKey: ['paper', path] });
      return made;
    } catch (why) {
      key.current = newKey();
      setProblem(asProblem(why));
      return null;
    }
  }, [cache, path]);
  return { print, problem, make };
}
