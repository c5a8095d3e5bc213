import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { useSession } from '../api/hooks';
import { RegisterForm, type FieldDef } from '../form/register_form';
import { Dialog } from '../shell/dialog';
import { may } from '../shell/permissions';
import { useWords } from '../words/words';
import { dayOf, daysLater } from '../words/zone';
import { DeclaredPage } from './declared_page';
import { COMMODITIES } from './use_codes';

// Meters before and after they hang somewhere: where each is, which deliveries brought them, what happened to them.

/** What is ordered by hand; the counter installs and removes, a delivery receives. */
const BY_HAND = ['issued', 'returned', 'tested', 'sealed', 'scrapped'];
const DUE_WITHIN_DAYS = 60;

export function MeterStockPage() {
  return <DeclaredPage id="meter-stock" tools={<StockTools />} />;
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
    { name: 'meters', label: 'stock.meter_numbers', kind: 'list', required: true, note: 'field_note.stock_meters' }, { name: 'holder', note: 'field_note.stock_holder' },
    { name: 'document', note: 'field_note.stock_document' }, { name: 'seals', kind: 'list', note: 'field_note.stock_seals' },
    { name: 'day', kind: 'date', note: 'field_note.stock_day' }, { name: 'reason', note: 'field_note.stock_reason' },
  ];
  return <Dialog title={t('stock.move')} testid="stock-dialog" wide close={close}><RegisterForm path="/meter-stock/moves" fields={fields} cancel={close} saved={done} /></Dialog>;
}

/** What is filled in of a delivery is more than its row: the meters that it brought, with their seals. */
export function StockLotsPage() {
  const { t } = useWords();
  const fields: FieldDef[] = [
    { name: 'code', required: true, note: 'field_note.lot' }, { name: 'model', kind: 'few', required: true }, { name: 'maker', kind: 'offered' }, { name: 'capacity', kind: 'few' },
    { name: 'commodity', kind: 'select', required: true, start: 'electricity', choices: COMMODITIES.map((value) => ({ value, label: t(`commodity.${value}`) })) },
    { name: 'document' }, { name: 'received', label: 'stock.arrived', kind: 'date', required: true }, { name: 'station', kind: 'lookup' },
    { name: 'meters', label: 'stock.meter_numbers', kind: 'list', required: true, note: 'field_note.stock_meters' }, { name: 'seals', kind: 'list', note: 'field_note.stock_seals' }, { name: 'tested', kind: 'date', note: 'field_note.stock_tested' },
  ];
  return <DeclaredPage id="stock-lots" write="meters_write" fields={fields} madeOnce />;
}
