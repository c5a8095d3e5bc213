import { useWords } from '../../words/words';
import { isZero } from '../../form/amount';
import { useNamed } from '../../table/named';
import { priceRows, type PriceRow } from '../price_rows';
import type { HeadDoc, VersionDoc } from './document';
import { compareFacts, headFacts, periodName, seasonName, versionFacts, type ComparedFact } from './facts';
import './plan.css';

interface Props { head: HeadDoc; version: VersionDoc; before?: VersionDoc | null; id: string }

/** A version as people read it, beside the one that it takes the place of: prices, and a sentence for everything else that is agreed. */
export function ReadPlan({ head, version, before, id }: Props) {
  const words = useWords();
  const className = useNamed('usage_class');
  const reading = { words, unit: head.unit, currency: head.currency, className };
  const facts = compareFacts(before ? versionFacts(before, reading) : null, versionFacts(version, reading));
  const compared = Boolean(before);
  return (
    <div className="plan-read" data-testid={`plan-read-${id}`}>
      <Prices head={head} version={version} before={before ?? null} />
      <FactTable caption={words.t('plan.agreed')} facts={facts} compared={compared} />
      <FactTable caption={words.t('plan.identity')} facts={compareFacts(null, headFacts(head, reading))} compared={false} />
    </div>
  );
}

function FactTable({ caption, facts, compared }: { caption: string; facts: ComparedFact[]; compared: boolean }) {
  const { t } = useWords();
  return (
    <div className="plan-scroll" role="group" aria-label={caption} tabIndex={0}>
      <table className="simple-table plan-facts">
        <caption>{caption}</caption>
        {compared && <thead><tr><td /><th scope="col">{t('plan.before')}</th><th scope="col">{t('plan.after')}</th></tr></thead>}
        <tbody>{facts.map((fact) => (
          <tr key={fact.id} data-testid={`plan-fact-${fact.id}`} data-changed={fact.changed || undefined}>
            <th scope="row">{fact.label}{fact.changed && <span className="plan-changed"> {t('plan.changed')}</span>}</th>
            {compared && <td>{fact.before || '—'}</td>}
            <td>{fact.after || '—'}</td>
          </tr>
        ))}</tbody>
      </table>
    </div>
  );
}

const nameOf = (row: PriceRow): string => [row.season, row.upto, row.step, row.period].join('|');

/** Prices step by step; beside an older version each line shows what it was. */
function Prices({ head, version, before }: { head: HeadDoc; version: VersionDoc; before: VersionDoc | null }) {
  const words = useWords();
  const { t } = words;
  const now = priceRows(version);
  const old = new Map((before ? priceRows(before) : []).map((row) => [nameOf(row), row]));
  const gone = [...old.values()].filter((row) => !now.some((one) => nameOf(one) === nameOf(row)));
  const rows = [...now.map((row) => ({ row, after: row as PriceRow | null })), ...gone.map((row) => ({ row, after: null }))];
  const has = (part: 'season' | 'upto' | 'period'): boolean => rows.some(({ row }) => row[part] !== '');
  const steps = rows.some(({ row }) => row.step > 1);
  const end = (row: PriceRow | null): string => (row ? (row.to ? words.decimal(row.to) : '∞') : '—');
  const price = (row: PriceRow | null): string => (row ? priceText(row, words.decimal) : '—');
  return (
    <div className="plan-scroll" role="group" aria-label={t('plan.prices')} tabIndex={0}>
      <table className="simple-table" data-testid="price-table">
        <caption>{t('plan.prices')}</caption>
        <thead><tr>
          {has('season') && <th scope="col">{t('plan.season')}</th>}
          {has('upto') && <th scope="col" className="number">{t('plan.set_up_to')}, {words.unit(head.unit)}</th>}
          {steps && <th scope="col">{t('plan.step')}</th>}
          {steps && <th scope="col" className="number">{t('plan.up_to')}, {words.unit(head.unit)}</th>}
          {has('period') && <th scope="col">{t('plan.period')}</th>}
          {before && <th scope="col" className="number">{t('plan.before')}, {head.currency}</th>}
          <th scope="col" className="number">{before ? t('plan.after') : t('plan.price')}, {head.currency}</th>
        </tr></thead>
        <tbody>{rows.map(({ row, after }, index) => {
          const was = old.get(nameOf(row)) ?? null;
          const changed = before !== null && (price(was) !== price(after) || end(was) !== end(after));
          return (
            <tr key={index} data-changed={changed || undefined}>
              {has('season') && <td>{seasonName(words, row.season)}</td>}
              {has('upto') && <td className="number">{row.upto ? words.decimal(row.upto) : '∞'}</td>}
              {steps && <td>{row.step}</td>}
              {steps && <td className="number">{before && end(was) !== end(after) && was ? `${end(was)} → ${end(after)}` : end(row)}</td>}
              {has('period') && <td>{periodName(words, row.period)}</td>}
              {before && <td className="number">{price(was)}</td>}
              <td className="number">{price(after)}{changed && <span className="plan-changed"> {t('plan.changed')}</span>}</td>
            </tr>
          );
        })}</tbody>
      </table>
    </div>
  );
}

function priceText({ price, add }: PriceRow, decimal: (value: string) => string): string {
  return add === '' || isZero(add) ? decimal(price) : `${decimal(price)} + ${decimal(add)}`;
}
