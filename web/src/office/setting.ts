import type * as D from '../api/described';
import { languageOf, type Language } from '../words/languages';
import { amountText } from '../form/amount';
import type { Words } from '../words/words';

// The utility's settings, as the server tells them; which there are, it declares.

export type SettingScope = 'utility' | 'usage_class' | 'account';

export type SettingRow = D.SettingRow;

export type SettingStep = D.SettingStep;

export type Setting = D.Setting;

/** A text: an address, a line under letters; the others are numbers. */
export function isText(kind: Setting['kind']): boolean {
  return ['relay', 'mail_address', 'mail_user', 'gateway', 'language', 'line'].includes(kind);
}

/** How many decimals a value has: money those of the currency, other numbers none, a text is no number. */
export function digitsOf(kind: Setting['kind'], minor: number): number | null {
  return isText(kind) ? null : kind === 'money' ? minor : 0;
}

/** What somebody fills in. */
export interface Wanted { value: string; scope: SettingScope; of: string; day: string; time: string; reason: string }

export const nothingWanted: Wanted = { value: '', scope: 'utility', of: '', day: '', time: '', reason: '' };

/** The request: numbers as the server reads them, with the decimals of their kind; a time belongs to a day. */
export function requestOf(name: string, wanted: Wanted, digits: number | null): Record<string, string> {
  const from = wanted.day === '' ? '' : wanted.time === '' ? wanted.day : `${wanted.day} ${wanted.time}`;
  return {
    name,
    value: digits === null ? wanted.value.trim() : amountText(wanted.value, digits),
    reason: wanted.reason.trim(),
    ...(wanted.scope === 'utility' ? {} : { scope: wanted.scope, of: wanted.of.trim() }),
    ...(from === '' ? {} : { from }),
  };
}

/** A value with its unit; nothing means that the wider scope has it. */
export function settingText(words: Words, kind: Setting['kind'], value: string | null): string {
  if (kind === 'language' && value) return languageOf(value as Language).name;
  if (isText(kind)) return value || words.t('setting.nothing');
  if (value === null) return words.t('setting.as_wider');
  if (kind === 'yes_no') return words.t(value === '0' ? 'word.no' : 'word.yes');
  return kind === 'money' ? words.money(value) : words.t(`setting.${kind}`, { value: words.decimal(value) });
}
