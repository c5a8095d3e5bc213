import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COLUMNS } from '../src/office/columns/all';
import { CARDS } from '../src/office/columns/cards';
import { CUSTOMERS } from '../src/office/columns/customers';
import { HOUSE } from '../src/office/columns/house';
import { METERS } from '../src/office/columns/meters';
import { MONEY } from '../src/office/columns/money';
import { PAGES } from '../src/office/registry';
import { COMMON } from '../src/queries/common';
import { askable, begin, cleaned, conditionOf, fieldNamed, sortable, withHow, type Query, type Subject } from '../src/queries/document';
import { firstColumns } from '../src/queries/first_columns';
import { sentence, type Names } from '../src/queries/sentence';
import { addressOfView, isShown, placeOf, viewOf, type Saved } from '../src/table/saved';
import { readView } from '../src/table/view_state';
import { Dictionary } from '../src/words/dictionary';

const field = (name: string, more: Partial<Subject['fields'][number]> = {}): Subject['fields'][number] => ({ name, kind: 'text', personal: false, hows: ['is', 'in', 'empty'], figures: [], parts: [''], words: [], said: '', link: null, ...more });
const SUBJECTS: Subject[] = [
  { subject: 'sales', sort: '-time', fields: [field('number'), field('time', { kind: 'time', hows: ['is', 'between', 'last_days', 'this_month'] }), field('customer', { link: 'customers' }), field('tendered', { kind: 'money', hows: ['is', 'more'], figures: ['sum'] })], others: [] },
  { subject: 'customers', sort: 'number', fields: [field('number'), field('place'), field('phone', { personal: true, hows: [] })], others: [{ list: 'sales', by: 'customer' }] },
];
const books = (language: string) => new Dictionary(language as 'en', JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'lang', `${language}.json`), 'utf8')) as Record<string, string>);
const names = (language: string): Names => {
  const dictionary = books(language);
  const t = (key: string, values?: Record<string, string>): string => dictionary.say(key, values);
  return { t, list: (name) => t(`page.${name}`), field: (_, name) => t(`column.${name.split('.').at(-1)!}`), value: (_, __, value) => value };
};

describe('a query as it is built', () => {
  it('begins with the first columns of its list', () => expect(begin(SUBJECTS[0]!)).toEqual({ subject: 'sales', where: { all: [] }, columns: ['number', 'time', 'customer', 'tendered'] }));
  it('begins with what its page shows, as far as it can be asked', () => {
    expect(begin(SUBJECTS[0]!, ['time', 'age', 'tendered']).columns).toEqual(['time', 'tendered']);
    expect(begin(SUBJECTS[0]!, ['age']).columns).toEqual(['number', 'time', 'customer', 'tendered']);
  });
  it('begins with what its page shows: a register says it itself, a page of its own has it in its table, of what has no page the moment and the money come first', () => {
    const declared = [{ register: 'wells', columns: [{ name: 'number', hidden: false }, { name: 'since', hidden: true }, { name: 'village', hidden: false }] }] as unknown as Parameters<typeof firstColumns>[1];
    expect(firstColumns('wells', declared)).toEqual(['number', 'village']);
    expect(firstColumns('wells', undefined)).toEqual([]);
    expect(firstColumns('sales', declared)).toEqual(COLUMNS['sales']!.filter((column) => !column.hidden).map((column) => column.id));
    expect(firstColumns('figures-sales', declared).slice(0, 2)).toEqual(['business_day', 'station']);
  });
  it('a list has one table of columns, and no column twice', () => {
    const lists = [CARDS, CUSTOMERS, HOUSE, METERS, MONEY].flatMap((part) => Object.keys(part));
    expect(lists).toHaveLength(Object.keys(COLUMNS).length);
    for (const [list, columns] of Object.entries(COLUMNS)) expect(new Set(columns.map((column) => column.id)).size, list).toBe(columns.length);
  });
  it('asks by the list\'s own fields and by those of what they name, but by nothing that is masked', () => {
    expect(askable(SUBJECTS, 'sales')).toEqual(['number', 'time', 'customer', 'tendered', ['customer', 'number'].join('.'), ['customer', 'place'].join('.')]);
    expect(fieldNamed(SUBJECTS, 'sales', ['customer', 'phone'].join('.'))?.personal).toBe(true);
    expect(fieldNamed(SUBJECTS, 'sales', 'number.place')).toBeUndefined();
  });
  it('keeps what was typed where another comparison still takes it', () => {
    expect(conditionOf(SUBJECTS, 'sales', 'number')).toEqual({ field: 'number', how: 'is', value: '' });
    expect(withHow({ field: 'number', how: 'is', value: 'R1' }, 'in')).toEqual({ field: 'number', how: 'in', values: ['R1'] });
    expect(withHow({ field: 'time', how: 'between', values: ['2026-11-01', '2026-11-02'] }, 'is')).toEqual({ field: 'time', how: 'is', value: '2026-11-01' });
    expect(withHow({ field: 'number', how: 'is', value: 'R1' }, 'empty')).toEqual({ field: 'number', how: 'empty' });
  });
  it('is written without what asks nothing, so that the same question is the same text', () => {
    const query: Query = { subject: 'sales', where: { all: [{ any: [] }, { field: 'number', how: 'in', values: ['R1', ''] }] }, columns: ['number'], sort: '-tendered' };
    expect(cleaned(query)).toEqual({ subject: 'sales', where: { all: [{ field: 'number', how: 'in', values: ['R1'] }] }, columns: ['number'] });
    expect(cleaned({ subject: 'sales', where: { all: [] }, groups: [], figures: [] })).toEqual({ subject: 'sales', figures: [{ figure: 'count' }] });
  });
  it('is sorted by what is shown', () => expect(sortable({ subject: 'sales', groups: [{ field: 'time', part: 'month' }], figures: [{ figure: 'sum', field: 'tendered' }, { figure: 'count' }] })).toEqual(['time.month', 'sum.tendered', 'count']));
});

