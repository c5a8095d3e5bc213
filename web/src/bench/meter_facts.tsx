import type { MeterView } from '../api/types';
import { Tag } from '../shell/marks';
import { useWords } from '../words/words';

/** What the meter holds inside, for the eye of the tester; a real one shows it only page by page. */
export function MeterFacts({ meter }: { meter: MeterView }) {
  const words = useWords();
  const { t } = words;
  return (
    <>
      <dl className="meter-facts">
        <div><dt>{t('meter.page.remaining_money')}</dt><dd data-testid={`remaining-${meter.number}`}>{words.money(meter.remaining)}</dd></div>
        <div><dt>{t('meter.page.energy_total')}</dt><dd data-testid={`energy-${meter.number}`}>{words.quantity(meter.energy, 'kWh')}</dd></div>
        <div><dt>{t('meter.page.step')}</dt><dd>{meter.step ?? '—'}</dd></div>
        <div><dt>{t('meter.page.price')}</dt><dd>{words.decimal(meter.price)}</dd></div>
        <div><dt>{t('meter.page.purchase_count')}</dt><dd data-testid={`count-${meter.number}`}>{meter.count ?? '—'}</dd></div>
        <div><dt>{t('bench.relay')}</dt><dd data-testid={`relay-${meter.number}`} data-value={meter.relay}>{t(`bench.relay_${meter.relay}`)}</dd></div>
      </dl>
      <p className="meter-flags">{meter.state_flags.map((flag) => <Tag key={flag} tone={flag === 'account_open' ? 'good' : 'warning'}>{words.first([`meter.flag.${flag}`], flag)}</Tag>)}</p>
    </>
  );
}
