import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { get } from '../api/client';
import type { BenchView, CardPlace } from '../api/types';
import { ProblemNote } from '../form/problem_note';
import { Failed, Loading } from '../shell/states';
import { Title } from '../shell/title';
import { useWords } from '../words/words';
import './bench.css';
import { cardName } from './card';
import { ClockBar } from './clock_bar';
import { MeterBox } from './meter_box';
import { NewMeter } from './new_meter';
import { NewPump } from './new_pump';
import { PumpBox } from './pump_box';
import { Reader, settled } from './reader';
import { useBench } from './use_bench';
import { Wallet } from './wallet';

const POLL_MS = 1_000;
const SOON_MS = 200; // the counter is about to hear of a card

/** At no reader the counter has yet to hear of a card that came or went. */
function quiet({ readers, cards }: BenchView): boolean {
  return (readers ?? []).every((reader) => settled(reader, cards.find((card) => card.place === reader.id)));
}

/** Virtual readers, cards and meters: the whole way can be walked without hardware. Clearly labelled, no real money. */
export default function BenchPage() {
  const { t } = useWords();
  const view = useQuery({ queryKey: ['bench'], queryFn: ({ signal }) => get<BenchView>('/bench', signal), refetchInterval: (query) => (!query.state.data || quiet(query.state.data) ? POLL_MS : SOON_MS) });
  const [held, setHeld] = useState<string | null>(null);
  const bench = useBench();
  const table = useRef<HTMLDivElement>(null);
  const before = useRef<string | null>(null);
  // Where a card can go stands before it and after it: who took it with Enter is brought to the first place, and back to the card when it lies there or was let go.
  useEffect(() => {
    const card = before.current;
    before.current = held;
    if (held) table.current?.querySelector<HTMLElement>('.put-here')?.focus();
    else if (card && document.activeElement === document.body) table.current?.querySelector<HTMLElement>(`[data-testid="take-${card}"]`)?.focus();
  }, [held]);
  if (view.isError && !view.data) return <Failed problem={view.error} retry={() => void view.refetch()} />;
  if (!view.data) return <Loading />;
  const { cards, meters } = view.data;
  const readers = view.data.readers ?? [{ id: 'reader:0', name: t('bench.reader') }];
  const heldCard = cards.find((card) => card.id === held) ?? null;
  const put = (place: CardPlace): void => {
    if (!held) return;
    setHeld(null);
    void bench.move(held, place);
  };
  const hold = { held: heldCard, pick: setHeld, put, drop: (id: string, place: CardPlace) => { setHeld(null); void bench.move(id, place); } };
  return (
    <div className="bench" onKeyDown={(event) => { if (event.key === 'Escape') setHeld(null); }}>
      <Title>{t('bench.title')}</Title>
      <header className="bench-head">
        <h1>{t('bench.title')}</h1>
        <ClockBar clock={view.data.clock} speed={view.data.speed} bench={bench} />
      </header>
      <ProblemNote problem={bench.problem} />
      <p role="status" className="bench-say" data-testid="bench-say">{heldCard ? t('bench.holding', { card: cardName(heldCard, t) }) : t('bench.say')}</p>
      <div className="bench-table" ref={table}>
        <div className="bench-left">
          {readers.map((reader) => <Reader key={reader.id} reader={reader} card={cards.find((card) => card.place === reader.id)} hold={hold} bench={bench} />)}
          <Wallet cards={cards.filter((card) => card.place === 'wallet')} hold={hold} bench={bench} />
        </div>
        <section className="bench-meters" aria-label={t('bench.meters')}>
          {(view.data.pumps ?? []).map((pump) => <PumpBox key={pump.number} pump={pump} cards={cards} hold={hold} bench={bench} swipe={(card, beside) => { setHeld(null); void bench.swipe(pump.number, card, beside); }} />)}
          {meters.map((meter) => <MeterBox key={meter.number} meter={meter} card={cards.find((card) => card.place === `meter:${meter.number}`)} hold={hold} bench={bench} />)}
          <NewPump bench={bench} standing={(view.data.pumps ?? []).map((pump) => pump.number)} />
          <NewMeter models={view.data.models ?? []} bench={bench} />
        </section>
      </div>
    </div>
  );
}
