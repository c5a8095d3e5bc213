import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { columnSaid, columnTitle } from '../src/table/columns';
import { Dictionary } from '../src/words/dictionary';

const words = (language: 'en' | 'zh' | 'ru') => {
  const dictionary = new Dictionary(language, JSON.parse(readFileSync(join(import.meta.dirname, '../../lang', `${language}.json`), 'utf8')) as Record<string, string>);
  return { currency: 'CNY', unit: (name: string) => name, first: (keys: string[], fallback: string) => { const known = keys.find((key) => dictionary.has(key)); return known ? dictionary.say(known) : fallback; } };
};

describe('a column is called as people call it in that list', () => {
  it('money that a shift received is no time of reading', () => {
    expect(columnTitle('shifts', { id: 'received', kind: 'tenders' }, words('zh'))).toBe('实收, CNY');
    expect(columnSaid('figures-sales', 'received', words('zh'))).toBe('实收');
    expect(columnSaid('stock-lots', 'received', words('zh')), 'a delivery').toBe('到货日期');
    expect(columnSaid('day-freezes', 'received', words('zh')), 'a reading').toBe('读取时间');
  });
  it('counts of an import are no times', () => {
    expect(['created', 'changed'].map((id) => columnSaid('imports', id, words('zh')))).toEqual(['新增', '更改']);
    expect(columnSaid('links', 'changed', words('zh'))).toBe('变更时间');
  });
  it('a well has a title, a person a name', () => {
    expect(columnSaid('wells', 'name', words('ru'))).toBe('Название');
    expect(columnSaid('customers', 'name', words('ru'))).toBe('Имя');
  });
});
