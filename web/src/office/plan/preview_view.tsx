import { useWords } from '../../words/words';
import type { Affected, Preview } from './preview';
import './plan.css';

const shownAtOnce = 20;
const NAMES = ['least', 'less', 'middle', 'more', 'most'];

/** What a version changes for five customers over a year, and whom it stops: the same for whoever writes and whoever approves it. */
export function PreviewView({ preview, id }: { preview: Preview; id: string }) {
  const words = useWords();
  const { t } = words;
  const { effect } = preview;
  const signed = (value: string | null): string => (value === null ? '—' : value.startsWith('-') || /^0+(\.0*)?$/.test(value) ? words.decimal(value) : `+${words.decimal(value)}`);
  return (
    <section data-testid={`preview-${id}`}>
      <div className="plan-scroll" role="group" aria-label={t('plan.five')} tabIndex={0}>
        <table className="simple-table">
          <caption>{t('plan.five')}</caption>
          <thead><tr>
            <th scope="col">{t('plan.customer')}</th>
            {[`${t('plan.year_use')}, ${words.unit(preview.unit)}`, ...(preview.before ? [`${t('plan.before')}, ${preview.currency}`] : []), `${preview.before ? t('plan.after') : t('plan.year_bill')}, ${preview.currency}`, ...(preview.before ? [`${t('plan.difference')}, ${preview.currency}`, '%'] : [])].map((head) => <th key={head} scope="col" className="number">{head}</th>)}
          </tr></thead>
          <tbody>{preview.customers.map((row, at) => (
            <tr key={at} data-testid={`customer-${at}`}>
              <th scope="row">{t(`plan.customer.${NAMES[at]}`)}</th>
              <td className="number">{words.decimal(row.units)}</td>
              {preview.before && <td className="number">{words.decimal(row.before)}</td>}
              <td className="number">{words.decimal(row.after)}</td>
              {preview.before && <td className="number">{signed(row.difference)}</td>}
              {preview.before && <td className="number">{signed(row.percent)}</td>}
            </tr>
          ))}</tbody>
        </table>
      </div>
      <p className="small quiet">{t(preview.origin === 'own' ? 'plan.five_own' : 'plan.five_typical', { count: preview.meters, from: words.day(preview.year) })}</p>
      {preview.warnings.map((warning) => <p key={warning} className="note">{t(`plan.warning.${warning}`)}</p>)}
      <p data-testid={`effect-${id}`}>{effect.accounts === 0 ? t('plan.nobody_yet') : effect.stopped.length + effect.behind.length + effect.by_line.length === 0 ? t('plan.fits_all', { count: effect.accounts }) : t('plan.fits_some', { count: effect.accounts })}</p>
      <AffectedAccounts title={t('plan.stopped', { count: effect.stopped.length })} rows={effect.stopped} testid={`stopped-${id}`} />
      <AffectedAccounts title={t('plan.behind', { count: effect.behind.length })} rows={effect.behind} testid={`behind-${id}`} />
      <AffectedAccounts title={t('plan.by_line', { count: effect.by_line.length })} rows={effect.by_line} testid={`by-line-${id}`} />
    </section>
  );
}

/** Who would be stopped or left behind, at which meter, and why. */
function AffectedAccounts({ title, rows, testid }: { title: string; rows: Affected[]; testid: string }) {
  if (rows.length === 0) return null;
  return (
    <section className="note" data-testid={testid}>
      <p>{title}</p>
      <ul>
        {rows.slice(0, shownAtOnce).map((row) => <li key={row.account}>{row.account} · {row.meter} · {row.model}: {row.reasons.map((one) => one.why).join('; ')}</li>)}
        {rows.length > shownAtOnce && <li>…</li>}
      </ul>
    </section>
  );
}
