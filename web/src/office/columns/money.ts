import type { Column } from '../../table/columns';
import { account, customer, meter } from '../leads';

// Columns of the lists of what was sold, of the cash for it, and of the books that it stands in.

const SALE_KINDS = ['open', 'recharge', 'supplement', 'take_back', 'deduct', 'replacement', 'closing', 'refund', 'payment', 'payment_back', 'claim', 'claim_payment', 'write_off', 'swap', 'transfer', 'change_scheme', 'paid_over', 'release', 'taken_over'];
const SALE_STATES = ['booked', 'carried', 'in_doubt', 'applied', 'taking_back', 'taken_back', 'reversed'];

const SALES: Column[] = [
  { id: 'number' }, { id: 'time', kind: 'time' }, { id: 'kind', prefix: 'sale_kind', choices: SALE_KINDS }, { id: 'state', kind: 'state', of: 'sale', choices: SALE_STATES }, { id: 'customer_name', link: customer }, { id: 'tendered', kind: 'money' }, { id: 'tenders', kind: 'tenders', sort: false, filter: false }, { id: 'credit', kind: 'money' },
  { id: 'account', link: account }, { id: 'meter', kind: 'number4', link: meter }, { id: 'operator' }, { id: 'till' },
  { id: 'business_day', kind: 'date', sort: false, hidden: true }, { id: 'customer', hidden: true }, { id: 'unit', prefix: 'unit', hidden: true }, { id: 'n', kind: 'running', hidden: true }, { id: 'original', hidden: true }, { id: 'reason', kind: 'reasons', hidden: true }, { id: 'approved_by', hidden: true },
];

export const MONEY = {
  sales: SALES,
  'in-doubt': [{ id: 'number' }, { id: 'since', kind: 'time' }, { id: 'age', kind: 'count', sort: false, filter: false, file: false }, ...SALES.filter((column) => ['kind', 'customer_name', 'account', 'meter', 'tendered', 'operator', 'till', 'state'].includes(column.id))],
  shifts: [
    { id: 'number', kind: 'running' }, { id: 'station' }, { id: 'till' }, { id: 'operator' }, { id: 'opened', kind: 'time' }, { id: 'closed', kind: 'time' }, { id: 'receipts', kind: 'count' }, { id: 'opening_float', kind: 'money' },
    { id: 'received', kind: 'tenders', sum: true }, { id: 'expected', kind: 'money' }, { id: 'counted', kind: 'money' }, { id: 'difference', kind: 'money' }, { id: 'difference_reason', hidden: true }, { id: 'accepted_by', hidden: true }, { id: 'state', kind: 'state', of: 'shift', choices: ['open', 'closed'] },
  ],
  'cash-drops': [
    { id: 'time', kind: 'time' }, { id: 'station' }, { id: 'till' }, { id: 'shift' }, { id: 'number' }, { id: 'amount', kind: 'money' }, { id: 'bag' }, { id: 'operator' }, { id: 'taken_by' },
  ],
  deposits: [
    { id: 'time', kind: 'time' }, { id: 'station' }, { id: 'number' }, { id: 'business_day', kind: 'date' }, { id: 'amount', kind: 'money' }, { id: 'bank' }, { id: 'bag' }, { id: 'operator' }, { id: 'approved_by' },
  ],
  outlets: [
    { id: 'code' }, { id: 'name' }, { id: 'station' }, { id: 'state', kind: 'state', of: 'outlet', choices: ['active', 'blocked', 'closed'] }, { id: 'float', kind: 'money' },
    { id: 'credit_limit', kind: 'money' }, { id: 'commission_owed', kind: 'money' }, { id: 'last_sale', kind: 'time' }, { id: 'sale_limit', kind: 'money', hidden: true },
    { id: 'day_limit', kind: 'money', hidden: true }, { id: 'contact', hidden: true }, { id: 'opened', kind: 'time', hidden: true },
  ],
  invoices: [
    { id: 'invoice' }, { id: 'time', kind: 'time' }, { id: 'kind', prefix: 'invoice_kind', choices: ['invoice', 'credit_note'] }, { id: 'state', kind: 'state', of: 'invoice', choices: ['issued', 'void'] },
    { id: 'buyer_name' }, { id: 'customer', link: customer }, { id: 'buyer_tax_number' }, { id: 'net', kind: 'money' }, { id: 'tax', kind: 'money' }, { id: 'invoice_total', kind: 'money' },
    { id: 'buyer_address', hidden: true }, { id: 'of_invoice', hidden: true }, { id: 'reason', hidden: true }, { id: 'approved_by', hidden: true }, { id: 'series', hidden: true }, { id: 'business_day', kind: 'date', hidden: true },
    { id: 'station', hidden: true }, { id: 'operator', hidden: true }, { id: 'voided_at', kind: 'time', hidden: true }, { id: 'voided_by', hidden: true }, { id: 'void_approved_by', hidden: true }, { id: 'void_reason', hidden: true },
  ],
  reconciliation: [
    { id: 'meter', kind: 'number4', link: meter }, { id: 'customer_name', filter: false }, { id: 'account', link: account, filter: false }, { id: 'sold', kind: 'money', filter: false }, { id: 'applied', kind: 'money', filter: false }, { id: 'in_transit', kind: 'money', filter: false },
    { id: 'taken_back', kind: 'money', filter: false }, { id: 'gap', kind: 'money', filter: false }, { id: 'used', kind: 'money', filter: false }, { id: 'remaining', kind: 'money', filter: false }, { id: 'reason', prefix: 'reconcile', filter: false },
    { id: 'explained', kind: 'yes', choices: ['true', 'false'], sort: false }, { id: 'explained_by', sort: false, filter: false, hidden: true }, { id: 'explanation', sort: false, filter: false },
  ],
  entries: [
    { id: 'number', kind: 'entry' }, { id: 'time', kind: 'time' }, { id: 'business_day', kind: 'date' }, { id: 'what', prefix: 'sale_kind' }, { id: 'account', kind: 'ledger' }, { id: 'amount', kind: 'money' },
  ],
  balances: [{ id: 'account', kind: 'ledger' }, { id: 'amount', kind: 'money' }],
  'closed-days': [
    { id: 'business_day', kind: 'date', link: (row) => `/office/reports?report=R12&period=${String(row['business_day'])}&group=till,tender,edition` }, { id: 'station' }, { id: 'closed', kind: 'time' },
    { id: 'sheets', kind: 'count' }, { id: 'hash', hidden: true },
  ],
  'month-ends': [
    { id: 'month', kind: 'month' }, { id: 'station' }, { id: 'commodity', kind: 'commodity' }, { id: 'opening', kind: 'money' }, { id: 'income', kind: 'money' }, { id: 'expense', kind: 'money' }, { id: 'consumption', kind: 'money' }, { id: 'closing', kind: 'money' },
    { id: 'meters', kind: 'count' }, { id: 'unread', kind: 'count' }, { id: 'operator' }, { id: 'time', kind: 'time' },
  ],
  plans: [{ id: 'name' }, { id: 'commodity', kind: 'commodity', sort: false, filter: false, file: false }, { id: 'usage_class', named: 'usage_class', sort: false, filter: false, file: false }, { id: 'prices_from', kind: 'date' }, { id: 'accounts', kind: 'count' }, { id: 'id', hidden: true }, { id: 'source', hidden: true }],
} satisfies Record<string, Column[]>;
