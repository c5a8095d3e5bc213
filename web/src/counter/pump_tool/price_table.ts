// The price table of a tool card as people fill it in: prices with a point, periods as times of the day. The server counts in ten thousandths and minutes.

import { parseAmount } from '../../form/amount';

export type Basis = '1' | '2' | '3' | '4';

export interface PriceTable {
  set: string;
  basis: Basis;
  /** Local day and time from which it counts. */
  day: string;
  time: string;
  /** Of energy: rates 1 to 4. */
  rates: string[];
  /** Of an hour or a cubic metre. */
  other: string;
  periods: { from: string; rate: string }[];
}

export const emptyTable: PriceTable = { set: '', basis: '1', day: '', time: '00:00', rates: [''], other: '', periods: [] };

export const RATES_MOST = 4, PERIODS_MOST = 14;
const SETS_MOST = 255;
/** Rate 5 is the price of an hour or of a cubic metre. */
const OTHER = 5;

/** What a field lacks: the text `pump_tool.wrong.<what>`, by the field's name. */
export type Wrong = Record<string, 'missing' | 'number' | 'price' | 'order' | 'rate'>;

export const hasEnergy = (basis: Basis): boolean => basis === '1' || basis === '4';
export const hasOther = (basis: Basis): boolean => basis !== '1';

/** Decimals of a price. */
export const PRICE_DIGITS = 4;

/** In ten thousandths of the currency; null: no price. */
export function priceE4(text: string): number | null {
  const read = parseAmount(text, PRICE_DIGITS);
  const found = read.ok && /^(\d{1,4})\.(\d{4})$/.exec(read.value);
  return found ? Number(found[1]) * 10_000 + Number(found[2]) : null;
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

export function wrongIn(table: PriceTable): Wrong {
  const wrong: Wrong = {};
  const set = Number(table.set);
  if (!/^\d+$/.test(table.set.trim()) || set < 1 || set > SETS_MOST) wrong['set'] = table.set.trim() === '' ? 'missing' : 'number';
  if (table.day === '') wrong['day'] = 'missing';
  if (table.time === '') wrong['time'] = 'missing';
  const price = (name: string, text: string): void => {
    if (priceE4(text) === null) wrong[name] = text.trim() === '' ? 'missing' : 'price';
  };
  if (hasEnergy(table.basis)) table.rates.forEach((text, index) => price(`rate-${index + 1}`, text));
  if (hasOther(table.basis)) price('other', table.other);
  if (!hasEnergy(table.basis)) return wrong;
  table.periods.forEach((period, index) => {
    const before = table.periods[index - 1];
    if (period.from === '') wrong[`period-${index + 1}`] = 'missing';
    else if (before?.from && minuteOf(period.from) <= minuteOf(before.from)) wrong[`period-${index + 1}`] = 'order';
    else if (Number(period.rate) < 1 || Number(period.rate) > table.rates.length) wrong[`period-${index + 1}`] = 'rate';
  });
  return wrong;
}

/** The members of the request, of a table in which nothing is wrong. */
export function tableBody(table: PriceTable): Record<string, unknown> {
  const prices = hasEnergy(table.basis) ? table.rates.map((text, index) => ({ rate: index + 1, price_e4: priceE4(text) ?? 0 })) : [];
  if (hasOther(table.basis)) prices.push({ rate: OTHER, price_e4: priceE4(table.other) ?? 0 });
  const periods = hasEnergy(table.basis) ? table.periods.map(({ from, rate }) => ({ hour: Number(from.slice(0, 2)), minute: Number(from.slice(3, 5)), rate: Number(rate) })) : [];
  return { set: Number(table.set), basis: Number(table.basis), at: `${table.day} ${table.time}:00`, prices, periods };
}
