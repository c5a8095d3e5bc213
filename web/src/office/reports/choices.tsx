import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../../api/client';
import { useSession } from '../../api/hooks';
import { DayInput } from '../../form/day_input';
import { readDayText } from '../../form/day_text';
import { CodesField } from '../../form/lookup_field';
import { registerOf, REGISTERS } from '../../form/registers';
import { may } from '../../shell/permissions';
import { useWords } from '../../words/words';
import { BY_ITSELF } from './groups';
import type { Declared, PeriodKind } from './made';

// For which days a report is made, by what its rows are grouped, which are left out.

/** By the length of what names it in an address. */
const KINDS: Record<number, PeriodKind> = { 4: 'year', 7: 'month', 10: 'day' };

export function PeriodChoice({ kinds, period, change }: { kinds: PeriodKind[]; period: string; change: (period: string) => void }) {
  const { t } = useWords();
  const kind = period.includes('..') ? 'range' : (KINDS[period.length] ?? kinds[0] ?? 'month');
  const [from = '', to = from] = period.split('..');
  const isPeriod = (typed: string): boolean => readDayText(typed, kind === 'month' ? 'month' : 'day') !== null;
  const whole = (day: string): string => (day.length === 4 ? `${day}-01-01` : day.length === 7 ? `${day}-01` : day);
  const begin = (next: PeriodKind): string => {
    const day = whole(from);
    return next === 'year' ? day.slice(0, 4) : next === 'month' ? day.slice(0, 7) : next === 'day' ? day : `${day}..${day}`;
  };
  return (
    <>
      {kinds.length > 1 && (
        <label>{t('report.period')}
          <select data-testid="period-kind" value={kind} onChange={(event) => change(begin(kinds[event.target.selectedIndex] ?? kind))}>{kinds.map((one) => <option key={one} value={one}>{t(`report.period.${one}`)}</option>)}</select>
        </label>
      )}
      <label>{t(kind === 'range' ? 'report.from' : `report.period.${kind}`)}
        {kind === 'year' ? <input type="number" min="1970" max="2100" data-testid="period" value={from} onChange={(event) => event.target.value.length === 4 && change(event.target.value)} />
          : <DayInput alone kind={kind === 'month' ? 'month' : 'day'} testid="period" aria-label={t(kind === 'range' ? 'report.from' : `report.period.${kind}`)} value={from} change={(next) => isPeriod(next) && change(kind === 'range' ? `${next}..${to}` : next)} />}
      </label>
      {kind === 'range' && <label>{t('report.to')}<DayInput alone testid="period-to" aria-label={t('report.to')} value={to} change={(next) => isPeriod(next) && change(`${from}..${next}`)} /></label>}
    </>
  );
}

export function GroupChoice({ report, groups, change }: { report: Declared; groups: string[]; change: (groups: string) => void }) {
  const { t } = useWords();
  const put = (at: number, name: string): void => change(name === BY_ITSELF ? name : groups.filter((one) => one !== BY_ITSELF || at === 0).flatMap((one, index) => (index === at ? [name] : [one])).concat(at >= groups.length ? [name] : []).filter((one, index, all) => one !== '' && all.indexOf(one) === index).join(','));
  return (
    <>
      {Array.from({ length: groups[0] === BY_ITSELF ? 1 : Math.min(report.groups_max, groups.length + 1) }, (_, at) => (
        <label key={at}>{t('report.group')} {at + 1}
          <select data-testid={`group-${at}`} value={groups[at] ?? ''} onChange={(event) => put(at, event.target.value)}>
            {at > 0 && <option value="">—</option>}
            {at === 0 && report.detail.length > 0 && <option value={BY_ITSELF}>{t('report.detail')}</option>}
            {report.groups.map((one) => <option key={one} value={one}>{t(`column.${one}`)}</option>)}
          </select>
        </label>
      ))}
    </>
  );
}

/** One of the words that there are; codes of a register are looked up in it, any of several – or among those that the server says, by whoever may not open it –; what else the books name is typed, by its name or its code. */
export function FilterChoice({ name, choices, value, change }: { name: string; choices?: { value: string; text: string }[]; value: string; change: (value: string) => void }) {
  const { t } = useWords();
  const session = useSession().data;
  const register = registerOf(name);
  const testid = `filter-${name}`;
  const schemes = useSchemes(name === 'scheme');
  if (schemes) choices = schemes;
  const opens = register !== undefined && may(session, REGISTERS[register].right);
  if (register && (opens || choices)) {
    const among = opens ? undefined : choices?.map((one) => ({ value: one.value, label: one.text }));
    return <CodesField label={t(`column.${name}`)} testid={testid} register={register} all among={among} values={value.split(',').filter(Boolean)} change={(values) => change(values.join(','))} />;
  }
  if (!choices) return <TypedChoice key={value} label={t(`column.${name}`)} testid={testid} value={value} change={change} />;
  return (
    <label>{t(`column.${name}`)}
      <select data-testid={testid} value={value} onChange={(event) => change(event.target.value)}>
        <option value="">—</option>
        {value !== '' && !choices.some((one) => one.value === value) && <option value={value}>{value.split(',').map((one) => choices.find((each) => each.value === one)?.text ?? one).join(', ')}</option>}
        {choices.map((one) => <option key={one.value} value={one.value}>{one.text}</option>)}
      </select>
    </label>
  );
}

/** The ways in which the house sells, by their names; none: it is not asked, or the answer has not come. */
function useSchemes(wanted: boolean): { value: string; text: string }[] | undefined {
  const { t } = useWords();
  const asked = useQuery({ queryKey: ['schemes'], queryFn: ({ signal }) => get<{ rows: { name: string }[] }>('/schemes', signal), staleTime: Infinity, enabled: wanted });
  return wanted ? asked.data?.rows.map(({ name }) => ({ value: name, text: t(`scheme.${name}`) })) : undefined;
}

/** Asked when it was typed to its end: Enter, or on to the next field. */
function TypedChoice({ label, testid, value, change }: { label: string; testid: string; value: string; change: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  return (
    <label>{label}
      <input data-testid={testid} value={typed} onChange={(event) => setTyped(event.target.value)} onBlur={() => change(typed.trim())} onKeyDown={(event) => { if (event.key === 'Enter') change(typed.trim()); }} />
    </label>
  );
}

/** How the books stood at a moment, by the utility's clock; an address may name the position by its number. */
export function PositionChoice({ value, change }: { value: string; change: (value: string) => void }) {
  const { t } = useWords();
  const [typed, setTyped] = useState(value);
  const numbered = /^\d+$/.test(value);
  const ask = (): void => { if (readDayText(typed, 'moment') !== null) change(typed); };
  return (
    <label>{t('report.as_of')}{numbered && ` (${t('overview.anchor_number', { number: value })})`}
      <DayInput alone kind="moment" testid="report-as-of" value={numbered ? '' : typed} aria-label={t('report.as_of')} change={(next) => { setTyped(next); if (next === '') change(''); }} leave={() => { if (typed !== value) ask(); }} enter={ask} />
    </label>
  );
}
