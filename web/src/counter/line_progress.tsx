import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get } from '../api/client';
import type { SaleOutcome } from '../api/types';
import { TagOf } from '../shell/marks';
import { useWords } from '../words/words';
import { isOrder, MoveSale } from './move_sale';

const ASK_EVERY_MS = 3_000;

/** The meter had taken an older sale with this number, from a card: the rest of this one follows over the line with the next. */
const restFollows = (outcome: SaleOutcome | undefined): boolean =>
  outcome?.command?.state === 'cancelled' && outcome.command.error === 'other_instruction_taken';

const isOver = (outcome: SaleOutcome | undefined): boolean =>
  outcome?.sale?.state === 'applied' || (outcome?.command?.state === 'cancelled' && !restFollows(outcome));

interface Props { sale: string; saleKey: string; card: string | undefined }

/** A sale on its way over the line: it turns green by itself when the meter has said that it has it. */
export function LineProgress({ sale, saleKey, card }: Props) {
  const words = useWords();
  const cache = useQueryClient();
  const queryKey = ['on-the-line', sale];
  const asked = useQuery({
    queryKey,
    queryFn: ({ signal }) => get<SaleOutcome>(`/sales/by-key/${saleKey}`, signal),
    refetchInterval: ({ state }) => (isOver(state.data) ? false : ASK_EVERY_MS), // what was told while the first answer came nobody heard
  });
  const command = asked.data?.command;
  const has = asked.data?.sale?.state === 'applied';
  const follows = restFollows(asked.data);
  const kind = asked.data?.sale?.kind;
  const state = follows ? 'queued' : command?.state;
  return (
    <div className={`line-progress ${has ? 'good' : ''}`} role="status" data-testid="line-progress" data-state={has ? 'applied' : state}>
      {command && state && <p>{!has && <TagOf kind="command" value={state} />} {words.first([...(isOrder(kind) ? [`line.order.${has ? 'applied' : state}`] : []), has ? 'line.applied' : `line.say.${state}`], state, { tries: command.tries })}</p>}
      {!has && !follows && command?.error && <p className="quiet" data-testid="line-trouble">{words.first([`line.trouble.${command.error}`, `error.${command.error}`], command.error, { meter: command.meter })}</p>}
      {!has && command && ['queued', 'unknown', 'refused', 'expired'].includes(command.state) && (
        <MoveSale sale={sale} kind={kind} only="card" card={card} moved={() => void cache.invalidateQueries({ queryKey })} />
      )}
    </div>
  );
}