describe('one sentence says what is asked', () => {
  const query: Query = {
    subject: 'customers',
    where: { all: [{ field: 'place', how: 'is', value: 'V1' }, { any: [{ field: 'number', how: 'empty' }, { has_none: { list: 'sales', by: 'customer', where: { field: 'time', how: 'last_days', value: '30' } } }] }] },
    figures: [{ figure: 'count' }],
  };
  it('in English', () => expect(sentence(query, names('en'))).toBe('Number of Customers where Village is V1 and (Number is empty or there are no Sales where Time is in the last 30 days)'));
  it('in Chinese and Russian, all of it', () => {
    for (const language of ['zh', 'ru']) {
      const said = sentence(query, names(language));
      expect(said).toContain('30');
      expect(said).not.toMatch(/query\.|[{}]/);
    }
  });
  it('says order and groups', () => {
    const grouped = sentence({ subject: 'sales', groups: [{ field: 'time', part: 'month' }], figures: [{ figure: 'sum', field: 'tendered' }], sort: '-sum.tendered' }, names('en'));
    expect(grouped).toContain('by month');
    expect(grouped).toContain('largest first');
  });
  it('has no holes for an empty query', () => expect(sentence({ subject: 'sales', where: { all: [] } }, names('en'))).toBe('Sales'));
});

describe('a saved view is an address', () => {
  const view = viewOf(readView(new URLSearchParams('q=li&sort=-time&f.kind=supplement&cursor=1.2&open=R1&size=20')), ['number', 'time']);
  const saved: Saved = { number: 7, kind: 'view', subject: 'sales', name: '\'"><img onerror>', document: view, refused: null, owner: 'wang', own: true, roles: [], pinned: false, changed: '', version: '' };
  it('without page and open row', () => expect(view).toEqual({ q: 'li', sort: '-time', filters: { kind: 'supplement' }, columns: ['number', 'time'] }));
  it('is opened by going there, and known again there on every page', () => {
    expect(placeOf(saved)).toBe('/office/sales?q=li&sort=-time&f.kind=supplement&cols=number%2Ctime');
    expect(isShown(saved, new URLSearchParams(`${addressOfView(view)}&cursor=9`))).toBe(true);
    expect(isShown(saved, new URLSearchParams('f.kind=supplement'))).toBe(false);
  });
  it('columns in the address are seen, whatever one likes else', () => expect(readView(new URLSearchParams('cols=time,number')).columns).toEqual(['time', 'number']));
  it('rows a page are one\'s own where the address says nothing', () => {
    expect(readView(new URLSearchParams(), '', 100).size).toBe(100);
    expect(readView(new URLSearchParams('size=20'), '', 100).size).toBe(20);
  });
});

describe('the common queries', () => {
  it('are pages that are there, each with its name', () => {
    expect(COMMON).toHaveLength(8);
    for (const one of COMMON) {
      expect(PAGES.some((page) => one.at.split('?')[0] === `/office/${page.at ?? page.id}`), one.id).toBe(true);
      for (const language of ['en', 'zh', 'ru']) expect(books(language).say(`common.${one.id}`)).not.toBe(`common.${one.id}`);
    }
  });
});
