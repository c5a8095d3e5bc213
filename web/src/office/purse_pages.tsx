import { Link } from 'react-router';
import { useWords } from '../words/words';
import { DecideApplication } from './decide_application';
import { CARDS } from './columns/cards';
import { RegisterPage } from './register_page';
import { useChoices } from './use_choices';

// Money on farmers' cards: who applied for one, the cards, what was moved onto them and off.

export function PurseApplicationsPage() {
  const { t } = useWords();
  return <RegisterPage def={{
    id: 'purse-applications', path: '/purse-applications', key: ['number'], defaultSort: '-number', write: 'purse_apply', madeOnce: true,
    columns: CARDS['purse-applications'],
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
    columns: CARDS.purses,
  }} />;
}

export function PurseMovesPage() {
  return <RegisterPage def={{
    id: 'purse-moves', path: '/purse-moves', key: ['account', 'purse', 'number'], untold: true, defaultSort: '-time',
    columns: CARDS['purse-moves'],
  }} />;
}
