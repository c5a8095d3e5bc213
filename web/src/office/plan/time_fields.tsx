import { useState } from 'react';
import { DayInput } from '../../form/day_input';
import { readDayText } from '../../form/day_text';
import { useWords } from '../../words/words';
import { DayGrid } from './day_grid';
import { periodsOf, seasonsOf, withPeriods, withSeasons, type CalendarRow, type DayTable, type VersionDoc } from './document';
import { dayName, periodName, seasonName } from './facts';
import { PlanCell, PlanSection, useFault } from './field';

const NUMBERS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
const FIRST_PERIODS = ['valley', 'peak', 'flat', 'sharp'];
const FIRST_DAYS = ['day', 'weekend', 'holiday', 'summer', 'winter'];

interface Props { version: VersionDoc; change: (next: VersionDoc) => void }

const fresh = (wanted: string[], taken: string[], word: string): string => wanted.find((name) => !taken.includes(name)) ?? `${word}_${taken.length + 1}`;

/** What depends on the hour, the weekday, the season: periods of the day, kinds of days, when which kind is. */
export function TimeFields({ version, change }: Props) {
  const { t } = useWords();
  const days = version.days ?? {};
  const [order, setOrder] = useState(() => periodsOf(version)); // a period keeps its number, wherever it is painted
  const periods = [...order, ...periodsOf(version).filter((name) => !order.includes(name))];
  const [brush, setBrush] = useState(periods[0] ?? '');
  const put = (next: Record<string, DayTable>): void => change(withPeriods({ ...version, days: next }));
  const begin = (): void => change(withPeriods({ ...version, days: { day: [['00:00', 'valley'], ['08:00', 'peak'], ['22:00', 'valley']] }, calendar: [{ use: 'day' }] }));
  const end = (): void => { setOrder([]); change(withPeriods({ ...version, days: undefined, calendar: undefined, holidays: undefined })); };
  const rename = (old: string, name: string): void => {
    if (name === '' || name === old || periods.includes(name)) return;
    setOrder(periods.map((one) => (one === old ? name : one)));
    if (brush === old) setBrush(name);
    change(renamedPeriod(version, old, name));
  };
  return (
    <PlanSection place="/version/days" title={t('plan.times')}>
      <Seasons version={version} change={change} />
      {Object.keys(days).length === 0
        ? <div className="plan-tools"><button type="button" className="plain-button" data-testid="days-begin" onClick={begin}>{t('plan.days_begin')}</button></div>
        : (
          <>
            <fieldset className="plan-brushes">
              <legend>{t('plan.periods')}</legend>
              {periods.map((period, at) => <Brush key={period} number={NUMBERS[at] ?? '·'} period={period} chosen={brush === period} choose={() => setBrush(period)} rename={(name) => rename(period, name)} />)}
              <button type="button" className="plain-button" data-testid="period-add" onClick={() => { const name = fresh(FIRST_PERIODS, periods, 'period'); setOrder([...periods, name]); setBrush(name); }}>{t('plan.period_add')}</button>
            </fieldset>
            <DayGrid days={days} periods={periods} brush={brush || periods[0] || ''} take={setBrush} change={put} />
            <div className="plan-tools">
              <button type="button" className="plain-button" data-testid="day-add" onClick={() => { const name = fresh(FIRST_DAYS, Object.keys(days), 'day'); put({ ...days, [name]: [...Object.values(days)[0]!] }); }}>{t('plan.day_add')}</button>
              {Object.keys(days).length > 1 && Object.keys(days).map((name) => <button key={name} type="button" className="quiet-button" onClick={() => put(Object.fromEntries(Object.entries(days).filter(([one]) => one !== name)))}>{t('plan.day_remove', { name })}</button>)}
              <button type="button" className="quiet-button" data-testid="days-end" onClick={end}>{t('plan.days_end')}</button>
            </div>
            <Calendar version={version} change={change} />
            <Holidays version={version} change={change} />
          </>
        )}
    </PlanSection>
  );
}

