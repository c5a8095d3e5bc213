import { isZero } from '../form/amount';
import { useWords } from '../words/words';
import { priceRows, type PriceRow } from './price_rows';

/** A version's prices as a table, whatever they depend on; the version as data below it. */
export function PriceTable({ version }: { version: unknown }) {
  const words = useWords();
  const { t, first } = words;
  const data = typeof version === 'string' ? (JSON.parse(version) as unknown) : version;
  const rows = priceRows(data);
  const has = (part: 'season' | 'upto' | 'period'): boolean => rows.some((row) => row[part] !== '');
  return (
    <>
      {rows.length > 0 && (
        <table className="simple-table" data-testid="price-table">
          <caption className="visually-hidden">{t('plan.prices')}</caption>
          <thead><tr>
            {has('season') && <th scope="col">{t('plan.season')}</th>}
            {has('upto') && <th scope="col" className="number">{t('plan.set_up_to')}, {words.unit('kWh')}</th>}
            <th scope="col">{t('plan.step')}</th><th scope="col" className="number">{t('plan.up_to')}, {words.unit('kWh')}</th>
            {has('period') && <th scope="col">{t('plan.period')}</th>}
            <th scope="col" className="number">{t('plan.price')}, {words.currency}</th>
          </tr></thead>
          <tbody>{rows.map((row, index) => (
            <tr key={index}>
              {has('season') && <td>{first([`season.${row.season}`], row.season)}</td>}
              {has('upto') && <td className="number">{row.upto ? words.decimal(row.upto) : '∞'}</td>}
              <td>{row.step}</td><td className="number">{row.to ? words.decimal(row.to) : '∞'}</td>
              {has('period') && <td>{first([`tariff_period.${row.period}`], row.period)}</td>}
              <td className="number">{priceOf(row, words.decimal)}</td>
            </tr>
          ))}</tbody>
        </table>
      )}
      <details><summary>{t('plan.as_data')}</summary><pre className="json" tabIndex={0}>{JSON.stringify(data, null, 1)}</pre></details>
    </>
  );
}

function priceOf({ price, add }: PriceRow, decimal: (value: string) => string): string {
  return add === '' || isZero(add) ? decimal(price) : `${decimal(price)} + ${decimal(add)}`;
}
