import { CUSTOMERS } from './columns/customers';
import { RegisterPage } from './register_page';

// Accounts that went on by another scheme, and what accounts had in the program before this one.

export function SchemeChangesPage() {
  return <RegisterPage def={{
    id: 'scheme-changes', path: '/scheme-changes', key: ['account', 'number'], defaultSort: '-time',
    columns: CUSTOMERS['scheme-changes'],
  }} />;
}

export function OpeningBalancesPage() {
  return <RegisterPage def={{
    id: 'opening-balances', path: '/opening-balances', key: ['account'], defaultSort: '-account',
    columns: CUSTOMERS['opening-balances'],
  }} />;
}
