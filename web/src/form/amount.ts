// An amount as people type it, read in one place for the whole console. Full-width digits, the Chinese full stop, the comma of a Russian number pad and
// any spaces are understood. The result is a plain decimal in a string; nothing becomes floating point. Two readings are never chosen between: "1,500" is
// fifteen hundred to one reader and one and a half to another, and the difference is a thousandfold.

import type { Language } from '../words/languages';

type RefusedAmount = {
  ok: false;
  code: 'empty' | 'bad_amount' | 'over_precise' | 'ambiguous' | 'ambiguous_figure';
  /** For the sentence: what was typed, what it can be, how many decimals are possible. */
  text: string;
  whole: string;
  part: string;
  decimals: number;
};
export type ParsedAmount = { ok: true; value: string } | RefusedAmount;

/** Most digits behind the mark of what is no money: registers, units, prices. */
const FIGURE = 6;

/** @param digits most digits after the decimal mark: 2 for CNY, 0 for JPY. */
export function parseAmount(typed: string, digits: number): ParsedAmount {
  const read = readFigure(typed, digits);
  return read.ok ? { ok: true, value: padded(read.value, digits) } : read;
}

/** The same without zeros behind it: of a figure whose decimals no currency says. Where three are possible a point is one decimal mark only, as the console writes it. */
export function readFigure(typed: string, digits = FIGURE): ParsedAmount {
  const plain = plainMarks(typed);
  const refused = (code: RefusedAmount['code']): RefusedAmount => ({ ok: false, code, text: typed.trim(), whole: plain.replace(/[.,]/g, ''), part: plain.replace(',', '.'), decimals: digits });
  if (plain === '') return refused('empty');
  if (!/^[\d., ]*$/.test(plain)) return refused('bad_amount');
  const marks = plain.replace(/[\d ]/g, '');
  const alone = marks.length === 1;
  if (alone && digits > 0 && /^[1-9]\d{0,2}[.,]\d{3}$/.test(plain) && !(digits >= 3 && plain.includes('.'))) return refused(digits >= 3 ? 'ambiguous_figure' : 'ambiguous');
  const grouped = marks !== '' && (alone ? digits === 0 && /^[1-9]\d{0,2}[.,]\d{3}$/.test(plain) : new Set(marks).size === 1);
  const at = grouped || marks === '' ? plain.length : Math.max(plain.lastIndexOf(','), plain.lastIndexOf('.'));
  const head = ungrouped(plain.slice(0, at)), fraction = plain.slice(at + 1);
  if (head === null || head.length > 12 || !/^\d*$/.test(fraction) || (head === '' && fraction === '')) return refused('bad_amount');
  if (fraction.length > digits) return refused('over_precise');
  const whole = head.replace(/^0+(?=\d)/, '') || '0';
  return { ok: true, value: fraction === '' ? whole : `${whole}.${fraction}` };
}

/** It can be two amounts. */
export function hasTwoReadings(parsed: ParsedAmount): parsed is RefusedAmount {
  return !parsed.ok && parsed.code.startsWith('ambiguous');
}

/** What is sent of a field that may stay empty. No form is sent with a text that is no amount (unread.ts); one that was after all is refused by the server. */
export function amountText(typed: string, digits: number): string {
  const read = parseAmount(typed, digits);
  return read.ok ? read.value : read.code === 'empty' ? '' : '?';
}

export function figureText(typed: string): string {
  const read = readFigure(typed);
  return read.ok ? read.value : read.code === 'empty' ? '' : '?';
}

/** Why it is no amount, in the reader's words. */
export function amountSays(refused: RefusedAmount, { t, language }: { t: (key: string, values?: Record<string, unknown>) => string; language: Language }): string {
  const { code, text, whole, decimals } = refused;
  const figure = decimals >= 3;
  return t(`amount.${code}`, { text, whole, part: figure ? refused.part : marked(refused.part, language), decimals });
}

/** An amount as it stands in its field: with the reader's own mark – a point where three decimals are possible, where a comma would have two readings. */
export function inMark(value: string, language: Language): string {
  return /\.\d{3}/.test(value) ? value : marked(value, language);
}

function marked(value: string, language: Language): string {
  return language === 'ru' ? value.replace('.', ',') : value;
}

/** What remains of a keystroke in an amount field: digits and marks. A sign or an exponent stays too, and is refused: without it "1e3" would be 13, "-5" five. */
export function keepAmountCharacters(typed: string): string {
  return typed.replace(/[^\d０-９.,。．，\s\u00a0\u202feE+−-]/g, '');
}

function padded(value: string, digits: number): string {
  const [whole, fraction = ''] = value.split('.');
  return digits === 0 ? whole! : `${whole!}.${fraction.padEnd(digits, '0')}`;
}

function plainMarks(typed: string): string {
  return typed
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[。．]/g, '.')
    .replace(/，/g, ',');
}

/** Digits out of groups of exactly three between marks of one kind; null: they are no such groups. */
function ungrouped(text: string): string | null {
  const [mark] = /[., ]/.exec(text) ?? [];
  if (mark === undefined) return text;
  const [first, ...rest] = text.split(mark);
  return /^\d{1,3}$/.test(first!) && rest.every((group) => /^\d{3}$/.test(group)) ? text.split(mark).join('') : null;
}

/** Exactly, in the smallest units. Both have the same decimals. */
export function plus(a: string, b: string): string {
  const digits = b.split('.')[1]?.length ?? 0;
  const sum = minorOf(a) + minorOf(b);
  const text = (sum < 0n ? -sum : sum).toString().padStart(digits + 1, '0');
  return `${sum < 0n ? '-' : ''}${digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`}`;
}

export function minus(a: string, b: string): string {
  return plus(a, b.startsWith('-') ? b.slice(1) : `-${b}`);
}

const minorOf = (text: string): bigint => BigInt(text.replace('.', ''));

/** Money back: received − due; null when too little was given. */
export function changeOf(received: string, due: string): string | null {
  const left = minus(received, due);
  return left.startsWith('-') ? null : left;
}

export function isZero(value: string): boolean {
  return /^-?0+(\.0*)?$/.test(value);
}
