import type { Column } from '../../table/columns';
import { account, customer, leadsTo, meter, sale, well } from '../leads';

// Columns of the lists of cards, of the money on farmers' cards, and of what crews were given.

const AREAS: Column[] = ['area_1', 'area_2', 'area_3', 'area_4'].map((id, index) => ({ id, hidden: index > 1, link: leadsTo('area-numbers', id) }));
const FORMER: Column[] = ['former_area_1', 'former_area_2', 'former_area_3', 'former_area_4'].map((id, index) => ({ id, hidden: index > 1, link: leadsTo('area-numbers', id) }));
const MOVES = ['load', 'supplement', 'paid_over_to', 'paid_over_from', 'unload', 'release', 'taken_over'];
const OUTCOMES = ['done', 'unproven', 'not_done'];
const TOOLS = ['parameters', 'clock', 'collect', 'clear_hung', 'black_list', 'test', 'bind', 'prices'];

export const CARDS = {
  cards: [
    { id: 'serial', kind: 'number4' }, { id: 'product', prefix: 'product' }, { id: 'kind', prefix: 'card_kind', choices: ['user', 'preset', 'clear'] }, { id: 'customer_name' }, { id: 'account', link: account },
    { id: 'issue_number', kind: 'running' }, { id: 'state', kind: 'state', of: 'card', choices: ['new', 'active', 'blocked', 'replaced', 'closed', 'spoiled'] }, { id: 'state_reason', prefix: 'card_reason' }, { id: 'issued', kind: 'time' }, { id: 'valid_to', kind: 'date', hidden: true }, { id: 'key_version', kind: 'count', hidden: true },
  ],
  'purse-applications': [
    { id: 'number', kind: 'running' }, { id: 'entered', kind: 'time' }, { id: 'customer', link: customer }, { id: 'village' }, { id: 'area', hidden: true }, ...AREAS, { id: 'price_class', kind: 'count' },
    { id: 'state', kind: 'state', of: 'purse_application', choices: ['waiting', 'granted', 'refused'] }, { id: 'account', kind: 'account', link: account }, { id: 'entered_by' }, { id: 'decided', kind: 'time', hidden: true },
    { id: 'decided_by', hidden: true }, { id: 'reason', hidden: true }, { id: 'remark', hidden: true }, { id: 'station', hidden: true },
  ],
  purses: [
    { id: 'account', kind: 'account', link: account }, { id: 'number', kind: 'running', hidden: true }, { id: 'card', kind: 'number4' }, { id: 'village' }, ...AREAS, { id: 'price_class', kind: 'count' },
    { id: 'state', kind: 'state', of: 'purse', choices: ['granted', 'active', 'blocked', 'paid_over', 'closed'] }, { id: 'since', kind: 'time', hidden: true }, { id: 'state_reason', prefix: 'card_reason', hidden: true },
    { id: 'balance', kind: 'money' }, { id: 'not_known', kind: 'money' }, { id: 'missing', kind: 'count' }, { id: 'spent', kind: 'money', hidden: true }, { id: 'brought', kind: 'money', hidden: true }, { id: 'seen', kind: 'time' }, { id: 'offline', kind: 'count', hidden: true }, { id: 'n', kind: 'count', hidden: true }, { id: 'moves', kind: 'count', hidden: true }, { id: 'area', hidden: true },
  ],
  'area-changes': [
    { id: 'account', kind: 'account', link: account }, { id: 'purse', kind: 'running', hidden: true }, { id: 'number', kind: 'running', hidden: true }, { id: 'time', kind: 'time' }, ...AREAS, ...FORMER, { id: 'asked_by' }, { id: 'written', kind: 'time' },
  ],
  'purse-moves': [
    { id: 'account', kind: 'account', link: account }, { id: 'purse', kind: 'running', hidden: true }, { id: 'number', kind: 'running', hidden: true }, { id: 'time', kind: 'time' }, { id: 'kind', prefix: 'purse_move', choices: MOVES },
    { id: 'amount', kind: 'money' }, { id: 'balance', kind: 'money' }, { id: 'outcome', prefix: 'purse_outcome', choices: OUTCOMES }, { id: 'card', kind: 'number4' }, { id: 'n', kind: 'count' },
    { id: 'proof', hidden: true }, { id: 'sale', link: sale },
  ],
  'tool-orders': [
    { id: 'number', kind: 'running' }, { id: 'permitted', kind: 'time' }, { id: 'tool', prefix: 'pump_tool.kind', choices: TOOLS }, { id: 'well', link: well }, { id: 'state', kind: 'state', of: 'tool_order', choices: ['permitted', 'written', 'obeyed', 'refused'] },
    { id: 'answers', kind: 'count' }, { id: 'done', kind: 'count' }, { id: 'good_until', kind: 'date' }, { id: 'asked_by' }, { id: 'approved_by' }, { id: 'meter', kind: 'number4', link: meter, hidden: true },
    { id: 'card', kind: 'number4', link: leadsTo('cards', 'card'), hidden: true }, { id: 'reason', hidden: true }, { id: 'content', kind: 'proposal', hidden: true }, { id: 'written', kind: 'time', hidden: true }, { id: 'station', hidden: true },
  ],
} satisfies Record<string, Column[]>;