function Brush({ number, period, chosen, choose, rename }: { number: string; period: string; chosen: boolean; choose: () => void; rename: (name: string) => void }) {
  const words = useWords();
  const [typed, setTyped] = useState(period);
  return (
    <span className="plan-brush">
      <label><input type="radio" name="plan-brush" data-testid={`brush-${number}`} checked={chosen} onChange={choose} /> {number} {periodName(words, period)}</label>
      <input type="text" className="text-input" aria-label={words.t('plan.period_name', { number })} value={typed} onChange={(event) => setTyped(event.target.value)} onBlur={() => rename(typed.trim())} />
    </span>
  );
}

function renamedPeriod(version: VersionDoc, old: string, name: string): VersionDoc {
  const swap = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(swap);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key === old && typeof one === 'string' ? name : key, swap(one)]));
  };
  const days = Object.fromEntries(Object.entries(version.days ?? {}).map(([day, table]) => [day, table.map(([time, period]): [string, string] => [time, period === old ? name : period])]));
  return { ...version, days, energy: swap(version.energy) as VersionDoc['energy'] };
}

function Seasons({ version, change }: Props) {
  const words = useWords();
  const { t } = words;
  const wrong = useFault('/version/seasons');
  const seasons = version.seasons ?? [];
  const put = (next: [string, string][]): void => change(withSeasons(version, next));
  return (
    <>
      {seasons.length > 0 && (
        <table className="simple-table plan-table" aria-label={t('plan.fact.seasons')}>
          <thead><tr><th scope="col">{t('plan.season')}</th><th scope="col">{t('plan.season_begins')}</th><td /></tr></thead>
          <tbody>{seasons.map(([name, day], at) => (
            <tr key={at}>
              <td><PlanCell place={`/version/seasons/${at}`} label={`${t('plan.season')} ${at + 1}`} value={name} change={(next) => put(seasons.map((one, index) => (index === at ? [next, one[1]] : one)))} /></td>
              <td><PlanCell place={`/version/seasons/${at}/day`} label={`${t('plan.season_begins')}, ${seasonName(words, name)}`} value={day} change={(next) => put(seasons.map((one, index) => (index === at ? [one[0], next] : one)))} /></td>
              <td><button type="button" className="quiet-button" aria-label={t('plan.season_remove', { name })} onClick={() => put(seasons.filter((_, index) => index !== at))}>✕</button></td>
            </tr>
          ))}</tbody>
        </table>
      )}
      {wrong && <p className="field-error">{wrong}</p>}
      <div className="plan-tools"><button type="button" className="plain-button" data-testid="season-add" onClick={() => put(seasons.length === 0 ? [['winter', '11-01'], ['summer', '04-01']] : [...seasons, ['', '']])}>{t('plan.season_add')}</button>
        <span className="small quiet">{t('plan.day_of_year_note')}</span></div>
    </>
  );
}

