import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { listed } from '../api/lists';
import { areasWait } from '../counter/purse/purse';
import { Tag } from '../shell/marks';
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
    more: (row) => <AreasChanged account={String(row['account'])} purse={Number(row['number'])} />,
  }} />;
}

/** What was changed of where this card is good, and whether the card says it yet. */
function AreasChanged({ account, purse }: { account: string; purse: number }) {
  const { t } = useWords();
  const filter = `filter.account=${encodeURIComponent(account)}`;
  const changes = useQuery({ queryKey: ['list', 'area-changes', 'related', account], queryFn: ({ signal }) => listed('area-changes', `page_size=100&${filter}`, signal) }).data?.rows.filter((row) => row.purse === purse) ?? [];
  if (changes.length === 0) return null;
  const waits = areasWait(changes);
  return (
    <section className="drawer-section" data-testid="purse-area-changes">
      {waits && <p><Tag tone="warning">{t(waits)}</Tag></p>}
      <p><Link to={`/office/area-changes?f.account=${encodeURIComponent(account)}`}>{t('page.area-changes')}</Link></p>
    </section>
  );
}

/** Where cards shall be good, and since when they say it themselves. */
export function AreaChangesPage() {
  return <RegisterPage def={{ id: 'area-changes', path: '/area-changes', key: ['account', 'purse', 'number'], defaultSort: '-time', columns: CARDS['area-changes'] }} />;
}

export function PurseMovesPage() {
  return <RegisterPage def={{
    id: 'purse-moves', path: '/purse-moves', key: ['account', 'purse', 'number'], untold: true, defaultSort: '-time',
    columns: CARDS['purse-moves'],
  }} />;
}
