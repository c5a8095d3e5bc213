import type { Column } from '../../table/columns';
import type { JobKind, JobStatus } from '../../api/row_words';
import type { Proposal } from '../../api/types';
import { amountAsked, deedAsked, objectAsked } from '../../form/proposal_object';
import type { Row } from '../../table/register_table';
import { leadsTo } from '../leads';

// Columns of the lists of how the house itself runs: its people, their work, what left it.

const LETTERS = ['test', 'notice', 'report', 'receipt', 'low_balance', 'disconnection', 'credit_waiting', 'low_credit', 'new_prices'];
const FAILURES = ['none', 'no_relay', 'unreachable', 'not_trusted', 'sign_in_refused', 'refused_later', 'refused', 'cut_off', 'no_secret', 'right_lost', 'file_gone', 'file_too_big', 'too_old', 'no_longer_so'];
const JOBS: JobKind[] = ['report', 'list', 'query', 'verify', 'backup', 'prove', 'month_end', 'archive'];
const JOB_STATES: JobStatus[] = ['queued', 'running', 'paused', 'done', 'failed', 'stopped'];

const objectOf = (row: Row) => objectAsked(row['content'] as Proposal);
const amountOf = (row: Row): string => amountAsked(row['content'] as Proposal);
const deedOf = (row: Row): string => deedAsked(row['content'] as Proposal | undefined, String(row['action']));

export const HOUSE = {
  approvals: [
    { id: 'number' }, { id: 'requested', kind: 'time' }, { id: 'requested_by' }, { id: 'action', prefix: 'proposal|permission', as: deedOf, filter: false }, { id: 'object', kind: 'part', as: objectOf, sort: false, filter: false, file: false }, { id: 'amount', kind: 'money', as: amountOf, sort: false, filter: false, file: false }, { id: 'reason' },
    { id: 'decision', kind: 'state', of: 'decision', choices: ['waiting', 'approved', 'rejected', 'used', 'withdrawn'] }, { id: 'waits', kind: 'count', sort: false, filter: false, file: false }, { id: 'decided_by' }, { id: 'decided', kind: 'time' },
    { id: 'used_for', link: leadsTo('sales', 'used_for') },
  ],
  operators: [
    { id: 'name' }, { id: 'full_name' }, { id: 'roles', kind: 'list', prefix: 'role' }, { id: 'station' }, { id: 'last_sign_in', kind: 'time' }, { id: 'state', kind: 'state', of: 'operator', choices: ['active', 'locked', 'removed'] }, { id: 'failed', kind: 'count' },
    { id: 'locked_until', kind: 'time' }, { id: 'language', kind: 'language' }, { id: 'must_change', kind: 'yes' }, { id: 'second_factor', kind: 'yes' },
  ],
  imports: [
    { id: 'number', kind: 'running' }, { id: 'subject', prefix: 'page' }, { id: 'file_name' }, { id: 'state', prefix: 'import_state' }, { id: 'started', kind: 'time' }, { id: 'started_by' }, { id: 'approved_by' },
    { id: 'rows', kind: 'count' }, { id: 'created', kind: 'count' }, { id: 'changed', kind: 'count' }, { id: 'left_out', kind: 'count' },
  ],
  jobs: [
    { id: 'number', kind: 'running' }, { id: 'kind', prefix: 'job.kind', choices: JOBS }, { id: 'state', kind: 'state', of: 'job', choices: JOB_STATES }, { id: 'operator' }, { id: 'queued', kind: 'time' },
    { id: 'ended', kind: 'time' }, { id: 'written', kind: 'count' }, { id: 'file_name' }, { id: 'kept_until', kind: 'time' }, { id: 'began', kind: 'time', hidden: true }, { id: 'station', hidden: true }, { id: 'error', hidden: true }, { id: 'bytes', kind: 'count', hidden: true },
  ],
  letters: [
    { id: 'number', kind: 'running' }, { id: 'made', kind: 'time' }, { id: 'kind', prefix: 'letter_kind', choices: LETTERS }, { id: 'way', prefix: 'letter_way', choices: ['mail', 'message'] }, { id: 'to_kind', prefix: 'letter_to', choices: ['person', 'customer'], hidden: true },
    { id: 'addressee' }, { id: 'address', hidden: true }, { id: 'letter_subject' }, { id: 'state', kind: 'state', of: 'letter', choices: ['waiting', 'sent', 'failed', 'cancelled'] }, { id: 'failure', prefix: 'letter_failure', choices: FAILURES },
    { id: 'tries', kind: 'count' }, { id: 'next_try', kind: 'time', hidden: true }, { id: 'answer_code', kind: 'count', hidden: true }, { id: 'perhaps_twice', kind: 'yes', hidden: true }, { id: 'ended', kind: 'time', hidden: true }, { id: 'object', hidden: true }, { id: 'language', kind: 'language', hidden: true },
    { id: 'wanted_by', hidden: true }, { id: 'cancelled_by', hidden: true }, { id: 'station', hidden: true },
  ],
  audit: [{ id: 'time', kind: 'time' }, { id: 'operator', prefix: 'actor' }, { id: 'action', prefix: 'permission' }, { id: 'object', kind: 'object' }, { id: 'details', kind: 'details' }, { id: 'chain' }, { id: 'number', kind: 'running' }],
  backup: [{ id: 'file' }, { id: 'time', kind: 'time' }, { id: 'bytes', kind: 'count' }, { id: 'by_plan', kind: 'yes' }, { id: 'verified', kind: 'yes' }, { id: 'proved', kind: 'time' }],
} satisfies Record<string, Column[]>;
