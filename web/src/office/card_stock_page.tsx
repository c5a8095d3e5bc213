import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { get } from '../api/client';
import { useSession } from '../api/hooks';
import { RegisterForm, type FieldDef } from '../form/register_form';
import { Dialog } from '../shell/dialog';
import { may } from '../shell/permissions';
import { useWords } from '../words/words';
import { DeclaredPage } from './declared_page';

// Blank cards: what lies at each station, what boxes brought, what was thrown away, what somebody counted.

/** What is ordered by hand; cards that are made for customers leave the stock by themselves. */
const BY_HAND = ['received', 'sent', 'spoiled', 'counted'];

export function CardStockPage() {
  return <DeclaredPage id="card-stock" tools={<CardStockTools />} />;
}

function CardStockTools() {
  const { t } = useWords();
  const session = useSession().data;
  const cache = useQueryClient();
  const [moving, setMoving] = useState(false);
  return (
    <>
      <Link className="plain-button" to="/office/card-stock-moves" data-testid="to-card-moves">{t('page.card-stock-moves')}</Link>
      {may(session, 'card_stock_write') && <button type="button" className="primary-button" data-testid="card-move" onClick={() => setMoving(true)}>{t('card_stock.move')}</button>}
      {moving && <MoveDialog ofOneStation={Boolean(session?.operator?.station)} close={() => setMoving(false)} done={() => { setMoving(false); void cache.invalidateQueries({ queryKey: ['list'] }); }} />}
    </>
  );
}

/** Whoever works at one station is shown no other one: where cards go he says by its code. */
function MoveDialog({ ofOneStation, close, done }: { ofOneStation: boolean; close: () => void; done: () => void }) {
  const { t, first } = useWords();
  const schemes = useQuery({ queryKey: ['schemes'], queryFn: ({ signal }) => get<{ rows: { card?: string }[] }>('/schemes', signal), staleTime: Infinity });
  if (!schemes.data) return null;
  const products = [...new Set(schemes.data.rows.flatMap((row) => row.card ?? []))];
  const fields: FieldDef[] = [
    { name: 'card_move', kind: 'select', required: true, choices: BY_HAND.map((value) => ({ value, label: t(`card_move.${value}`) })) },
    { name: 'product', kind: 'select', required: true, choices: products.map((value) => ({ value, label: first([`product.${value}`], value) })) },
    { name: 'station', kind: 'lookup' }, { name: 'cards', required: true, note: 'field_note.card_stock_cards' }, { name: 'box' }, { name: 'supplier' }, { name: 'document' },
    { name: 'to', kind: ofOneStation ? 'text' : 'lookup', register: 'station', note: 'field_note.card_stock_to' }, { name: 'reason', note: 'field_note.card_stock_reason' },
  ];
  return <Dialog title={t('card_stock.move')} testid="card-stock-dialog" wide close={close}><RegisterForm path="/card-stock/moves" fields={fields} cancel={close} saved={done} /></Dialog>;
}
