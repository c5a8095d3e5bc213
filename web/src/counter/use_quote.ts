import { useCallback, useEffect, useRef, useState } from 'react';
import { post } from '../api/client';
import { asProblem, Problem } from '../api/problem';
import type { QuoteView } from '../api/types';

export interface Ask { account: number | string; by: 'pay' | 'units'; value: string }

interface QuoteNow {
  quote?: QuoteView;
  problem?: Problem;
  /** The quote before a refusal for being stale: its lines that differ are marked. */
  before?: QuoteView;
}

const PAUSE_MS = 80;
/** How soon a quote that nobody answered is asked for again. */
const SILENCE_MS = 1_000;

/** The quote that follows every keystroke. Answers are numbered: an older one that comes late is dropped. */
export function useQuote(ask: Ask | null) {
  const [now, setNow] = useState<QuoteNow>({});
  const [again, setAgain] = useState(0);
  const number = useRef(0);
  const name = ask && JSON.stringify([ask.account, ask.by, ask.value]);

  useEffect(() => {
    const mine = ++number.current;
    if (!ask) {
      setNow({});
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const body = { account: ask.account, [ask.by]: ask.value };
      post<QuoteView>('/quotes', body, { signal: stop.signal }).then(
        (quote) => { if (mine === number.current) setNow({ quote }); },
        (reason: unknown) => { if (mine === number.current && !stop.signal.aborted) setNow({ problem: asProblem(reason) }); },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
    // `name` stands for the whole ask
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [name, again]);

  // Silence is no answer: asked again by itself, so that what the network swallowed does not stand there as a refusal when it is back.
  const silence = now.problem?.isSilence === true ? now.problem : null;
  useEffect(() => {
    if (!silence) return;
    const timer = setTimeout(() => setAgain((count) => count + 1), SILENCE_MS);
    return () => clearTimeout(timer);
  }, [silence]);

  const expires = now.quote?.expires;
  useEffect(() => {
    if (!expires) return;
    const left = Math.max(new Date(expires).getTime() - Date.now(), 1_000);
    const timer = setTimeout(() => setAgain((count) => count + 1), Math.min(left, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  }, [expires]);

  const replace = useCallback((quote: QuoteView) => {
    number.current += 1;
    setNow((old) => ({ quote, before: old.quote }));
  }, []);
  const refresh = useCallback(() => setAgain((count) => count + 1), []);
  return { ...now, replace, refresh };
}
