import { Supplement } from '../tasks/supplement';
import type { TaskProps } from '../tasks/task';
import { BlockPurse } from './block_purse';
import { ChangeAreas } from './change_areas';
import { ClosePurse } from './close_purse';
import { Deduct } from './deduct';
import { FirstLoad } from './first_load';
import { GiveUp } from './give_up';
import { GreyPurse } from './grey_purse';
import { PayOut } from './pay_out';
import { PayOver } from './pay_over';
import { ReplacePurse } from './replace_purse';
import { TakeOver } from './take_over';

/** The other work with farmers' cards. */
export function PurseTask(props: TaskProps) {
  switch (props.counter.task) {
    case 'purse_first': return <FirstLoad {...props} />;
    case 'purse_supplement': return <Supplement {...props} />;
    case 'purse_deduct': return <Deduct {...props} />;
    case 'purse_grey': return <GreyPurse {...props} />;
    case 'purse_pay_out': return <PayOut {...props} />;
    case 'purse_close': return <ClosePurse {...props} />;
    case 'purse_areas': return <ChangeAreas {...props} />;
    case 'purse_block': return <BlockPurse {...props} />;
    case 'purse_give_up': return <GiveUp {...props} />;
    case 'purse_replace': return <ReplacePurse {...props} />;
    case 'purse_pay_over': return <PayOver {...props} />;
    case 'purse_take_over': return <TakeOver {...props} />;
    default: return null;
  }
}
