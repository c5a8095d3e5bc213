import type { VisitOutcome } from '../../api/row_words';
import type { Column } from '../../table/columns';
import { account, customer, leadsTo, meter, plan, point, toMeter } from '../leads';

// Columns of the lists of customers, their accounts and what these go through.

/** What a visit can come to. */
export const MADE = ['confirmed', 'fault', 'in_order', 'vacant', 'solar', 'not_met'] as const satisfies VisitOutcome[];
/** Lists of insight that send somebody. */
const SENDING = ['I01', 'I02', 'I03', 'I09', 'I12'];

export const CUSTOMERS = {
  accounts: [
    { id: 'number' }, { id: 'commodity', kind: 'commodity', sort: false }, { id: 'customer_name', link: customer }, { id: 'customer', hidden: true }, { id: 'service_point', link: point }, { id: 'address' }, { id: 'meter', kind: 'number4', link: meter }, { id: 'plan', named: 'plan', link: plan },
    { id: 'scheme', prefix: 'scheme' }, { id: 'usage_class', named: 'usage_class' }, { id: 'heads', kind: 'count', hidden: true }, { id: 'balance', kind: 'money' }, { id: 'state', kind: 'state', of: 'account', choices: ['draft', 'open', 'closing', 'closed'] }, { id: 'opened', kind: 'date' }, { id: 'closed', kind: 'date', hidden: true }, { id: 'station', hidden: true },
  ],
  'account-applications': [
    { id: 'number', kind: 'running' }, { id: 'entered', kind: 'time' }, { id: 'customer', link: customer }, { id: 'service_point', link: point }, { id: 'plan', named: 'plan' },
    { id: 'state', kind: 'state', of: 'purse_application', choices: ['waiting', 'granted', 'refused'] }, { id: 'meter', kind: 'number4', link: meter }, { id: 'account', kind: 'account', link: account },
    { id: 'entered_by' }, { id: 'decided', kind: 'time', hidden: true }, { id: 'decided_by', hidden: true }, { id: 'reason', hidden: true }, { id: 'remark', hidden: true },
    { id: 'usage_class', named: 'usage_class', hidden: true }, { id: 'heads', kind: 'count', hidden: true }, { id: 'station', hidden: true },
  ],
  'account-changes': [
    { id: 'from_date', kind: 'date' }, { id: 'account', link: account }, { id: 'customer_name' }, { id: 'plan', named: 'plan', link: plan }, { id: 'usage_class', named: 'usage_class' }, { id: 'heads', kind: 'count' }, { id: 'address' },
    { id: 'state', kind: 'state', of: 'account_change', choices: ['agreed', 'withdrawn'] }, { id: 'reason' }, { id: 'changed_by' }, { id: 'approved_by' }, { id: 'address_before', hidden: true }, { id: 'address_written', kind: 'time', hidden: true }, { id: 'number', kind: 'running', hidden: true },
    { id: 'begins', kind: 'time', hidden: true }, { id: 'decided', kind: 'time', hidden: true }, { id: 'withdrawn', kind: 'time', hidden: true }, { id: 'withdrawn_by', hidden: true }, { id: 'withdrawal_approved_by', hidden: true },
  ],
  'scheme-changes': [
    { id: 'time', kind: 'time' }, { id: 'account', link: account }, { id: 'customer_name' }, { id: 'from_scheme', prefix: 'scheme' }, { id: 'to_scheme', prefix: 'scheme' }, { id: 'moved', kind: 'money' },
    { id: 'old_meter', kind: 'number4', link: toMeter('old_meter') }, { id: 'new_meter', kind: 'number4', link: toMeter('new_meter') }, { id: 'reason' }, { id: 'changed_by' }, { id: 'approved_by' }, { id: 'document' },
    { id: 'cards_void', kind: 'count', hidden: true }, { id: 'number', kind: 'running', hidden: true },
  ],
  'opening-balances': [
    { id: 'account', link: account }, { id: 'meter', kind: 'number4', link: toMeter('meter') }, { id: 'state', prefix: 'opening_state', choices: ['stands', 'undone'] }, { id: 'kept_at', prefix: 'opening_at', choices: ['server', 'meter'] },
    { id: 'amount', kind: 'money' }, { id: 'credit', kind: 'money' }, { id: 'unit', prefix: 'unit' }, { id: 'count', kind: 'count' }, { id: 'document' }, { id: 'taken', kind: 'time' }, { id: 'taken_by' }, { id: 'approved_by' }, { id: 'entry', kind: 'entry', hidden: true },
  ],
  'remote-accounts': [
    { id: 'account', link: account }, { id: 'commodity', kind: 'commodity', sort: false }, { id: 'customer_name' }, { id: 'address' }, { id: 'balance', kind: 'money' }, { id: 'arrears', kind: 'yes', choices: ['true', 'false'] }, { id: 'charged_to', kind: 'date' },
    { id: 'ordered', prefix: 'ordered' }, { id: 'trouble', prefix: 'balance_trouble' }, { id: 'state', kind: 'state', of: 'remote_account', choices: ['active', 'ended'] }, { id: 'meter', kind: 'number4', link: meter },
    { id: 'alarm', kind: 'money', hidden: true }, { id: 'overdraft', kind: 'money', hidden: true }, { id: 'close_above', kind: 'money', hidden: true }, { id: 'close_directly', kind: 'yes', hidden: true },
    { id: 'friendly_from', hidden: true }, { id: 'friendly_until', hidden: true }, { id: 'friendly_weekdays', hidden: true }, { id: 'friendly_days', hidden: true }, { id: 'changed', kind: 'time', hidden: true },
  ],
  'day-charges': [
    { id: 'day', kind: 'date' }, { id: 'account', link: leadsTo('remote-accounts', 'account') }, { id: 'commodity', kind: 'commodity', sort: false }, { id: 'customer_name' }, { id: 'used', kind: 'energy' }, { id: 'amount', kind: 'money' }, { id: 'estimated', kind: 'yes', choices: ['true', 'false'] }, { id: 'turned', kind: 'yes', choices: ['true', 'false'] },
    { id: 'plan', named: 'plan' }, { id: 'plan_version', kind: 'date' }, { id: 'rate1', kind: 'energy', hidden: true }, { id: 'rate2', kind: 'energy', hidden: true }, { id: 'rate3', kind: 'energy', hidden: true }, { id: 'rate4', kind: 'energy', hidden: true }, { id: 'entry', kind: 'entry', hidden: true },
  ],
  'meter-swaps': [
    { id: 'time', kind: 'time' }, { id: 'account', link: account }, { id: 'customer_name' }, { id: 'old_meter', kind: 'number4', link: toMeter('old_meter') }, { id: 'new_meter', kind: 'number4', link: toMeter('new_meter') },
    { id: 'balance_source', prefix: 'balance_source', choices: ['card', 'link', 'typed', 'corrected'] }, { id: 'compensation', kind: 'money' }, { id: 'in_doubt' }, { id: 'correction', kind: 'money' }, { id: 'reason' },
    { id: 'swapped_by' }, { id: 'approved_by' }, { id: 'document' }, { id: 'last_register', kind: 'energy', hidden: true }, { id: 'first_register', kind: 'energy', hidden: true },
    { id: 'installed', kind: 'time', hidden: true }, { id: 'corrected', kind: 'time', hidden: true }, { id: 'number', kind: 'running', hidden: true },
  ],
  visits: [
    { id: 'number', kind: 'running' }, { id: 'visit_day', kind: 'date' }, { id: 'account', link: account }, { id: 'customer_name' }, { id: 'meter', kind: 'number4', link: meter }, { id: 'insight_list', prefix: 'report', choices: SENDING },
    { id: 'reason', kind: 'reasons' }, { id: 'visitor' }, { id: 'state', kind: 'state', of: 'visit', choices: ['planned', 'done', 'dropped'] }, { id: 'outcome', prefix: 'visit_outcome', choices: [...MADE] }, { id: 'found' },
    { id: 'ordered_by', hidden: true }, { id: 'ordered', kind: 'time', hidden: true }, { id: 'told_by', hidden: true }, { id: 'told', kind: 'time', hidden: true }, { id: 'station', hidden: true },
  ],
} satisfies Record<string, Column[]>;
