import type { Language } from '../api/types';
import { day as shownDay } from '../words/format';

// Days, months and moments as people type them: in the form in which their language shows them, or as the server has them ("2026-11-20"). What could be read
// in two ways – 03/04/2026 – is not guessed.

export type DayKind = 'day' | 'month' | 'moment';

const MONTHS: readonly (readonly string[])[] = [
  ['jan', 'янв'], ['feb', 'фев'], ['mar', 'мар'], ['apr', 'апр'], ['may', 'май', 'мая'], ['jun', 'июн'], ['jul', 'июл'], ['aug', 'авг'], ['sep', 'сен'], ['oct', 'окт'], ['nov', 'ноя'], ['dec', 'дек'],
];
const two = (text: string): string => text.padStart(2, '0');

/** "Nov", "november", "ноября" -> "11"; nothing where that is no month. */
function monthNamed(word: string): string | undefined {
  const at = MONTHS.findIndex((names) => names.some((name) => word.toLowerCase().startsWith(name)));
  return at < 0 ? undefined : two(String(at + 1));
}

/** The day if the calendar has it. */
function real(year: string, month: string, day: string): string | null {
  const text = `${year}-${two(month)}-${two(day)}`;
  const at = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text ? null : text;
}

function readDay(text: string): string | null {
  const ahead = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?$/.exec(text) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  if (ahead) return real(ahead[1]!, ahead[2]!, ahead[3]!);
  const behind = /^(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})$/.exec(text);
  if (behind) return real(behind[3]!, behind[2]!, behind[1]!);
  const named = /^(\d{1,2})\.?[\s-]*(\p{L}{3,})\.?[\s-]*(\d{4})$/u.exec(text);
  const month = named && monthNamed(named[2]!);
  return month ? real(named[3]!, month, named[1]!) : null;
}

function readMonth(text: string): string | null {
  const ahead = /^(\d{4})\s*[-/.年]\s*(\d{1,2})月?$/.exec(text);
  const behind = /^(\d{1,2})[./]\s*(\d{4})$/.exec(text);
  const named = /^(\p{L}{3,})\.?[\s-]*(\d{4})$/u.exec(text);
  const month = ahead?.[2] ?? behind?.[1] ?? (named && monthNamed(named[1]!));
  const year = ahead?.[1] ?? behind?.[2] ?? named?.[2];
  return month && year ? (real(year, month, '1')?.slice(0, 7) ?? null) : null;
}

function readMoment(text: string): string | null {
  const parts = /^(.+?)(?:T|\s)\s*(\d{1,2}):(\d\d)(?::\d\d)?$/.exec(text);
  if (!parts || Number(parts[2]) > 23 || Number(parts[3]) > 59) return null;
  const day = readDay(parts[1]!.trim());
  return day && `${day}T${two(parts[2]!)}:${parts[3]!}`;
}

/** As the server has it; null where that is none. */
export function readDayText(typed: string, kind: DayKind): string | null {
  const text = typed.replace(/\s+/g, ' ').trim(); // the space that is not broken, too
  return kind === 'day' ? readDay(text) : kind === 'month' ? readMonth(text) : readMoment(text);
}

/** As the language writes it, to be typed over: with spaces that a keyboard has. What is none of these stays as it is. */
export function shownDayText(value: string, language: Language): string {
  return value === '' ? '' : shownDay(value.replace('T', ' '), language).replace(/\u00a0/g, ' ');
}

/** So many days or months on; a moment stays on its clock. */
export function moved(value: string, kind: DayKind, by: number): string {
  const at = new Date(`${kind === 'month' ? `${value}-01` : value.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return value;
  if (kind === 'month') at.setUTCMonth(at.getUTCMonth() + by);
  else at.setUTCDate(at.getUTCDate() + by);
  const text = at.toISOString();
  return kind === 'month' ? text.slice(0, 7) : `${text.slice(0, 10)}${value.slice(10)}`;
}
