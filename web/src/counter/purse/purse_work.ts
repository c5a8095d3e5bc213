import type { CardView, Session } from '../../api/types';
import { isZero } from '../../form/amount';
import { mayAny } from '../../shell/permissions';
import type { Task } from '../names';
import { NEEDS } from '../tasks/needs';
import type { PurseStanding } from '../state';
import { canBecomePurse, needsNextCard, type PurseAccount, type PurseLook } from './purse';

/** One thing that can be done for a farmer; `lacks`: what has to be there first, texts `purse.lacks.<what>`. */
interface PurseWork { task: Task; lacks: string | null }

interface Seen { standing: PurseStanding; account: PurseAccount; card: CardView | null; look?: PurseLook | undefined }

type Lacks = (seen: Seen) => string | null;

const ownCard: Lacks = ({ standing }) => (standing === 'grey' ? 'free_card' : standing === 'open' || standing === 'closing' ? null : 'own_card');
const made: Lacks = (seen) => (seen.account.purse.state !== 'active' ? 'made_card' : ownCard(seen));
/** A card that is only being made holds nothing that could wait: what was paid for it is given up. */
const issued: Lacks = ({ account: { purse } }) => (purse.card !== null && purse.chip === null && (purse.state === 'active' || purse.state === 'granted') ? null : 'made_card');
/** Begun, it is finished without the card too: that was emptied, and may be lost since. */
const emptied: Lacks = (seen) => (seen.account.state === 'closing' ? null : made(seen));
const goingOn: Lacks = (seen) => (seen.account.state === 'closing' ? 'going_on' : made(seen));

/** Where it is good may be said of a card that he has or is to get, also while it lies at home. */
const inForce: Lacks = ({ account: { state, purse } }) => (state === 'closing' ? 'going_on' : purse.state === 'active' || purse.state === 'granted' ? null : 'made_card');

const WORK: { task: keyof typeof NEEDS; lacks: Lacks }[] = [
  { task: 'purse_supplement', lacks: goingOn },
  { task: 'purse_deduct', lacks: goingOn },
  { task: 'purse_grey', lacks: ({ standing }) => (standing === 'grey' ? null : 'grey_card') },
  { task: 'purse_pay_out', lacks: ({ account }) => (isZero(account.owed) ? 'owed' : null) },
  { task: 'purse_close', lacks: emptied },
  { task: 'purse_areas', lacks: inForce },
  { task: 'purse_block', lacks: issued },
  { task: 'purse_give_up', lacks: ({ account: { purse }, look }) => (purse.chip !== null || (look && look.never_arrived !== null) ? null : 'broken_making') },
  { task: 'purse_replace', lacks: ({ account, card }) => (!needsNextCard(account.purse) ? 'blocked_card' : canBecomePurse(card) ? null : 'blank_card') },
  { task: 'purse_pay_over', lacks: (seen) => (seen.account.waiting === null ? 'waiting' : goingOn(seen)) },
  { task: 'purse_take_over', lacks: (seen) => (seen.standing === 'not_in_books' ? null : goingOn(seen)) },
  { task: 'pay_debts', lacks: () => null },
  { task: 'reprint', lacks: () => null },
  { task: 'close_shift', lacks: () => null },
];

/** The other work of the counter while a farmer stands there. */
export function purseWork(session: Session | undefined, seen: Seen): PurseWork[] {
  return WORK.filter((work) => mayAny(session, NEEDS[work.task])).map(({ task, lacks }) => ({ task, lacks: lacks(seen) }));
}
