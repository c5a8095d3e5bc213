import { Button, Popover } from 'antd';
import { useState, type FormEvent } from 'react';
import { figureText } from '../form/amount';
import { AmountInput } from '../form/amount_input';
import { readDayText } from '../form/day_text';
import { SelectField, TextField } from '../form/fields';
import { stateTexts } from '../shell/marks';
import { useWords } from '../words/words';
import { codeKeys, columnSaid, type Column } from './columns';
import { useNamed, useNames } from './named';

/** Of these with figures. */
const FIGURES: ReadonlySet<string> = new Set(['money', 'energy', 'count', 'running']);
/** Kinds of which one asks from – to. */
const RANGES: ReadonlySet<string> = new Set(['time', 'date', 'local', 'money', 'energy', 'count', 'running']);

interface Props { list: string; columns: Column[]; filters: Record<string, string>; change: (filters: Record<string, string>) => void }

/** Filters are always seen as chips, each can be taken away. */
export function FilterChips({ list, columns, filters, change }: Props) {
  const words = useWords();
  const { t } = words;
  const names = Object.keys(filters);
  if (names.length === 0) return null;
  const without = (name: string): Record<string, string> => Object.fromEntries(Object.entries(filters).filter(([each]) => each !== name));
  return (
    <ul className="chips" aria-label={t('table.filters')}>
      {names.map((name) => (
        <li key={name} className="chip-filter">
          <span>{columnSaid(list, name, words)}: <strong><FilterWords column={columns.find((column) => column.id === name)} value={filters[name]!} /></strong></span>
          <button type="button" aria-label={t('table.remove_filter', { name: columnSaid(list, name, words) })} data-testid={`chip-remove-${name}`} onClick={() => change(without(name))}>✕</button>
        </li>
      ))}
      <li><button type="button" className="quiet-button" data-testid="filters-clear" onClick={() => change({})}>{t('table.clear_all')}</button></li>
    </ul>
  );
}

function FilterWords({ column, value }: { column?: Column; value: string }) {
  const words = useWords();
  const called = useNamed(column?.named);
  if (value.includes('..')) return <>{value.split('..').map((end) => (/^\d{4}-\d\d-\d\d$/.test(end) ? words.day(end) : end && words.decimal(end))).join(' – ').trim()}</>;
  return <>{value.split(',').map((each) => words.first(codeTexts(column, each), called(each))).join(', ')}</>;
}

/** Texts for a code that a column can have. */
function codeTexts(column: Column | undefined, text: string): string[] {
  if (column?.kind === 'yes') return [text === 'true' ? 'word.yes' : 'word.no'];
  if (column?.kind === 'state') return stateTexts(column.of ?? '', text);
  return column?.prefix ? codeKeys(column.prefix, text || 'none') : [];
}

/** Adds one filter: a column and what it must be. */
export function AddFilter({ list, columns, filters, change }: Props) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const offered = columns.filter((column) => column.filter !== false);
  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomLeft" destroyOnHidden
      content={<FilterForm list={list} columns={offered} apply={(name, value) => { setOpen(false); change({ ...filters, [name]: value }); }} />}>
      <Button data-testid="filter-add" aria-expanded={open}>{t('table.add_filter')}</Button>
    </Popover>
  );
}

/** A figure that may be below zero. */
function signed(typed: string): string {
  const [, sign = '', bare = ''] = /^\s*([-−]?)(.*)$/s.exec(typed) ?? [];
  return `${sign && '-'}${figureText(bare)}`;
}

function FilterForm({ list, columns, apply }: { list: string; columns: Column[]; apply: (name: string, value: string) => void }) {
  const words = useWords();
  const { t } = words;
  const [name, setName] = useState(columns[0]?.id ?? '');
  const [value, setValue] = useState('');
  const [to, setTo] = useState('');
  const column = columns.find((each) => each.id === name);
  const names = useNames(column?.named);
  const choices = column?.choices?.map((code) => ({ value: code, label: words.first(codeTexts(column, code), code) })) ?? (names && [...names].map(([code, called]) => ({ value: code, label: called || code })));
  const figures = FIGURES.has(column?.kind ?? '');
  const range = RANGES.has(column?.kind ?? '');
  const type = column?.kind === 'time' || column?.kind === 'date' || column?.kind === 'local' ? 'date' : 'text';
  const unread = (typed: string): boolean => type === 'date' && typed.trim() !== '' && readDayText(typed, 'day') === null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (range && (unread(value) || unread(to))) return;
    const [from, until] = figures ? [signed(value), signed(to)] : [value, to];
    const wanted = range ? (from || until ? `${from}..${until}` : '') : value;
    if (wanted) apply(name, wanted);
  };
  return (
    <form className="filter-form" aria-label={t('table.filters')} onSubmit={submit} data-testid="filter-form">
      <SelectField id="filter-column" label={t('table.column')} value={name} change={(next) => { setName(next); setValue(''); setTo(''); }} testid="filter-column"
        choices={columns.map((each) => ({ value: each.id, label: columnSaid(list, each.id, words) }))} />
      {choices ? (
        <SelectField id="filter-value" label={t('table.is')} value={value} change={setValue} testid="filter-value" empty={t('form.choose')} choices={choices} />
      ) : range ? (
        <div className="two-columns">
          {figures ? <AmountInput figure signed id="filter-value" label={t('table.from')} value={value} change={setValue} testid="filter-value" />
            : <TextField id="filter-value" label={t('table.from')} type={type} value={value} change={setValue} testid="filter-value" />}
          {figures ? <AmountInput figure signed id="filter-to" label={t('table.to')} value={to} change={setTo} testid="filter-to" />
            : <TextField id="filter-to" label={t('table.to')} type={type} value={to} change={setTo} testid="filter-to" />}
        </div>
      ) : <TextField id="filter-value" label={t('table.is')} value={value} change={setValue} testid="filter-value" />}
      <button type="submit" className="primary-button" data-testid="filter-apply">{t('table.apply')}</button>
    </form>
  );
}
