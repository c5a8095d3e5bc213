import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { get } from '../api/client';
import { useSession } from '../api/hooks';
import type { Page } from '../api/types';
import { RegisterForm, type FieldDef } from '../form/register_form';
import { Dialog } from '../shell/dialog';
import { may } from '../shell/permissions';
import type { Column } from '../table/columns';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';
import { dayOf, daysLater } from '../words/zone';
import { RegisterPage } from './register_page';
import { useChoices } from './register_pages';
import { COMMODITIES, useCodes } from './use_codes';

// Meters before and after they hang somewhere: where each is, which deliveries brought them, what happened to them.

const STATES = ['received', 'issued', 'installed', 'removed', 'returned', 'scrapped'];
const MOVES = [...STATES, 'tested', 'sealed'];
/** What is ordered by hand; the counter installs and removes, a delivery receives. */
const BY_HAND = ['issued', 'returned', 'tested', 'sealed', 'scrapped'];
const DUE_WITHIN_DAYS = 60;

const meter = (row: Row): string | null => (row['meter'] ? `/office/meters?open=${String(row['meter'])}` : null);
const account = (row: Row): string | null => (Number(row['account']) ? `/office/accounts?open=${String(row['account'])}` : null);
const lot = (row: Row): string | null => (row['lot'] ? `/office/stock-lots?open=${encodeURIComponent(String(row['lot']))}` : null);

const STOCK_COLUMNS: Column[] = [
  { id: 'meter', kind: 'number4', link: meter }, { id: 'model' }, { id: 'lot', link: lot }, { id: 'state', kind: 'state', of: 'stock', choices: STATES }, { id: 'holder' }, { id: 'account', kind: 'account', link: account },
  { id: 'seals' }, { id: 'tested', kind: 'date' }, { id: 'test_due', kind: 'date' }, { id: 'since', kind: 'time' }, { id: 'station', hidden: true },
];

export function MeterStockPage() {
  return <RegisterPage def={{
    id: 'meter-stock', path: '/meter-stock', key: ['meter'], defaultSort: 'meter', columns: STOCK_COLUMNS, tools: <StockTools />,
    more: (row) => <StockEvents meter={String(row['meter'])} />,
  }} />;
}

function StockTools() {
  const { t, zone } = useWords();
  const session = useSession().data;
  const cache = useQueryClient();
  const [moving, setMoving] = useState(false);
  return (
    <>
      <Link className="plain-button" to={`/office/meter-stock?f.test_due=..${daysLater(dayOf(new Date(), zone), DUE_WITHIN_DAYS)}&sort=test_due`} data-testid="tests-due">{t('stock.tests_due', { days: DUE_WITHIN_DAYS })}</Link>
      <Link className="plain-button" to="/office/stock-lots" data-testid="to-lots">{t('page.stock-lots')}</Link>
      {may(session, 'meters_write') && <button type="button" className="primary-button" data-testid="stock-move" onClick={() => setMoving(true)}>{t('stock.move')}</button>}
      {moving && <MoveDialog close={() => setMoving(false)} done={() => { setMoving(false); void cache.invalidateQueries({ queryKey: ['list'] }); }} />}
    </>
  );
}

function MoveDialog({ close, done }: { close: () => void; done: () => void }) {
  const { t } = useWords();
  const fields: FieldDef[] = [
    { name: 'move', kind: 'select', required: true, choices: BY_HAND.map((value) => ({ value, label: t(`stock_move.${value}`) })) },
    { name: 'meters', kind: 'long', required: true, note: 'field_note.stock_meters' }, { name: 'holder', note: 'field_note.stock_holder' },
    { name: 'document', note: 'field_note.stock_document' }, { name: 'seals', kind: 'long', note: 'field_note.stock_seals' },
    { name: 'day', kind: 'date', note: 'field_note.stock_day' }, { name: 'reason', note: 'field_note.stock_reason' },
  ];
  return <Dialog title={t('stock.move')} testid="stock-dialog" wide close={close}><RegisterForm path="/meter-stock/moves" fields={fields} cancel={close} saved={done} /></Dialog>;
}

