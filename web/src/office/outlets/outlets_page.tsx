import { useChoices } from '../use_choices';
import { MONEY } from '../columns/money';
import { RegisterPage } from '../register_page';
import { OutletDrawer } from './outlet_drawer';

// Who sells for the utility out of a float that he has paid in.

export function OutletsPage() {
  const stations = useChoices('/stations', 'code');
  return <RegisterPage def={{
    id: 'outlets', path: '/outlets', key: ['code'], defaultSort: 'code', write: 'outlets_write', madeOnce: true,
    columns: MONEY.outlets,
    fields: [
      { name: 'code', required: true, note: 'field_note.outlet_code' }, { name: 'station', kind: 'select', required: true, choices: stations }, { name: 'name', required: true }, { name: 'contact' },
      { name: 'credit_limit', kind: 'money', note: 'field_note.no_limit' }, { name: 'sale_limit', kind: 'money', note: 'field_note.no_limit' }, { name: 'day_limit', kind: 'money', note: 'field_note.no_limit' },
    ],
    more: (row, refresh) => <OutletDrawer key={String(row['code'])} code={String(row['code'])} refresh={refresh} />,
  }} />;
}
