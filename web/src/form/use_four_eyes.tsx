import { useState, type ReactNode } from 'react';
import { Problem } from '../api/problem';
import { SecondPerson } from './second_person';

/** The server's answer when one person is not enough: the number of the request. */
export interface Asked { approval: { number: number } }

/**
 * Sends a change; when a second person is needed, shows the place for name and password and sends the same again with the granted number.
 * `send` is given that number the second time.
 */
export function useFourEyes<Answer>(send: (approval?: number) => Promise<Answer | Asked>, done: (answer: Answer) => void) {
  const [problem, setProblem] = useState<unknown>(null);
  const [asked, setAsked] = useState<number | null>(null);
  const go = async (approval?: number): Promise<void> => {
    setAsked(null);
    try {
      const answer = await send(approval);
      setProblem(null);
      if (isAsked(answer)) setAsked(answer.approval.number);
      else done(answer);
    } catch (why) {
      if (why instanceof Problem && why.code === 'approval_needed' && why.details['number']) setAsked(Number(why.details['number']));
      else setProblem(why);
    }
  };
  const second: ReactNode = asked === null ? null : <SecondPerson number={asked} cancel={() => setAsked(null)} approved={() => void go(asked)} />;
  return { go: () => void go(), problem, second };
}

function isAsked(answer: unknown): answer is Asked {
  return typeof answer === 'object' && answer !== null && 'approval' in answer && !('outcome' in answer);
}
