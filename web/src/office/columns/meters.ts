import type { Column } from '../../table/columns';
import type { Row } from '../../table/register_table';
import { account, meter, sale, well } from '../leads';

// Columns of the lists of what meters and pumps told, and of what they were told.

const EVENTS = ['trips', 'closings', 'cover_opened', 'terminal_cover_opened', 'meter_cleared', 'programmed', 'illegal_insertions', 'abnormal_insertions', 'power_off', 'magnetic_field', 'clock_set', 'load_trips'];
const EXCEPTIONS = ['reconciliation', 'finding', 'watering', 'meter_event'];
const SOURCES = ['frozen', 'line', 'card', 'handheld', 'typed', 'estimate'];
const STATES = ['proven', 'hung', 'unproven', 'contradicting', 'late', 'released', 'foreign', 'useless', 'unknown_well'];
const PAID = ['nowhere', 'at_well', 'elsewhere', 'at_counter', 'released', 'kept_back'];
const ENDS = ['none', 'swipe', 'exhausted', 'mains', 'order', 'black_list', 'idle', 'longest_run'];

/** Who has looked into a row, and what he says of it. */
export const EXPLAINED: Column[] = [{ id: 'explained', kind: 'yes', choices: ['true', 'false'], sort: false }, { id: 'explained_by', sort: false, hidden: true }, { id: 'explanation', sort: false }];
const WHERE: Column[] = [{ id: 'well', link: well }, { id: 'meter', kind: 'number4', link: meter }];

/** To the work of that day on its route. */
const work = (row: Row): string => `/office/reading-days?route=${encodeURIComponent(String(row['route']))}&day=${String(row['day'])}`;

