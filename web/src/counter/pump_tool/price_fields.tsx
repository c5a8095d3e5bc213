import { AmountInput } from '../../form/amount_input';
import { SelectField, TextField } from '../../form/fields';
import { useWords } from '../../words/words';
import { hasEnergy, hasOther, PERIODS_MOST, PRICE_DIGITS, RATES_MOST, type Basis, type PriceTable, type Wrong } from './price_table';

/** By their numbers on the card. */
const BASES: readonly [Basis, string][] = [['1', 'energy'], ['2', 'time'], ['3', 'volume'], ['4', 'energy_and_volume']];

interface Props { table: PriceTable; change: (table: PriceTable) => void; wrong: Wrong }

/** Which number the table has, from when it counts, by what a watering is charged, what it costs, and at which times which rate is in force. */
export function PriceFields({ table, change, wrong }: Props) {
  const { t, currency } = useWords();
  const set = (part: Partial<PriceTable>): void => change({ ...table, ...part });
  const lacks = (name: string): string | undefined => (wrong[name] ? t(`pump_tool.wrong.${wrong[name]}`) : undefined);
  const other = table.basis === '2' ? 'hour' : 'volume';
  return (
    <>
      <div className="two-columns">
        <TextField id="pump-tool-set" label={t('pump_tool.field.set')} value={table.set} change={(value) => set({ set: value })} testid="pump-tool-set" error={lacks('set')} />
        <SelectField id="pump-tool-basis" label={t('bench.basis')} value={table.basis} change={(value) => set({ basis: value })} testid="pump-tool-basis"
          choices={BASES.map(([value, name]) => ({ value, label: t(`bench.basis.${name}`) }))} />
      </div>
      <div className="two-columns">
        <TextField id="pump-tool-day" label={t('setting.from')} type="date" value={table.day} change={(day) => set({ day })} testid="pump-tool-day" error={lacks('day')} />
        <TextField id="pump-tool-time" label={t('setting.from_time')} type="time" value={table.time} change={(time) => set({ time })} testid="pump-tool-time" error={lacks('time')} />
      </div>
      {hasEnergy(table.basis) && <Rates table={table} set={set} lacks={lacks} label={(rate) => t('pump_tool.field.rate', { rate, currency })} />}
      {hasOther(table.basis) && (
        <AmountInput figure digits={PRICE_DIGITS} id="pump-tool-other" label={t(`pump_tool.field.${other}`, { currency })} value={table.other} change={(value) => set({ other: value })} testid="pump-tool-other" error={lacks('other')} />
      )}
      {hasEnergy(table.basis) && <Periods table={table} set={set} lacks={lacks} />}
    </>
  );
}

interface Part { table: PriceTable; set: (part: Partial<PriceTable>) => void; lacks: (name: string) => string | undefined }

function Rates({ table, set, lacks, label }: Part & { label: (rate: number) => string }) {
  const { t } = useWords();
  return (
    <>
      {table.rates.map((text, index) => (
        <AmountInput figure digits={PRICE_DIGITS} key={index} id={`pump-tool-rate-${index + 1}`} label={label(index + 1)} value={text} testid={`pump-tool-rate-${index + 1}`} error={lacks(`rate-${index + 1}`)}
          change={(value) => set({ rates: table.rates.map((old, at) => (at === index ? value : old)) })} />
      ))}
      <div className="drawer-tools">
        {table.rates.length < RATES_MOST && <button type="button" className="quiet-button" data-testid="pump-tool-more-rates" onClick={() => set({ rates: [...table.rates, ''] })}>{t('pump_tool.more_rates')}</button>}
        {table.rates.length > 1 && <button type="button" className="quiet-button" data-testid="pump-tool-less-rates" onClick={() => set({ rates: table.rates.slice(0, -1) })}>{t('pump_tool.less_rates')}</button>}
      </div>
    </>
  );
}

function Periods({ table, set, lacks }: Part) {
  const { t } = useWords();
  const change = (index: number, part: Partial<PriceTable['periods'][number]>): void => set({ periods: table.periods.map((old, at) => (at === index ? { ...old, ...part } : old)) });
  const rates = table.rates.map((_, index) => ({ value: String(index + 1), label: t('pump_tool.rate_number', { rate: index + 1 }) }));
  return (
    <>
      {table.periods.length > 0 && (
        <table className="simple-table" data-testid="pump-tool-periods">
          <caption>{t('pump_tool.periods')}</caption>
          <thead><tr><th scope="col">{t('pump_tool.field.period')}</th><th scope="col">{t('pump_tool.field.period_rate')}</th></tr></thead>
          <tbody>
            {table.periods.map((period, index) => (
              <tr key={index}>
                <td><TextField id={`pump-tool-period-${index + 1}`} label={t('pump_tool.period_number', { number: index + 1 })} type="time" value={period.from} change={(from) => change(index, { from })}
                  testid={`pump-tool-period-${index + 1}`} error={lacks(`period-${index + 1}`)} /></td>
                <td><SelectField id={`pump-tool-period-rate-${index + 1}`} label={t('pump_tool.period_rate_number', { number: index + 1 })} value={period.rate} change={(rate) => change(index, { rate })}
                  testid={`pump-tool-period-rate-${index + 1}`} choices={rates} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="drawer-tools">
        {table.periods.length < PERIODS_MOST && (
          <button type="button" className="quiet-button" data-testid="pump-tool-more-periods" onClick={() => set({ periods: [...table.periods, { from: '', rate: '1' }] })}>{t('pump_tool.more_periods')}</button>
        )}
        {table.periods.length > 0 && <button type="button" className="quiet-button" data-testid="pump-tool-less-periods" onClick={() => set({ periods: table.periods.slice(0, -1) })}>{t('pump_tool.less_periods')}</button>}
      </div>
    </>
  );
}