/** Which kind a day is: the first line that fits it. */
function Calendar({ version, change }: Props) {
  const words = useWords();
  const { t } = words;
  const wrong = useFault('/version/calendar');
  const rows = version.calendar ?? [];
  const seasons = seasonsOf(version);
  const put = (next: CalendarRow[]): void => change({ ...version, calendar: next });
  const patch = (at: number, part: Partial<CalendarRow>): void => put(rows.map((row, index) => (index === at ? { ...row, ...part } : row)));
  const toggle = (at: number, day: number): void => {
    const on = rows[at]!.on ?? [1, 2, 3, 4, 5, 6, 7];
    const next = (on.includes(day) ? on.filter((one) => one !== day) : [...on, day]).sort();
    const { on: _every, ...everyDay } = rows[at]!;
    put(rows.map((row, index) => (index !== at ? row : next.length === 7 ? everyDay : { ...row, on: next })));
  };
  return (
    <>
      <h3>{t('plan.fact.calendar')}</h3>
      <div className="plan-scroll">
        <table className="simple-table plan-table" aria-label={t('plan.fact.calendar')}>
          <thead><tr>{seasons.length > 0 && <th scope="col">{t('plan.season')}</th>}<th scope="col">{t('plan.weekdays')}</th><th scope="col">{t('plan.day_kind')}</th><td /></tr></thead>
          <tbody>{rows.map((row, at) => (
            <tr key={at}>
              {seasons.length > 0 && <td><select className="text-input" aria-label={`${t('plan.season')} ${at + 1}`} value={row.season ?? ''} onChange={(event) => patch(at, { season: event.target.value })}><option value="">{t('plan.whole_year')}</option>{seasons.map((name) => <option key={name} value={name}>{seasonName(words, name)}</option>)}</select></td>}
              <td><fieldset className="plan-weekdays"><legend className="visually-hidden">{`${t('plan.weekdays')} ${at + 1}`}</legend>
                {[1, 2, 3, 4, 5, 6, 7].map((day) => <label key={day}><input type="checkbox" data-testid={`weekday-${at}-${day}`} checked={row.on?.includes(day) ?? true} onChange={() => toggle(at, day)} /> {t(`plan.weekday.${day}`)}</label>)}</fieldset></td>
              <td><select className="text-input" aria-label={`${t('plan.day_kind')} ${at + 1}`} data-testid={`calendar-use-${at}`} value={row.use} onChange={(event) => patch(at, { use: event.target.value })}>{kinds(version, row.use).map((name) => <option key={name} value={name}>{dayName(words, name)}</option>)}</select></td>
              <td>{rows.length > 1 && <button type="button" className="quiet-button" aria-label={t('plan.line_remove', { number: at + 1 })} onClick={() => put(rows.filter((_, index) => index !== at))}>✕</button>}</td>
            </tr>
          ))}</tbody>
        </table>
      </div>
      {wrong && <p className="field-error">{wrong}</p>}
      <div className="plan-tools"><button type="button" className="plain-button" data-testid="calendar-add" onClick={() => put([{ on: [6, 7], use: Object.keys(version.days ?? {}).at(-1) ?? '' }, ...rows])}>{t('plan.calendar_add')}</button></div>
    </>
  );
}

const kinds = (version: VersionDoc, use: string): string[] => [...new Set([...Object.keys(version.days ?? {}), use])];

function Holidays({ version, change }: Props) {
  const words = useWords();
  const { t } = words;
  const [date, setDate] = useState('');
  const [use, setUse] = useState('');
  const holidays = version.holidays ?? {};
  const names = Object.keys(version.days ?? {});
  return (
    <>
      <h3>{t('plan.fact.holidays')}</h3>
      {Object.keys(holidays).length > 0 && (
        <ul>{Object.entries(holidays).map(([day, name]) => (
          <li key={day}>{words.day(day)} {dayName(words, name)} <button type="button" className="quiet-button" aria-label={t('plan.holiday_remove', { day: words.day(day) })} onClick={() => change({ ...version, holidays: Object.fromEntries(Object.entries(holidays).filter(([one]) => one !== day)) })}>✕</button></li>
        ))}</ul>
      )}
      <div className="plan-tools">
        <DayInput alone testid="holiday-date" aria-label={t('plan.holiday')} value={date} change={setDate} />
        <select className="text-input" aria-label={t('plan.day_kind')} value={use || names.at(-1)} onChange={(event) => setUse(event.target.value)}>{names.map((name) => <option key={name} value={name}>{dayName(words, name)}</option>)}</select>
        <button type="button" className="plain-button" data-testid="holiday-add" onClick={() => { if (readDayText(date, 'day') !== null) { change({ ...version, holidays: { ...holidays, [date]: use || names.at(-1) || '' } }); setDate(''); } }}>{t('plan.holiday_add')}</button>
      </div>
    </>
  );
}
