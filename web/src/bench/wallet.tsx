import type { BenchCard } from '../api/types';
import { useWords } from '../words/words';
import { Card, Place, type Hold } from './card';
import type { Bench } from './use_bench';

export function Wallet({ cards, hold, bench }: { cards: BenchCard[]; hold: Hold; bench: Bench }) {
  const { t } = useWords();
  return (
    <section className="wallet" aria-labelledby="wallet">
      <h2 id="wallet">{t('bench.wallet')}</h2>
      <Place id="wallet" name={t('bench.wallet')} hold={hold} empty={cards.length === 0}>
        {cards.map((card) => <Card key={card.id} card={card} hold={hold} bench={bench} />)}
        {cards.length === 0 && <p className="panel-quiet">{t('bench.wallet_empty')}</p>}
      </Place>
      <div className="wallet-new"><button type="button" className="plain-button" data-testid="new-card" onClick={() => void bench.newCard()}>{t('bench.new_blank')}</button></div>
    </section>
  );
}
