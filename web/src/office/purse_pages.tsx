import { Link } from 'react-router';
import type { Column } from '../table/columns';
import { useWords } from '../words/words';
import { DecideApplication } from './decide_application';
import { account, customer, leadsTo, sale } from './leads';
import { RegisterPage } from './register_page';
import { useChoices } from './use_choices';

// Money on farmers' cards: who applied for one, the cards, what was moved onto them and off.

const AREAS: Column[] = ['area_1', 'area_2', 'area_3', 'area_4'].map((id, index) => ({ id, hidden: index > 1, link: leadsTo('area-numbers', id) }));

export function PurseApplicationsPage() {
  const { t } = useWords();
  return <RegisterPage def={{
    id: 'purse-applications', path: '/purse-applications', key: ['number'], defaultSort: '-number', write: 'purse_apply', madeOnce: true,
    columns: [
      { id: 'number', kind: 'running' }, { id: 'entered', kind: 'time' }, { id: 'customer', link: customer }, { id: 'village' }, { id: 'area', hidden: true }, ...AREAS, { id: 'price_class', kind: 'count' },
      { id: 'state', kind: 'state', of: 'purse_application', choices: ['waiting', 'granted', 'refused'] }, { id: 'account', kind: 'account', link: account }, { id: 'entered_by' }, { id: 'decided', kind: 'time', hidden: true },
      { id: 'decided_by', hidden: true }, { id: 'reason', hidden: true }, { id: 'remark', hidden: true }, { id: 'station', hidden: true },
    ],
    fields: [
      { name: 'customer', required: true }, { name: 'village', kind: 'lookup', required: true },
      { name: 'area', kind: 'lookup' }, { name: 'area_1', required: true, note: 'field_note.area_number' }, { name: 'area_2', note: 'field_note.area_number' },
      { name: 'area_3', note: 'field_note.area_number' }, { name: 'area_4', note: 'field_note.area_number' }, { name: 'price_class', required: true, start: '0' }, { name: 'remark', kind: 'long' },
      { name: 'station', kind: 'select', choices: useChoices('/stations', 'code') },
    ],
    more: (row, refresh) => <DecideApplication key={String(row['state'])} row={row} path="/purse-applications" right="purse_grant" note={t('application.granted_note')} decided={refresh} />,
  }} />;
}

/** What is spent and not yet known, and how many records the card's own counter says are missing. */
export function PursesPage() {
  const { t } = useWords();
  return <RegisterPage def={{
    id: 'purses', path: '/purses', key: ['account', 'number'], defaultSort: 'account',
    tools: <Link className="plain-button" data-testid="purses-missing" to="/office/purses?f.missing=1..">{t('purse.only_missing')}</Link>,
    columns: [
      { id: 'account', kind: 'account', link: account }, { id: 'number', kind: 'running', hidden: true }, { id: 'card', kind: 'number4' }, { id: 'village' }, ...AREAS, { id: 'price_class', kind: 'count' },
      { id: 'state', kind: 'state', of: 'purse', choices: ['granted', 'active', 'blocked', 'paid_over', 'closed'] }, { id: 'since', kind: 'time', hidden: true }, { id: 'state_reason', prefix: 'card_reason', hidden: true },
      { id: 'balance', kind: 'money' }, { id: 'not_known', kind: 'money' }, { id: 'missing', kind: 'count' }, { id: 'spent', kind: 'money', hidden: true }, { id: 'brought', kind: 'money', hidden: true }, { id: 'seen', kind: 'time' }, { id: 'offline', kind: 'count', hidden: true }, { id: 'n', kind: 'count', hidden: true }, { id: 'moves', kind: 'count', hidden: true }, { id: 'area', hidden: true },
    ],
  }} />;
}

const KINDS = ['load', 'supplement', 'paid_over_to', 'paid_over_from', 'unload', 'release', 'taken_over'];
const OUTCOMES = ['done', 'unproven', 'not_done'];

export function PurseMovesPage() {
  return <RegisterPage def={{
    id: 'purse-moves', path: '/purse-moves', key: ['account', 'purse', 'number'], untold: true, defaultSort: '-time',
    columns: [
      { id: 'account', kind: 'account', link: account }, { id: 'purse', kind: 'running', hidden: true }, { id: 'number', kind: 'running', hidden: true }, { id: 'time', kind: 'time' }, { id: 'kind', prefix: 'purse_move', choices: KINDS },
      { id: 'amount', kind: 'money' }, { id: 'balance', kind: 'money' }, { id: 'outcome', prefix: 'purse_outcome', choices: OUTCOMES }, { id: 'card', kind: 'number4' }, { id: 'n', kind: 'count' },
      { id: 'proof', hidden: true }, { id: 'sale', link: sale },
    ],
  }} />;
}
