import { useState } from 'react';
import { TextField } from '../form/fields';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';
import { DecideApplication } from './decide_application';
import { CUSTOMERS } from './columns/customers';
import { RegisterPage } from './register_page';
import { useChoices } from './use_choices';

// Who wants a supply with a meter: entered, granted with a meter or refused, opened at the counter.

export function AccountApplicationsPage() {
  return <RegisterPage def={{
    id: 'account-applications', path: '/account-applications', key: ['number'], defaultSort: '-number', write: 'open_account', madeOnce: true,
    columns: CUSTOMERS['account-applications'],
    fields: [
      { name: 'customer', required: true }, { name: 'service_point', required: true }, { name: 'plan', kind: 'lookup' },
      { name: 'usage_class', kind: 'select', choices: useChoices('/codes?filter.kind=usage_class&filter.active=true', 'code') }, { name: 'heads', start: '0', note: 'field_note.unknown_is_0' }, { name: 'remark', kind: 'long' },
    ],
    more: (row, refresh) => <Decide key={String(row['state'])} row={row} decided={refresh} />,
  }} />;
}

/** The meter that was found for it is named where it is granted. */
function Decide({ row, decided }: { row: Row; decided: () => void }) {
  const { t } = useWords();
  const [number, setNumber] = useState('');
  return (
    <DecideApplication row={row} path="/account-applications" right="customers_write" note={t('application.account_note')} grants={{ meter: number.trim() }} decided={decided}>
      <TextField id="application-meter" label={t('column.meter')} value={number} change={setNumber} testid="application-meter" must />
    </DecideApplication>
  );
}
