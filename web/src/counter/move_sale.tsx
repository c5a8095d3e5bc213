import { useState } from 'react';
import { post } from '../api/client';
import { newKey } from '../api/key';
import { Problem } from '../api/problem';
import type { SaleOutcome } from '../api/types';
import { ProblemNote } from '../form/problem_note';
import { useWords } from '../words/words';

type Way = 'card' | 'link';

/** What tells the meter to do something and brings it no credit. */
const ORDERS: ReadonlySet<string> = new Set(['closing', 'take_back', 'deduct']);
export const isOrder = (kind: string | undefined): boolean => ORDERS.has(kind ?? '');

interface Props {
  sale: string;
  kind: string | undefined;
  only?: Way;
  /** Session of the card on the reader; without one the card is written where it is put down next. */
  card?: string;
  moved: () => void;
}

/** The same credit or order, with the same number, another way: the meter takes it once, whichever comes first. */
export function MoveSale({ sale, kind, only, card, moved }: Props) {
  const { t } = useWords();
  const [outcome, setOutcome] = useState<{ to: Way; answer: SaleOutcome } | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const move = async (to: Way): Promise<void> => {
    const session = to === 'card' && card ? { card_session: card } : {};
    try {
      const answer = await post<SaleOutcome>(`/sales/${encodeURIComponent(sale)}/move`, { to, ...session }, { key: newKey() });
      setOutcome({ to, answer });
      setProblem(answer.error ? new Problem(answer.error) : null);
      moved();
    } catch (reason) {
      setProblem(reason);
    }
  };
  const ways = (['card', 'link'] as const).filter((way) => !only || way === only);
  return (
    <>
      <p className="quiet">{t(isOrder(kind) ? 'move.how_order' : 'move.how')}</p>
      <ProblemNote problem={problem} />
      {outcome && !problem && <p role="status" className="good-note" data-testid="move-outcome">{t(`move.to_${outcome.to}_done`)}</p>}
      <div className="drawer-tools">
        {ways.map((way) => <button key={way} type="button" className="plain-button" data-testid={`move-to-${way}`} onClick={() => void move(way)}>{t(`move.to_${way}`)}</button>)}
      </div>
    </>
  );
}
