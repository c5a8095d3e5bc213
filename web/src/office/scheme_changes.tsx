import { account, toMeter } from './leads';
import { RegisterPage } from './register_page';

// Accounts that went on by another scheme, and what accounts had in the program before this one.

export function SchemeChangesPage() {
  return <RegisterPage def={{
    id: 'scheme-changes', path: '/scheme-changes', key: ['account', 'number'], defaultSort: '-time',
    columns: [
      { id: 'time', kind: 'time' }, { id: 'account', link: account }, { id: 'customer_name' }, { id: 'from_scheme', prefix: 'scheme' }, { id: 'to_scheme', prefix: 'scheme' }, { id: 'moved', kind: 'money' },
      { id: 'old_meter', kind: 'number4', link: toMeter('old_meter') }, { id: 'new_meter', kind: 'number4', link: toMeter('new_meter') }, { id: 'reason' }, { id: 'changed_by' }, { id: 'approved_by' }, { id: 'document' },
      { id: 'cards_void', kind: 'count', hidden: true }, { id: 'number', kind: 'running', hidden: true },
    ],
  }} />;
}

export function OpeningBalancesPage() {
  return <RegisterPage def={{
    id: 'opening-balances', path: '/opening-balances', key: ['account'], defaultSort: '-account',
    columns: [
      { id: 'account', link: account }, { id: 'meter', kind: 'number4', link: toMeter('meter') }, { id: 'state', prefix: 'opening_state', choices: ['stands', 'undone'] }, { id: 'kept_at', prefix: 'opening_at', choices: ['server', 'meter'] },
      { id: 'amount', kind: 'money' }, { id: 'credit', kind: 'money' }, { id: 'unit', prefix: 'unit' }, { id: 'count', kind: 'count' }, { id: 'document' }, { id: 'taken', kind: 'time' }, { id: 'taken_by' }, { id: 'approved_by' }, { id: 'entry', kind: 'entry', hidden: true },
    ],
  }} />;
}
