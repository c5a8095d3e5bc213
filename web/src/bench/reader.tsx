import type { BenchCard, BenchReader } from '../api/types';
import { useWords } from '../words/words';
import { Card, Place, type Hold } from './card';
import type { Bench } from './use_bench';

interface Props { reader: BenchReader; card?: BenchCard; hold: Hold; bench: Bench }

/** Below the counter: what lies there is the counter's own. */
const PSAM_READER = 'reader:2';

/** The counter knows what lies there. */
export function settled(reader: BenchReader, card?: BenchCard): boolean {
  return reader.card_seen === undefined || reader.card_seen === (card !== undefined);
}

export function Reader({ reader, card, hold, bench }: Props) {
  const { t } = useWords();
  const name = t(reader.id === PSAM_READER ? 'bench.psam_reader' : 'bench.reader');
  return (
    <section className="bench-reader" aria-label={reader.name} data-settled={settled(reader, card)}>
      <h2>{name} <small>{reader.name}</small></h2>
      <Place id={reader.id} name={name} hold={hold} empty={!card}>
        {card ? <Card card={card} hold={hold} bench={bench} /> : <p className="panel-quiet">{t('bench.reader_empty')}</p>}
      </Place>
      {card && <button type="button" className="plain-button" data-testid={`lift-${reader.id}`} onClick={() => void bench.move(card.id, 'wallet')}>{t('bench.lift')}</button>}
    </section>
  );
}
