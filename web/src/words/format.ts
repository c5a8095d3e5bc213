import type { Decimal, Instant, Language } from '../api/types';

// How figures and times look in each language (zh-CN, en, ru). Decimals stay text from the server to the screen:
// they are grouped and their point is exchanged, nothing is ever calculated.

const MINUS = '\u2212';
const NBSP = '\u00a0';
const UNKNOWN = '—';

const UNITS: Record<string, Partial<Record<Language, string>>> = {
  kWh: { ru: 'кВт·ч' },
  kW: { ru: 'кВт' },
  W: { ru: 'Вт' },
  m3: { en: 'm³', zh: 'm³', ru: 'м³' },
  h: { ru: 'ч' },
  min: { zh: '分钟', ru: 'мин' },
  s: { zh: '秒', ru: 'с' },
  'l/s': { zh: 'L/s', ru: 'л/с' },
};

/** "1234.5" -> "1,234.5" or "1 234,5". What is not a decimal is given back as it is. */
export function decimal(value: Decimal | number | null | undefined, language: Language): string {
  if (value === null || value === undefined || value === '') return UNKNOWN;
  const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(String(value));
  if (!match) return String(value);
  const [, sign, whole, fraction] = match;
  const group = language === 'ru' ? NBSP : ',';
  const point = language === 'ru' ? ',' : '.';
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, group);
  return (sign === '-' ? MINUS : '') + grouped + (fraction === undefined ? '' : point + fraction);
}

/** Money with its currency: "¥1,234.50", "CNY 1,234.50", "1 234,50 ₽". */
export function money(value: Decimal | null | undefined, currency: string, language: Language): string {
  if (value === null || value === undefined || value === '') return UNKNOWN;
  const figure = decimal(value, language);
  if (language === 'ru') return `${figure}${NBSP}${currency === 'RUB' ? '₽' : currency}`;
  if (language === 'zh' && currency === 'CNY') return figure.startsWith(MINUS) ? `${MINUS}¥${figure.slice(1)}` : `¥${figure}`;
  return `${currency}${NBSP}${figure}`;
}

export function unitName(unit: string, language: Language): string {
  return UNITS[unit]?.[language] ?? unit;
}

/** A quantity with its unit: "149.13 kWh". */
export function quantity(value: Decimal | null | undefined, unit: string, language: Language): string {
  if (value === null || value === undefined || value === '') return UNKNOWN;
  return `${decimal(value, language)}${NBSP}${unitName(unit, language)}`;
}

export type TimeStyle = 'full' | 'minute' | 'date' | 'short' | 'clock' | 'month';

const MONTHS_EN = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTHS_RU = ['январь', 'февраль', 'март', 'апрель', 'май', 'июнь', 'июль', 'август', 'сентябрь', 'октябрь', 'ноябрь', 'декабрь'];

/** As a language writes it that has a form of its own, else as English does. */
function written(language: Language, forms: Partial<Record<Language, string>> & { en: string }): string {
  return forms[language] ?? forms.en;
}

/** An instant on the station's clock: "20 Nov 2026 14:05:09", "2026-11-20 14:05:09", "20.11.2026 14:05:09". A day is not broken at the end of a line, as on paper. */
export function time(value: Instant | null | undefined, zone: string, language: Language, style: TimeStyle = 'full'): string {
  if (!value) return UNKNOWN;
  const instant = new Date(value);
  if (Number.isNaN(instant.getTime())) return value;
  const { year, month, day, hour, minute, second } = parts(instant, zone);
  const index = Number(month) - 1;
  if (style === 'clock') return `${hour}:${minute}`;
  if (style === 'month') {
    return written(language, { zh: `${year}年${month}月`, en: MONTHS_EN[index] + NBSP + year, ru: MONTHS_RU[index] + NBSP + year });
  }
  if (style === 'short') return written(language, { zh: `${month}-${day}`, en: day + NBSP + MONTHS_EN[index], ru: `${day}.${month}` }) + ` ${hour}:${minute}`;
  const date = written(language, { zh: `${year}-${month}-${day}`, en: [day, MONTHS_EN[index], year].join(NBSP), ru: `${day}.${month}.${year}` });
  if (style === 'date') return date;
  return `${date} ${hour}:${minute}${style === 'full' ? `:${second}` : ''}`;
}

/** A day or a month of a calendar, or a moment by a clock without a zone: "2026-11-20", "2026-11", "2026-11-20 14:05:09". Anything else stays as it is. */
export function day(value: string | null | undefined, language: Language): string {
  if (!value) return UNKNOWN;
  if (/^\d{4}-\d\d$/.test(value)) return time(`${value}-15T12:00:00Z`, 'UTC', language, 'month');
  if (/^\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?$/.test(value)) return time(`${value.replace(' ', 'T')}Z`, 'UTC', language, value.length > 16 ? 'full' : 'minute');
  return /^\d{4}-\d\d-\d\d$/.test(value) ? time(`${value}T12:00:00Z`, 'UTC', language, 'date') : value;
}

/** Meter and card numbers in groups for reading; copies carry no spaces (the groups are set apart by CSS margins elsewhere). */
export function grouped(number: string | number | null | undefined, size = 4): string[] {
  const text = String(number ?? '');
  const first = text.length % size || size;
  const groups = [text.slice(0, first)];
  for (let at = first; at < text.length; at += size) groups.push(text.slice(at, at + size));
  return groups;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function parts(instant: Date, zone: string): Record<string, string> {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone || 'UTC', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
    });
    formatters.set(zone, formatter);
  }
  return Object.fromEntries(formatter.formatToParts(instant).map((part) => [part.type, part.value]));
}

/** A word of the middle of a sentence as it stands at the head of a column. */
export function capital(text: string, language: Language): string {
  return text.slice(0, 1).toLocaleUpperCase(language) + text.slice(1);
}