export const METERS = {
  links: [
    { id: 'meter', kind: 'number4', link: meter }, { id: 'address' }, { id: 'line', hidden: true }, { id: 'protocol', hidden: true },
    { id: 'state', kind: 'state', of: 'link', choices: ['active', 'stopped'] }, { id: 'trouble', prefix: 'link_trouble' }, { id: 'changed', kind: 'time' },
  ],
  commands: [
    { id: 'number', kind: 'running' }, { id: 'created', kind: 'time' }, { id: 'meter', kind: 'number4', link: meter }, { id: 'kind', prefix: 'command.kind', choices: ['credit', 'void', 'closing', 'relay', 'prices', 'parameters', 'clock', 'read', 'void_list', 'settlement'] }, { id: 'sale', link: sale },
    { id: 'state', kind: 'state', of: 'command', choices: ['queued', 'sent', 'unknown', 'done', 'refused', 'expired', 'cancelled'] }, { id: 'tries', kind: 'count' }, { id: 'settled', kind: 'time' }, { id: 'asked_by', prefix: 'actor' },
    { id: 'deadline', kind: 'time', hidden: true }, { id: 'not_before', kind: 'time', hidden: true },
  ],
  statements: [
    { id: 'meter', kind: 'number4' }, { id: 'number', kind: 'running' }, { id: 'taken', kind: 'time' }, { id: 'meter_time', kind: 'local' }, { id: 'carrier', prefix: 'carrier' }, { id: 'remaining', kind: 'money' }, { id: 'count', kind: 'count' },
    { id: 'energy', kind: 'energy' }, { id: 'period_energy', kind: 'energy' }, { id: 'credited', kind: 'money' }, { id: 'overdraft', kind: 'money', hidden: true }, { id: 'last_amount', kind: 'money', hidden: true }, { id: 'last_applied', prefix: 'applied' }, { id: 'illegal_inserts', kind: 'count' }, { id: 'operator', hidden: true }, { id: 'card', kind: 'number4', hidden: true },
  ],
  readings: [
    { id: 'meter', kind: 'number4', link: meter }, { id: 'commodity', kind: 'commodity', sort: false, hidden: true }, { id: 'due', kind: 'time' }, { id: 'taken', kind: 'time' }, { id: 'carrier', prefix: 'carrier', choices: ['card', 'link'] }, { id: 'reading_plan', named: 'reading_plan' }, { id: 'energy', kind: 'energy' },
    { id: 'settlement_energy', kind: 'energy' }, { id: 'remaining', kind: 'money' }, { id: 'count', kind: 'count' }, { id: 'drift_seconds', kind: 'count' }, { id: 'meter_time', kind: 'local', hidden: true }, { id: 'rate1', kind: 'energy', hidden: true },
    { id: 'rate2', kind: 'energy', hidden: true }, { id: 'rate3', kind: 'energy', hidden: true }, { id: 'rate4', kind: 'energy', hidden: true }, { id: 'export_energy', kind: 'energy', hidden: true }, { id: 'overdraft', kind: 'money', hidden: true },
    { id: 'states', kind: 'list', prefix: 'meter_told', sort: false, filter: false, file: false }, { id: 'status', hidden: true }, { id: 'findings', hidden: true }, { id: 'events', hidden: true }, { id: 'absent', hidden: true }, { id: 'network', hidden: true }, { id: 'source', hidden: true },
  ],
  'day-freezes': [
    { id: 'meter', kind: 'number4', link: meter }, { id: 'commodity', kind: 'commodity', sort: false, hidden: true }, { id: 'day', kind: 'date' }, { id: 'energy', kind: 'energy' }, { id: 'rate1', kind: 'energy', hidden: true }, { id: 'rate2', kind: 'energy', hidden: true },
    { id: 'rate3', kind: 'energy', hidden: true }, { id: 'rate4', kind: 'energy', hidden: true }, { id: 'received', kind: 'time' },
  ],
  'meter-events': [
    { id: 'meter', kind: 'number4', link: meter }, { id: 'kind', prefix: 'meter_event', choices: EVENTS }, { id: 'number', kind: 'running' }, { id: 'began', kind: 'local' }, { id: 'ended', kind: 'local' }, { id: 'snapshot', kind: 'details' }, { id: 'received', kind: 'time' },
    ...EXPLAINED,
  ],
  explanations: [
    { id: 'meter', kind: 'number4', link: meter }, { id: 'kind', prefix: 'exception_kind', choices: EXCEPTIONS }, { id: 'code', prefix: 'explained|reconcile|meter_event|finding' }, { id: 'object', kind: 'count' }, { id: 'as_seen', kind: 'seen' },
    { id: 'reason' }, { id: 'note' }, { id: 'explained_by' }, { id: 'explained', kind: 'time' },
  ],
  'reviewed-readings': [
    { id: 'meter', kind: 'number4', link: meter }, { id: 'day', kind: 'date', link: work }, { id: 'route', named: 'reading_route' },
    { id: 'state', kind: 'state', of: 'reviewed_reading', choices: ['plausible', 'suspicious', 'rejected', 'estimated', 'released'] }, { id: 'source', prefix: 'reading_source', choices: SOURCES },
    { id: 'before', kind: 'energy' }, { id: 'at_day', kind: 'energy' }, { id: 'used', kind: 'energy' }, { id: 'usual', kind: 'energy' }, { id: 'finding', prefix: 'review_rule' },
    { id: 'reason' }, { id: 'decided_by' }, { id: 'changed', kind: 'time' }, { id: 'taken', kind: 'time', hidden: true }, { id: 'energy', kind: 'energy', hidden: true },
    { id: 'before_day', kind: 'date', hidden: true }, { id: 'remaining', kind: 'money', hidden: true }, { id: 'also', kind: 'list', prefix: 'review_rule', sort: false, filter: false, hidden: true }, { id: 'changes', kind: 'count', hidden: true },
  ],
  waterings: [
    { id: 'start', kind: 'local' }, { id: 'well', link: well }, { id: 'meter', kind: 'number4', link: meter }, { id: 'series', kind: 'running', hidden: true }, { id: 'number', kind: 'running' },
    { id: 'state', kind: 'state', of: 'watering', choices: STATES }, { id: 'account', kind: 'account', link: account }, { id: 'card', kind: 'number4' }, { id: 'seconds', kind: 'count', hidden: true },
    { id: 'used', kind: 'energy' }, { id: 'water', kind: 'count', hidden: true }, { id: 'amount', kind: 'money' }, { id: 'after', kind: 'money', hidden: true },
    { id: 'paid', prefix: 'watering_paid', choices: PAID }, { id: 'debited', kind: 'local', hidden: true }, { id: 'cause', prefix: 'watering_end', choices: ENDS, hidden: true },
    { id: 'others', kind: 'count', hidden: true }, { id: 'posted', kind: 'money', hidden: true }, { id: 'register_after', kind: 'energy', hidden: true }, { id: 'price_set', kind: 'count', hidden: true },
    { id: 'made_up', kind: 'yes', hidden: true }, { id: 'clock_invalid', kind: 'yes', hidden: true }, { id: 'hand_over', kind: 'running', hidden: true }, { id: 'tac', hidden: true }, { id: 'terminal', hidden: true },
    { id: 'station', hidden: true },
  ],
  'well-months': [...WHERE, { id: 'month', kind: 'month' }, { id: 'energy', kind: 'energy' }, { id: 'water', kind: 'count' }, { id: 'charged', kind: 'money' }, { id: 'differs', kind: 'yes' }, { id: 'station', hidden: true }],
  'well-changes': [...WHERE, { id: 'changed', kind: 'local' }, { id: 'parameter', prefix: 'pump.record' }, { id: 'value_before', kind: 'count' }, { id: 'value_after', kind: 'count' }, { id: 'changed_by' }, { id: 'station', hidden: true }],
  'card-faults': [
    ...WHERE, { id: 'seen', kind: 'local' }, { id: 'card', kind: 'number4' }, { id: 'account', kind: 'account', link: account }, { id: 'error_class', prefix: 'pump.error_class' }, { id: 'status' }, { id: 'step', kind: 'count' },
    { id: 'balance', kind: 'money' }, { id: 'station', hidden: true },
  ],
  'hand-overs': [
    { id: 'number', kind: 'running' }, { id: 'device' }, { id: 'made', kind: 'time' }, { id: 'taken', kind: 'time' }, { id: 'taken_by', hidden: true },
    { id: 'state', kind: 'state', of: 'hand_over', choices: ['taking_in', 'stored', 'cleaned', 'receipted'] }, { id: 'meters', kind: 'count' }, { id: 'usage', kind: 'count' }, { id: 'hung', kind: 'count' },
    { id: 'fresh', kind: 'count' }, { id: 'known', kind: 'count' }, { id: 'unreadable', kind: 'count', hidden: true }, { id: 'waterings', kind: 'count' }, { id: 'proven', kind: 'count' }, { id: 'amount', kind: 'money' },
    { id: 'open', kind: 'count' }, { id: 'unproven', kind: 'count' }, { id: 'contradicting', kind: 'count' }, { id: 'late', kind: 'count' }, { id: 'foreign', kind: 'count', hidden: true },
    { id: 'useless', kind: 'count', hidden: true }, { id: 'gaps', kind: 'count' },
  ],
  'record-gaps': [
    { id: 'well' }, { id: 'meter', kind: 'number4' }, { id: 'series', kind: 'running' }, { id: 'first_number', kind: 'running' }, { id: 'last_number', kind: 'running' }, { id: 'state', kind: 'state', of: 'record_gap', choices: ['open', 'overwritten', 'filled'] },
    { id: 'found', kind: 'time' }, { id: 'filled', kind: 'time' },
  ],
  'well-heads': [
    { id: 'well' }, { id: 'meter', kind: 'number4' }, { id: 'read', kind: 'time' }, { id: 'clock', kind: 'local' }, { id: 'energy', kind: 'energy' }, { id: 'fault_energy', kind: 'energy' },
    { id: 'water', kind: 'count' }, { id: 'hung', kind: 'count' }, { id: 'price_set', kind: 'count' }, { id: 'list_edition', kind: 'count' }, { id: 'records_read', kind: 'time' },
    { id: 'settlement_day', kind: 'count', hidden: true }, { id: 'settlement_hour', kind: 'count', hidden: true },
  ],
  handhelds: [{ id: 'number' }, { id: 'name' }, { id: 'maker', named: 'handheld_maker' }, { id: 'station' }, { id: 'state', kind: 'state', of: 'handheld', choices: ['certified', 'withdrawn'] }, { id: 'since', kind: 'time' }, { id: 'entered_by' }, { id: 'approved_by' }, { id: 'reason', hidden: true }],
} satisfies Record<string, Column[]>;
