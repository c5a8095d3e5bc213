import { PLACE_AT_COUNTER } from '../../shell/permissions';
import type { Task } from '../names';
import { CARD_DESK } from './card_desk_kinds';

type Work = Exclude<Task, 'menu'>;

/** Which rights the work at a counter asks, any one of them: what is offered there goes by it, and who may come. */
export const NEEDS: Record<Work, string[]> = {
  open_account: ['open_account'],
  replace_card: ['replace_card'],
  supplement: ['supplement'],
  take_back: ['take_back_own', 'take_back'],
  close_account: ['close_account'],
  swap_meter: ['swap_meter'],
  transfer: ['transfer_account'],
  change_scheme: ['change_scheme'],
  reprint: ['reprint'],
  drop_cash: ['shift_own'],
  close_shift: ['shift_own'],
  issue_card: CARD_DESK,
  change_pin: ['sell'],
  pay_debts: ['sell'],
  purse_first: ['open_account'],
  purse_supplement: ['supplement'],
  purse_deduct: ['take_back'],
  purse_grey: ['settle', 'release_lock'],
  purse_pay_out: ['pay_out'],
  purse_close: ['close_account'],
  purse_areas: ['purse_grant'],
  purse_block: ['block'],
  purse_give_up: ['take_back_own', 'take_back'],
  purse_replace: ['replace_card'],
  purse_pay_over: ['pay_over'],
  purse_take_over: ['take_over_card'],
};

/** Papers alone bring nobody here: the office has them, too. */
const works = (Object.keys(NEEDS) as Work[]).filter((work) => work !== 'reprint').flatMap((work) => NEEDS[work]);

/** Who has anything to do there, also now and then: to give back, to make good, to free a card. The first is what whoever may not come is told. */
export const COUNTER_RIGHTS: string[] = [...new Set([...PLACE_AT_COUNTER, ...works])];
