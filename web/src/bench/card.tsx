import type { BenchCard, CardPlace } from '../api/types';
import { grouped } from '../words/format';
import { useWords, type Words } from '../words/words';
import type { Bench } from './use_bench';

/** The card in the hand, how it gets there and where it goes. */
export interface Hold {
  held: BenchCard | null;
  pick: (id: string | null) => void;
  put: (place: CardPlace) => void;
  drop: (id: string, place: CardPlace) => void;
}

/** A card bears its own number until somebody wrote a name on it. */
export function cardName(card: BenchCard, t: Words['t']): string {
  return card.label && card.label !== card.id ? card.label : t('bench.card', { id: card.id });
}

/** A card: drag it, or take it with Enter and put it down at a place with Enter. */
export function Card({ card, hold, bench, busy }: { card: BenchCard; hold: Hold; bench: Bench; busy?: boolean }) {
  const words = useWords();
  const { t, first } = words;
  const name = cardName(card, t);
  const { purse } = card;
  const held = hold.held?.id === card.id;
  return (
    <div className={`bench-card ${card.kind ?? ''} ${held ? 'is-held' : ''} ${busy ? 'is-busy' : ''} ${purse?.grey ? 'is-grey' : ''}`} data-testid={`card-${card.id}`} data-grey={purse?.grey ?? false} data-place={card.place} data-serial={card.serial ?? ''}>
      <button type="button" className="bench-card-face" draggable aria-pressed={held} data-testid={`take-${card.id}`}
        onDragStart={(event) => event.dataTransfer.setData('text/plain', card.id)} onClick={() => hold.pick(held ? null : card.id)}>
        <span className="chip" aria-hidden="true" />
        <span className="bench-card-label">{name}</span>
        <span className="bench-card-kind">{card.copy_of ? t('bench.copy_of', { id: card.copy_of }) : card.kind ? first([`card_kind.${card.kind}`], card.kind) : ''}</span>
        {purse && <span className="bench-card-purse" data-testid={`purse-${card.id}`}>{words.money(purse.balance)}{purse.grey && <> · {t('bench.card_grey')}</>}</span>}
        <span className="number4">{card.serial ? grouped(card.serial).map((group, index) => <span key={index}>{group}</span>) : t('bench.blank')}</span>
      </button>
      <button type="button" className="quiet-button" data-testid={`copy-${card.id}`} aria-label={t('bench.copy_card', { card: name })} title={t('bench.copy_card', { card: name })} onClick={() => void bench.copy(card.id)}><svg viewBox="0 0 16 16" aria-hidden="true" className="copy-icon"><path d="M5.5 1.5h9v9h-9zM1.5 5.5h4M1.5 5.5v9h9v-4" /></svg></button>
    </div>
  );
}

/** A place where a card can lie. While a card is held it offers itself as a button. */
export function Place({ id, name, hold, children, empty }: { id: CardPlace; name: string; hold: Hold; children: React.ReactNode; empty: boolean }) {
  const { t } = useWords();
  const offers = hold.held !== null && hold.held.place !== id && (empty || id === 'wallet');
  return (
    <div className={`place ${offers ? 'offers' : ''}`} data-testid={`place-${id}`}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => { event.preventDefault(); hold.drop(event.dataTransfer.getData('text/plain'), id); }}>
      {children}
      {offers && <button type="button" className="put-here" data-testid={`put-${id}`} onClick={() => hold.put(id)}>{t('bench.put_here', { place: name })}</button>}
    </div>
  );
}
