import { describe, expect, it } from 'vitest';
import { codesSaid } from '../src/table/columns';
import { changeSaid } from '../src/table/changes';
import { detailsSaid, entrySaid, ledgerSaid, objectSaid } from '../src/table/objects';
import type { Words } from '../src/words/words';
import * as format from '../src/words/format';

const TEXTS: Record<string, string> = { 'row.customer': 'Абонент', 'column.state': 'Состояние', 'state.closed': 'закрыт', 'state.purse.closed': 'в архиве', 'permission.supplement': 'доначисление', 'column.amount': 'Сумма', 'column.from_address': 'Адрес', 'column.not_before': 'Не раньше',
  'notice_event.meter_silent': 'счётчик молчит', 'meter_told.relay_open': 'реле отключено', 'ledger.till': 'Касса', 'ledger.customer': 'Расчёты с абонентом, счёт', 'ledger.cash/over_short': 'Излишки и недостачи', 'tender.cash': 'Наличные' };
const russian = {
  first: (keys: string[], fallback: string) => keys.map((key) => TEXTS[key]).find((text) => text !== undefined) ?? fallback, decimal: (value: string | number | null | undefined) => format.decimal(value, 'ru'),
  time: (value: string | null | undefined, style?: format.TimeStyle) => format.time(value, 'Asia/Shanghai', 'ru', style), day: (value: string | null | undefined) => format.day(value, 'ru'),
};

describe('the audit trail', () => {
  it('names rows in words, with their key', () => {
    expect(objectSaid('customer/000000004711', russian)).toBe('Абонент 000000004711');
    expect(objectSaid('shift/E01/T1/4', russian)).toBe('shift E01/T1/4');
  });

  it('says what changed as before and after, in the form of the reader', () => {
    expect(detailsSaid('{"state":["open","closed"],"amount":["1200.50",""]}', russian)).toEqual(['Состояние: open → закрыт', 'Сумма: 1\u00a0200,50 → —']);
    expect(detailsSaid('{"not_before":[1795644229806,null]}', russian)[0]).toMatch(/^Не раньше: 26\.11\.2026 \d\d:\d\d → —$/);
  });

  it('says what happened and what a meter told in words, though no list declares these columns', () => {
    expect(detailsSaid('{"event":"meter_silent","findings":"relay_open"}', russian)).toEqual(['event: счётчик молчит', 'findings: реле отключено']);
  });

  it('calls accounts of the ledger by their words', () => {
    expect(ledgerSaid('till/E01/T1/cash', russian)).toBe('Касса E01 T1 Наличные');
    expect(ledgerSaid('customer/100362/balance', russian)).toBe('Расчёты с абонентом, счёт 100362');
    expect(ledgerSaid('cash/over_short', russian)).toBe('Излишки и недостачи');
    expect(ledgerSaid('something/new', russian)).toBe('something/new');
  });

  it('says addresses and days as what they are', () => {
    expect(detailsSaid('{"from_address":"127.0.0.1"}', russian)).toEqual(['Адрес: 127.0.0.1']);
    expect(detailsSaid('{"from":"2026-12-01"}', russian)).toEqual(['from: 01.12.2026']);
  });

  it('leaves what is no object as it is', () => {
    expect(detailsSaid('{}', russian)).toEqual([]);
    expect(detailsSaid('typed', russian)).toEqual(['typed']);
  });
});

describe('what became of a row', () => {
  it('says before and after as its list does', () => {
    const words = { ...russian, t: (key: string) => ({ 'word.yes': 'да', 'word.no': 'нет' })[key] ?? key } as unknown as Words;
    expect(changeSaid({ column: 'amount', before: '1200.50', after: '7.00', said: '' }, words)).toBe('Сумма: 1\u00a0200,50 → 7,00');
    expect(changeSaid({ column: 'must_change', before: true, after: false, said: '' }, words)).toBe('must_change: да → нет');
    expect(changeSaid({ column: 'not_before', before: null, after: '2026-11-28T08:00:00.000Z', said: '' }, words)).toMatch(/^Не раньше: 28\.11\.2026 16:00$/);
    expect(changeSaid({ column: 'amount', before: null, after: '', said: '' }, words)).toBe('Сумма: —');
    expect(changeSaid({ column: 'action', before: null, after: 'supplement', said: 'permission' }, words)).toBe('action: доначисление');
    expect(changeSaid({ column: 'state', before: 'new', after: 'closed', said: 'state.purse|state' }, words), 'by the words of its own column').toBe('Состояние: new → в архиве');
    expect(changeSaid({ column: 'name', before: null, after: 'closed', said: '' }, words), 'a name is no code').toBe('name: closed');
  });
});

describe('several codes in one text', () => {
  const dictionary: Record<string, string> = { 'measure.voltage': 'Напряжение', 'measure.frequency': 'Частота', 'meter_told.relay_open': 'реле разомкнуто', 'meter_told.alarm': 'тревога', 'tender.cash': 'Наличные', 'tender.card': 'Карта', 'card_reason.lost': 'утеряна' };
  const words = { first: (keys: string[], otherwise: string) => keys.map((key) => dictionary[key]).find(Boolean) ?? otherwise, decimal: (text: unknown) => String(text).replace('.', ',') };
  it('are each said by its word, with what is said of it', () => {
    expect(codesSaid('measure', 'voltage:A=220.0,frequency=50.02', words)).toBe('Напряжение A 220,0, Частота 50,02');
    expect(codesSaid('meter_told', 'relay_open,alarm', words)).toBe('реле разомкнуто, тревога');
    expect(codesSaid('tender', 'cash 195.00; card 145.00 A41F77', words)).toBe('Наличные 195,00; Карта 145,00 A41F77');
  });
  it('a text of somebody stays his', () => {
    expect(codesSaid('card_reason', 'lost and found', words)).toBeUndefined();
    expect(codesSaid('meter_told', 'relay_open,unheard', words)).toBeUndefined();
  });
});

describe('the number of an entry of the ledger', () => {
  const words = { day: (text: string | null | undefined) => String(text).split('-').reverse().join('.') };
  it('says what its kind does not, and days as days', () => {
    expect(entrySaid('shift/E01/T1/315/close', words)).toBe('E01/T1/315');
    expect(entrySaid('charge/100353/2026-11-28', words)).toBe('100353/28.11.2026');
    expect(entrySaid('R1-T1-00000042/reversed', words)).toBe('R1-T1-00000042');
  });
  it('leaves a receipt as it is', () => expect(entrySaid('R1-T1-00000042', words)).toBe('R1-T1-00000042'));
});
