import { useState } from 'react';
import { useSession } from '../api/hooks';
import { amountSays } from '../form/amount';
import { useWords } from '../words/words';
import { daysOf, FROM_MONDAY, fromHuman, humanUnit, readParameter, textOfDays, toHuman, type Parameter } from './parameter_text';

interface Props {
  row: Parameter;
  /** As the meter writes it; empty: whatever it has. */
  value: string;
  change: (text: string) => void;
}

/** One parameter to type in, in the form that people use for it. */
export function ParameterField({ row, value, change }: Props) {
  const { t } = useWords();
  const label = t(`parameter.${row.item}`);
  const testid = `param-${row.item}`;
  if (row.kind === 'weekdays') return <Weekdays row={row} value={value} change={change} />;
  if (row.kind === 'flag') {
    return (
      <select className="text-input" aria-label={label} data-testid={testid} value={value} onChange={(event) => change(event.target.value)}>
        <option value="">{t('control.any')}</option>
        <option value="yes">{t('control.yes')}</option>
        <option value="no">{t('control.no')}</option>
      </select>
    );
  }
  if (row.kind === 'time_of_day') {
    return <input className="text-input" type="time" aria-label={label} data-testid={testid} value={value} onChange={(event) => change(event.target.value)} />;
  }
  return <Typed key={value === '' ? 'any' : row.item} row={row} value={value} change={change} label={label} testid={testid} />;
}

/** What is being typed stays as it is typed: "1." is on its way to "1.5". */
function Typed({ row, value, change, label, testid }: Props & { label: string; testid: string }) {
  const words = useWords();
  const minor = useSession().data?.utility?.minor_digits ?? 2;
  const [text, setText] = useState(toHuman(row, value));
  const name = humanUnit(row);
  const read = row.kind === 'freeze_pattern' ? null : readParameter(row, text, minor);
  const unread = read && !read.ok && read.code !== 'empty' ? amountSays(read, words) : undefined;
  const id = `${testid}-error`;
  return (
    <>
      <span className="with-unit">
        <input className="text-input" inputMode="decimal" aria-label={label} data-testid={testid} value={text} data-unread={unread ? true : undefined} aria-invalid={unread ? true : undefined}
          aria-describedby={unread ? id : undefined} onChange={(event) => { setText(event.target.value); change(fromHuman(row, event.target.value, minor)); }} />
        {name !== '' && name !== 'currency' && <span className="quiet small" aria-hidden="true">{words.unit(name)}</span>}
      </span>
      {unread && <span className="field-error" id={id}>{unread}</span>}
    </>
  );
}

function Weekdays({ row, value, change }: Props) {
  const { t } = useWords();
  const days = daysOf(value === '' ? row.held : value);
  return (
    <fieldset className="weekdays" data-testid={`param-${row.item}`}>
      <legend className="visually-hidden">{t(`parameter.${row.item}`)}</legend>
      {FROM_MONDAY.map((day) => (
        <label key={day}>
          <input type="checkbox" checked={days[day]} data-testid={`param-${row.item}-${day}`} onChange={() => change(textOfDays(days.map((was, at) => (at === day ? !was : was))))} />
          {t(`control.day.${day}`)}
        </label>
      ))}
    </fieldset>
  );
}

/** The same to look at. */
export function useParameterText(): (row: Parameter, text: string) => string {
  const { t, unit, money } = useWords();
  return (row, text) => {
    if (text === '') return '';
    if (row.kind === 'flag') return t(text === 'yes' ? 'control.yes' : 'control.no');
    if (row.kind === 'money') return money(text);
    if (row.kind === 'weekdays') return FROM_MONDAY.filter((day) => daysOf(text)[day]).map((day) => t(`control.day.${day}`)).join(' ') || t('control.no');
    const name = humanUnit(row);
    return `${toHuman(row, text)}${name === '' ? '' : ` ${unit(name)}`}`;
  };
}
