import type { Problem } from '../api/problem';
import type { Confirm, SaleOutcome } from '../api/types';

/** How money is taken of whoever stands there: credit for his meter, a payment to his balance at the server, or a load of the card that is his purse. */
export interface Way {
  kind: 'credit' | 'payment' | 'load';
  /** What is offered for the amount; a payment has no quote. */
  quote: object | undefined;
  problem: Problem | undefined;
  /** What the customer gives for it, once that is known. */
  due: string | undefined;
  /** What somebody has to say yes to before it is booked. */
  unusual: Confirm[];
  /** The one next step: asks for what is still to be known, for the yes, or books it. */
  enter: () => void;
  /** Books it, with what was said yes to. */
  book: (confirmed: string[]) => Promise<void>;
}

/** What every way of taking money does alike. */
export interface Booking {
  /** A key for what is meant: the same meaning is booked once, however often it is sent. */
  keyFor: (...meaning: (string | number | undefined)[]) => string;
  /** The members of a request that say how it is paid. */
  paying: () => object;
  confirm: (on: boolean) => void;
  run: (key: string, cardSession: string | undefined, call: () => Promise<SaleOutcome>, ofPurse?: boolean) => Promise<Problem | null>;
  fail: (key: string, problem: Problem) => void;
}
