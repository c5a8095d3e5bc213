import { describe, expect, it } from 'vitest';
import { instantRange, listQuery, nextSort, pageOf, readView, writeView } from '../src/table/view_state';

const none: ReadonlySet<string> = new Set();

describe('the view of a table lives in its address', () => {
  it('what is written is read back', () => {
    const change = { q: 'li', sort: '-time', size: 100, filters: { state: 'open,closed', time: '2026-11-01..2026-11-20' }, open: '100023' };
    const view = readView(writeView(new URLSearchParams(), change));
    expect(view).toEqual({ ...change, cursor: '', end: false });
  });
  it('a new search begins at the first page, opening a row does not', () => {
    const paged = new URLSearchParams('cursor=abc&q=li');
    expect(writeView(paged, { q: 'chen' }).get('cursor')).toBeNull();
    expect(writeView(paged, { open: '1' }).get('cursor')).toBe('abc');
  });
  it('removing a filter removes it from the address, other parts stay', () => {
    const fresh = writeView(new URLSearchParams('f.state=open&f.till=T-02&account=5'), { filters: { till: 'T-02' } });
    expect(Object.fromEntries(fresh)).toEqual({ 'f.till': 'T-02', account: '5' });
  });
  it('an invented page size is not believed', () => expect(readView(new URLSearchParams('size=100000')).size).toBe(50));
  it('an export asks for all rows that match, not for the page', () => {
    const view = readView(new URLSearchParams('q=li&cursor=abc&size=20&f.state=open'));
    expect(listQuery(view, 'UTC', none, { all: true }).toString()).toBe('q=li&filter.state=open');
    expect(listQuery(view, 'UTC', none).toString()).toBe('q=li&filter.state=open&page_size=20&cursor=abc');
  });
  it('a list\'s own sort is not asked for: beside a filter it may have another', () => {
    const view = readView(new URLSearchParams('f.state=booked'), '-time');
    expect(listQuery(view, 'UTC', none, { defaultSort: '-time' }).get('sort')).toBeNull();
    expect(listQuery({ ...view, sort: 'number' }, 'UTC', none, { defaultSort: '-time' }).get('sort')).toBe('number');
  });
  it('from its last page a list is asked for the other way round, its files are not', () => {
    const view = readView(new URLSearchParams('sort=-time&end=1&size=20&cursor=abc'), '-time');
    expect(listQuery(view, 'UTC', none, { defaultSort: '-time' }).toString()).toBe('sort=time&page_size=20&cursor=abc');
    expect(listQuery({ ...view, sort: 'number' }, 'UTC', none).get('sort')).toBe('-number');
    expect(listQuery(view, 'UTC', none, { all: true, defaultSort: '-time' }).get('sort')).toBeNull();
  });
  it('another search begins at the first page again', () => {
    const last = writeView(new URLSearchParams('cursor=abc&q=li'), { sort: '-time', cursor: '', end: true });
    expect(last.toString()).toBe('q=li&sort=-time&end=1');
    expect(writeView(last, { q: 'chen' }).get('end')).toBeNull();
    expect(writeView(last, { open: '1' }).get('end')).toBe('1');
  });
  it('says which page of how many it is, as long as anybody knows', () => {
    const view = readView(new URLSearchParams('size=50'));
    expect(pageOf(view, 0, null)).toEqual({ page: 1, pages: 1 });
    expect(pageOf(view, 120, null)).toEqual({ page: 1, pages: 3 });
    expect(pageOf({ ...view, cursor: 'abc' }, 120, 1)).toEqual({ page: 2, pages: 3 });
    expect(pageOf({ ...view, cursor: 'abc' }, 120, null), 'after a reload').toEqual({ page: null, pages: 3 });
    expect(pageOf({ ...view, end: true }, 120, null)).toEqual({ page: 3, pages: 3 });
    expect(pageOf({ ...view, end: true, cursor: 'abc' }, 120, 1)).toEqual({ page: 2, pages: 3 });
  });
  it('days are asked for as instants of the station', () => {
    expect(instantRange('2026-11-20..2026-11-20', 'Asia/Shanghai')).toBe('2026-11-19T16:00:00.000Z..2026-11-20T15:59:59.999Z');
    expect(instantRange('..2026-11-20', 'UTC')).toBe('..2026-11-20T23:59:59.999Z');
    expect(instantRange('2026-11-20..', 'UTC')).toBe('2026-11-20T00:00:00.000Z..');
  });
  it('a column sorts up, down, then as it comes', () => {
    expect(nextSort('', 'time')).toBe('time');
    expect(nextSort('time', 'time')).toBe('-time');
    expect(nextSort('-time', 'time')).toBe('');
    expect(nextSort('-time', 'number')).toBe('number');
    expect(nextSort('-time', 'time', '-time')).toBe('time');
  });
});
