import { TaskMenu } from './task_menu';
import { OpenAccount } from './open_account';
import { ReplaceCard } from './replace_card';
import { Supplement } from './supplement';
import { TakeBack } from './take_back';
import { CloseAccount } from './close_account';
import { ChangeScheme } from './change_scheme';
import { SwapMeter } from './swap_meter';
import { Transfer } from './transfer';
import { Reprint } from './reprint';
import { DropCash } from './drop_cash';
import { CloseShift } from './close_shift';
import { IssueCard } from './issue_card';
import { ChangePin } from './change_pin';
import { PayDebts } from './pay_debts';
import { PurseTask } from '../purse/purse_task';
import type { TaskProps } from './task';

/** The other work of the counter, in the same place as the sale. */
export function TaskPanel(props: TaskProps) {
  switch (props.counter.task) {
    case 'menu': return <TaskMenu {...props} />;
    case 'open_account': return <OpenAccount {...props} />;
    case 'replace_card': return <ReplaceCard {...props} />;
    case 'supplement': return <Supplement {...props} />;
    case 'take_back': return <TakeBack {...props} />;
    case 'close_account': return <CloseAccount {...props} />;
    case 'change_scheme': return <ChangeScheme {...props} />;
    case 'swap_meter': return <SwapMeter {...props} />;
    case 'transfer': return <Transfer {...props} />;
    case 'reprint': return <Reprint {...props} />;
    case 'drop_cash': return <DropCash {...props} />;
    case 'close_shift': return <CloseShift {...props} />;
    case 'issue_card': return <IssueCard {...props} />;
    case 'pay_debts': return <PayDebts {...props} />;
    case 'change_pin': return <ChangePin {...props} />;
    default: return <PurseTask {...props} />;
  }
}