/** What happened to one meter, with the seals that it bore from then on. */
export function StockEvents({ meter }: { meter: string }) {
  const words = useWords();
  const { t } = words;
  const list = useQuery({ queryKey: ['list', 'stock-events', meter], queryFn: ({ signal }) => get<Page<Row>>(`/stock-events?sort=-number&page_size=50&filter.meter=${encodeURIComponent(meter)}`, signal) });
  if (!list.data || list.data.rows.length === 0) return null;
  return (
    <section className="drawer-section" data-testid="stock-history">
      <table className="simple-table">
        <caption>{t('stock.history')}</caption>
        <thead><tr>{['time', 'move', 'holder', 'account', 'document', 'seals', 'reason', 'operator'].map((name) => <th key={name} scope="col">{t(`column.${name}`)}</th>)}</tr></thead>
        <tbody>
          {list.data.rows.map((row) => (
            <tr key={String(row['number'])}>
              <td>{words.time(String(row['time']), 'minute')}</td><td>{t(`stock_move.${String(row['move'])}`)}</td><td>{String(row['holder'] || '—')}</td>
              <td>{Number(row['account']) ? <Link to={account(row)!}>{String(row['account'])}</Link> : '—'}</td>
              {['document', 'seals', 'reason', 'operator'].map((name) => <td key={name}>{String(row[name] || '—')}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function StockLotsPage() {
  const { t } = useWords();
  return <RegisterPage def={{
    id: 'stock-lots', path: '/stock-lots', key: ['code'], defaultSort: '-received', write: 'meters_write', madeOnce: true,
    columns: [{ id: 'code' }, { id: 'model' }, { id: 'maker', named: 'maker' }, { id: 'capacity', named: 'capacity' }, { id: 'document' }, { id: 'received', kind: 'date' }, { id: 'meters', kind: 'count' }, { id: 'station' }, { id: 'received_by' }],
    fields: [
      { name: 'code', required: true, note: 'field_note.lot' }, { name: 'model', kind: 'select', required: true, choices: useCodes('model') }, { name: 'maker', suggest: useCodes('maker') }, { name: 'capacity', kind: 'select', choices: useCodes('capacity') },
      { name: 'commodity', kind: 'select', required: true, start: 'electricity', choices: COMMODITIES.map((value) => ({ value, label: t(`commodity.${value}`) })) },
      { name: 'document' }, { name: 'received', kind: 'date', required: true }, { name: 'station', kind: 'select', choices: useChoices('/stations', 'code') },
      { name: 'meters', kind: 'long', required: true, note: 'field_note.stock_meters' }, { name: 'seals', kind: 'long', note: 'field_note.stock_seals' }, { name: 'tested', kind: 'date', note: 'field_note.stock_tested' },
    ],
    more: (row) => <p><LotMeters code={String(row['code'])} /></p>,
  }} />;
}

function LotMeters({ code }: { code: string }) {
  const { t } = useWords();
  return <Link to={`/office/meter-stock?f.lot=${encodeURIComponent(code)}`} data-testid="lot-meters">{t('stock.of_lot')}</Link>;
}

export function StockEventsPage() {
  return <RegisterPage def={{
    id: 'stock-events', path: '/stock-events', key: ['meter', 'number'], defaultSort: '-time',
    columns: [
      { id: 'time', kind: 'time' }, { id: 'meter', kind: 'number4', link: meter }, { id: 'number', kind: 'count', hidden: true }, { id: 'move', prefix: 'stock_move', choices: MOVES }, { id: 'holder' }, { id: 'account', kind: 'account', link: account },
      { id: 'document' }, { id: 'seals' }, { id: 'reason' }, { id: 'operator' }, { id: 'station', hidden: true },
    ],
  }} />;
}
