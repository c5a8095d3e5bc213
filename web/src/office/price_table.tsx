import { useWords } from '../words/words';

interface Step { to?: string; price: string }

/** A version's prices as a table; parts that are no plain steps are shown as they stand. */
export function PriceTable({ version }: { version: unknown }) {
  const words = useWords();
  const { t } = words;
  const data = typeof version === 'string' ? (JSON.parse(version) as unknown) : version;
  const steps = stepsOf(data);
  return (
    <>
      {steps.length > 0 && (
        <table className="simple-table" data-testid="price-table">
          <caption className="visually-hidden">{t('plan.prices')}</caption>
          <thead><tr><th scope="col">{t('plan.step')}</th><th scope="col" className="number">{t('plan.up_to')}, {words.unit('kWh')}</th><th scope="col" className="number">{t('plan.price')}, {words.currency}</th></tr></thead>
          <tbody>{steps.map((step, index) => <tr key={index}><td>{index + 1}</td><td className="number">{step.to ? words.decimal(step.to) : '∞'}</td><td className="number">{words.decimal(step.price)}</td></tr>)}</tbody>
        </table>
      )}
      <details><summary>{t('plan.as_data')}</summary><pre className="json" tabIndex={0}>{JSON.stringify(data, null, 1)}</pre></details>
    </>
  );
}

/** Steps or a single price, wherever the version's energy part keeps them. */
function stepsOf(data: unknown): Step[] {
  if (typeof data !== 'object' || data === null) return [];
  const version = data as Record<string, unknown>;
  const energy = (typeof version['energy'] === 'object' && version['energy'] !== null ? version['energy'] : version) as Record<string, unknown>;
  const list = energy['steps'];
  if (Array.isArray(list)) {
    return list.filter((step): step is Record<string, unknown> => typeof step === 'object' && step !== null)
      .map((step) => ({ to: step['to'] === undefined || step['to'] === null ? undefined : String(step['to']), price: String(step['price'] ?? '') }));
  }
  return energy['price'] === undefined ? [] : [{ price: String(energy['price']) }];
}
