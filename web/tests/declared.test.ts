import { describe, expect, it } from 'vitest';
import { asLookedFor, isChangeable } from '../src/office/register_page';
import { columnOf } from '../src/office/declared_columns';
import { isOffered, withReason } from '../src/office/row_actions';
import { codeSaid } from '../src/queries/names';
import { codeKeys } from '../src/table/columns';
import type { Field } from '../src/queries/document';

const field = (name: string, more: Partial<Field> = {}): Field => ({ name, kind: 'text', personal: false, hows: [], figures: [], parts: [], words: [], said: '', link: null, ...more });
const of = (register: string, one: Field & { hidden?: boolean }) => columnOf({ register, columns: [field('customer', { link: 'customers' })] }, one);

describe('a column as its row declares it', () => {
  it('a number that leads to an account is no count', () => {
    expect(of('meter-stock', field('account', { kind: 'integer', link: 'accounts' })).kind).toBe('account');
    expect(of('stock-lots', field('meters', { kind: 'integer' })).kind).toBe('count');
    expect(of('visits', field('number', { kind: 'integer' })).kind, 'nor is the number of a document').toBe('running');
    expect(of('cards', field('issue_number', { kind: 'integer' })).kind).toBe('running');
  });
  it('0 of what has no end, or no hours, is no figure', () => {
    const column = of('invoice-series', field('last_number', { kind: 'integer' }));
    expect(column.as?.({ last_number: 0 })).toBeNull();
    expect(column.as?.({ last_number: 900 })).toBe(900);
    expect(of('invoice-series', field('next_number', { kind: 'integer' })).as).toBeUndefined();
  });
  it('numbers of meters are read in fours, those of customers are not', () => {
    expect(of('meters', field('number', { kind: 'digits' })).kind).toBe('number4');
    expect(of('meter-stock', field('meter', { kind: 'digits', link: 'meters' })).kind).toBe('number4');
    expect(of('customers', field('number', { kind: 'digits' })).kind).toBe('text');
    expect(of('customers', field('merged_into', { kind: 'digits', link: 'customers' })).kind).toBe('text');
  });
  it('leads to the row that it names, and nowhere where it names none', () => {
    const column = of('places', field('parent', { link: 'places' }));
    expect(column.link?.({ parent: 'V 1' })).toBe('/office/places?open=V%201');
    expect(column.link?.({ parent: '' })).toBeNull();
  });
  it('a name leads where the number beside it does', () => {
    expect(of('debts', field('customer_name')).link?.({ customer_name: 'Li', customer: '000000001001' })).toBe('/office/customers?open=000000001001');
    expect(of('places', field('name')).link).toBeUndefined();
  });
  it('states and kinds have the words of their register', () => {
    expect(of('meter-stock', field('state', { words: ['received'], said: 'state.stock' }))).toMatchObject({ kind: 'state', of: 'stock', choices: ['received'] });
    expect(of('stock-events', field('move', { words: ['tested'], said: 'stock_move' }))).toMatchObject({ prefix: 'stock_move' });
    expect(of('debts', field('kind')).named).toBe('debt_kind');
  });
  it('what the page does not begin with is hidden', () => {
    expect(of('tills', { ...field('reader'), hidden: true }).hidden).toBe(true);
  });
});

describe('a new row begins as what the list shows', () => {
  const kind = { name: 'kind', kind: 'select' as const, choices: [{ value: 'maker', label: 'Makers' }, { value: 'model', label: 'Models' }], start: 'model' };
  it('in the table that somebody looks at', () => {
    expect(asLookedFor([kind], { kind: 'maker' })[0]!.start).toBe('maker');
  });
  it('but not as several, as none of the choices, or as a text that was searched for', () => {
    expect(asLookedFor([kind], { kind: 'maker,model' })[0]!.start).toBe('model');
    expect(asLookedFor([kind], { kind: 'colour' })[0]!.start).toBe('model');
    expect(asLookedFor([{ name: 'name' }], { name: 'Li' })[0]!.start).toBeUndefined();
  });
});

describe('a row beyond a person\'s own station', () => {
  it('is offered no change where the server says so, whatever his rights', () => {
    expect(isChangeable({ code: 'hourly', changeable: false })).toBe(false);
    expect(isChangeable({ code: 'mine', changeable: true })).toBe(true);
  });
  it('rows of which stations say nothing are changed by whoever may', () => {
    expect(isChangeable({ code: 'x' })).toBe(true);
  });
});

describe('codes that several tables have words for', () => {
  it('are looked for in each', () => {
    expect(codeKeys('finding|meter_event', 'power_off')).toEqual(['finding.power_off', 'meter_event.power_off']);
    expect(codeSaid({ said: 'finding|meter_event' }, 'power_off', { first: (keys: string[], other: string) => keys.find((key) => key === 'meter_event.power_off') ?? other })).toBe('meter_event.power_off');
  });
});

describe('what is done to a row', () => {
  it('is offered in the states for which it is', () => {
    const remove = withReason('remove', 'customers_write', ['active', 'blocked']);
    expect(isOffered(remove, { state: 'blocked' })).toBe(true);
    expect(isOffered(remove, { state: 'merged' })).toBe(false);
  });
  it('or while a column says nothing', () => {
    const out = { ...withReason('move-out', 'occupants_write', []), column: 'moved_out' };
    expect(isOffered(out, { moved_out: null })).toBe(true);
    expect(isOffered(out, { moved_out: '2026-11-01' })).toBe(false);
  });
});
