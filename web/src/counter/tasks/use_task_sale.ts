import type { Carrier } from '../../api/row_words';
import { says } from '../../words/says';
import { useRef, useState } from 'react';
import { post } from '../../api/client';
import { Keyring } from '../../api/key';
import { Problem } from '../../api/problem';
import type { Request, SaleOutcome } from '../../api/types';
import type { Asked } from '../../form/four_eyes';
import type { Counter } from '../use_counter';

type Answer = SaleOutcome | Asked;

/**
 * Sends what a task wants done. When the server asks for a second person, the request is kept: after the approval the
 * same content goes again with it. Changed content is a new request.
 */
export function useTaskSale(counter: Counter, path: string, ofPurse = path.includes('/purse/')) {
  const keys = useRef(new Keyring());
  const content = useRef<Record<string, unknown>>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const [approval, setApproval] = useState<Request | null>(null);

  const send = async (body: Record<string, unknown>, granted?: number): Promise<void> => {
    content.current = body;
    setProblem(null);
    // The card that happens to lie there has no part in what goes over the line, nor in a balance at the server.
    const session = says<Carrier>(body['carrier'], 'link') || path.startsWith('/payments/') || path.endsWith('/pay-out') || path.endsWith('/pay-debts') ? undefined : counter.card?.session;
    const key = keys.current.keyFor(path, JSON.stringify(body), session, granted);
    let asked: Request | undefined;
    const refused = await counter.run(key, session, async () => {
      const full = { ...body, client_key: key, card_session: session, ...(granted ? { approval: granted } : {}) };
      const answer = await post<Answer>(path, full, { key });
      if ('outcome' in answer) return answer;
      asked = answer.approval;
      throw new Problem({ title: '', status: 202, code: 'approval_needed' });
    }, ofPurse);
    if (asked) setApproval(asked);
    else if (refused) setProblem(refused);
  };

  return {
    problem,
    approval,
    send,
    approved: () => {
      const granted = approval?.number;
      setApproval(null);
      if (granted !== undefined) void send(content.current, granted);
    },
    /** Back at the form with what was typed: another amount is another request. */
    withdrawn: () => setApproval(null),
    later: () => {
      setApproval(null);
      counter.setTask(null);
    },
  };
}
