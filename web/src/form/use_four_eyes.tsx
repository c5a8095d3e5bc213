import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { Request } from '../api/types';
import { useWords } from '../words/words';
import { afterAnswer, afterRefusal, atRest, granted, later, type Asked, type Eyes } from './four_eyes';
import { ProblemNote } from './problem_note';
import { ProposalSays } from './proposal';
import { SecondPerson } from './second_person';
import { useWithdrawal } from './use_withdrawal';

/**
 * Sends a change; when a second person is needed, shows the place for name and password and sends the same again with the granted number.
 * When he is elsewhere the number is kept, and the page says what is waited for. `send` is given that number the second time.
 */
export function useFourEyes<Answer>(send: (approval?: number) => Promise<Answer | Asked>, done: (answer: Answer) => void) {
  const [problem, setProblem] = useState<unknown>(null);
  const [eyes, setEyes] = useState<Eyes>(atRest);
  const [running, setRunning] = useState(false);
  const from = useRef<HTMLElement | null>(null);
  const around = useRef<Element | null>(null);
  const back = (): void => (from.current?.isConnected ? from.current : around.current?.querySelector('button'))?.focus();
  // What sends it cannot be pressed while it runs, and lost the focus by that: without it the next Tab began at the top of the page.
  useEffect(() => {
    if (running || !from.current || document.activeElement !== document.body) return;
    back();
  }, [running]);
  const repeat = useRef<HTMLButtonElement>(null);
  useEffect(() => { if (eyes.at === 'waiting' && document.activeElement === document.body) repeat.current?.focus(); }, [eyes.at]);
  const go = async (): Promise<void> => {
    if (running) return;
    from.current = document.activeElement as HTMLElement | null;
    around.current = from.current?.closest('[role=dialog]') ?? around.current;
    const before = eyes;
    setRunning(true);
    if (before.at === 'here') setEyes(atRest);
    try {
      const answer = await send(granted(before));
      const after = afterAnswer(answer);
      setProblem(null);
      setEyes(after);
      if (after.at === 'rest') done(answer as Answer);
    } catch (why) {
      setEyes(afterRefusal(before, why));
      setProblem(why);
    } finally {
      setRunning(false);
    }
  };
  const forget = (): void => {
    setEyes(atRest);
    setProblem(null);
  };
  const withdrawn = (): void => {
    forget();
    back();
  };
  let second: ReactNode = null;
  if (eyes.at === 'here') second = <SecondPerson asked={eyes.request} cancel={() => setEyes(later)} approved={() => void go()} withdrawn={withdrawn} />;
  if (eyes.at === 'waiting') second = <Waiting request={eyes.request} problem={problem} repeat={repeat} go={() => void go()} forget={forget} withdrawn={withdrawn} />;
  return { go: () => void go(), problem, second, forget, running };
}

interface WaitingProps { request: Request; problem: unknown; repeat: RefObject<HTMLButtonElement | null>; go: () => void; forget: () => void; withdrawn: () => void }

/** What is waited for: done once it was approved, withdrawn, or left to wait. */
function Waiting({ request, problem, repeat, go, forget, withdrawn }: WaitingProps) {
  const { t } = useWords();
  const back = useWithdrawal(request.number, withdrawn);
  return (
    <section className="note approval-waits" data-testid="approval-waits">
      <p role="status">{t('approval.waits', { number: request.number })}</p>
      <ProposalSays content={request.content} />
      <ProblemNote problem={back.problem ?? problem} />
      <div className="drawer-tools">
        <button type="button" ref={repeat} className="primary-button" data-testid="approval-repeat" onClick={go}>{t('approval.repeat')}</button>
        <button type="button" className="plain-button" data-testid="approval-withdraw" onClick={back.withdraw}>{t('approval.withdraw')}</button>
        <button type="button" className="plain-button" data-testid="approval-forget" onClick={forget}>{t('approval.forget')}</button>
      </div>
    </section>
  );
}
