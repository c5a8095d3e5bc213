import { useWords } from '../words/words';
import type { Row } from '../table/register_table';
import { DEBT_RULES, DebtDrawer } from './debt_drawer';
import { RegisterPage } from './register_page';
import { useChoices } from './register_pages';

// What customers owe by name: raised by two, recovered by a rule or a plan, paused, written off.

const account = (row: Row): string | null => `/office/accounts?open=${String(row['account'])}`;
const customer = (row: Row): string | null => `/office/customers?open=${String(row['customer'])}`;

export function DebtsPage() {
  const { t } = useWords();
  const kinds = useChoices('/codes?filter.kind=debt_kind&filter.active=true', 'code');
  return <RegisterPage def={{
    id: 'debts', path: '/debts', key: ['number'], defaultSort: '-number', write: 'debts_write', madeOnce: true,
    columns: [
      { id: 'number', kind: 'count' }, { id: 'account', link: account }, { id: 'customer_name', link: customer }, { id: 'kind', named: 'debt_kind' }, { id: 'since_day', kind: 'date' },
      { id: 'amount', kind: 'money' }, { id: 'recovered', kind: 'money' }, { id: 'left', kind: 'money' }, { id: 'rule', prefix: 'debt_rule' }, { id: 'state', kind: 'state', of: 'debt', choices: ['owed', 'paid', 'written_off'] },
      { id: 'remark' }, { id: 'origin', prefix: 'debt_origin' }, { id: 'document' }, { id: 'written_off', kind: 'money', hidden: true }, { id: 'pause_from', kind: 'date', hidden: true },
      { id: 'pause_until', kind: 'date', hidden: true }, { id: 'raised_by', hidden: true }, { id: 'approved_by', hidden: true }, { id: 'raised', kind: 'time', hidden: true },
    ],
    fields: [
      { name: 'account', required: true }, { name: 'kind', kind: 'select', required: true, choices: kinds },
      { name: 'origin', kind: 'select', required: true, start: 'document', choices: ['document', 'connection_fee'].map((one) => ({ value: one, label: t(`debt_origin.${one}`) })) },
      { name: 'document', required: true, note: 'field_note.debt_document' }, { name: 'amount', required: true }, { name: 'since', kind: 'date', note: 'account.today_when_empty' },
      { name: 'rule', kind: 'select', required: true, start: 'percent', choices: DEBT_RULES.filter((one) => one !== 'plan').map((one) => ({ value: one, label: t(`debt_rule.${one}`) })) },
      { name: 'value', note: 'field_note.debt_value' }, { name: 'remark', kind: 'long' },
    ],
    more: (row, refresh) => <DebtDrawer key={String(row['number'])} row={row} refresh={refresh} />,
  }} />;
}
