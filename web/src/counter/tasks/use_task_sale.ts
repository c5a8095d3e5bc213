import { useRef, useState } from 'react';
import { post } from '../../api/client';
import { Keyring } from '../../api/key';
import { Problem } from '../../api/problem';
import type { SaleOutcome } from '../../api/types';
import type { Counter } from '../use_counter';

type Answer = SaleOutcome | { approval: { number: number } };

/**
 * Sends what a task wants done. When the server asks for a second person, the request's number is kept: after the approval the
 * same content goes again with it. Changed content is a new request.
 */
export function useTaskSale(counter: Counter, path: string) {
  const keys = useRef(new Keyring());
  const content = useRef<Record<string, unknown>>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const [approval, setApproval] = useState<number | null>(null);

  const send = async (body: Record<string, unknown>, granted?: number): Promise<void> => {
    content.current = body;
    setProblem(null);
    // The card that happens to lie there has no part in what goes over the line, nor in a balance at the server.
    const session = body['carrier'] === 'link' || path.startsWith('/payments/') || path.endsWith('/pay-out') || path.endsWith('/pay-debts') ? undefined : counter.card?.session;
    const key = keys.current.keyFor(path, JSON.stringify(body), session, granted);
    const refused = await counter.run(key, session, async () => {
      const full = { ...body, client_key: key, card_session: session, ...(granted ? { approval: granted } : {}) };
      const answer = await post<Answer>(path, full, { key });
      if ('outcome' in answer) return answer;
      throw new Problem({ title: '', status: 202, code: 'approval_needed', details: { number: answer.approval.number } });
    }, path.includes('/purse/'));
    if (refused?.code === 'approval_needed') setApproval(Number(refused.details.number ?? refused.details.approval));
    else if (refused) setProblem(refused);
  };

  return {
    problem,
    approval,
    send,
    approved: () => {
      const number = approval;
      setApproval(null);
      if (number !== null) void send(content.current, number);
    },
    later: () => {
      setApproval(null);
      counter.setTask(null);
    },
  };
}
