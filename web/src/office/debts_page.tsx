import { useWords } from '../words/words';
import type { FieldDef } from '../form/register_form';
import { DeclaredPage } from './declared_page';
import { DEBT_RULES, DebtDrawer } from './debt_drawer';

// What customers owe by name: raised by two, recovered by a rule or a plan, paused, written off. What is filled in is no row: money is posted by it.

export function DebtsPage() {
  const { t } = useWords();
  const fields: FieldDef[] = [
    { name: 'account', required: true }, { name: 'kind', kind: 'few', register: 'debt_kind', required: true },
    { name: 'origin', kind: 'select', required: true, start: 'document', choices: ['document', 'connection_fee'].map((one) => ({ value: one, label: t(`debt_origin.${one}`) })) },
    { name: 'document', required: true, note: 'field_note.debt_document' }, { name: 'amount', kind: 'money', required: true }, { name: 'since', kind: 'date', note: 'account.today_when_empty' },
    { name: 'interest', kind: 'figure', note: 'field_note.debt_interest' }, { name: 'interest_from', kind: 'date', note: 'field_note.debt_interest_from' },
    { name: 'rule', kind: 'select', required: true, start: 'percent', choices: DEBT_RULES.filter((one) => one !== 'plan').map((one) => ({ value: one, label: t(`debt_rule.${one}`) })) },
    { name: 'value', kind: 'money', note: 'field_note.debt_value' }, { name: 'remark', kind: 'long' },
  ];
  return <DeclaredPage id="debts" write="debts_write" fields={fields} madeOnce more={(row, refresh) => <DebtDrawer key={String(row['number'])} row={row} refresh={refresh} />} />;
}
