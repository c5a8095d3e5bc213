import type { Listed } from '../api/described';
import type { Language } from '../api/types';

/** What a row of a code table is called: its name stands in three languages. */
export function codeName(row: Listed['codes'], language: Language): string {
  const names: Partial<Record<Language, string>> = { zh: row.name_zh, en: row.name_en, ru: row.name_ru };
  return (names[language] ?? row.name_en) || row.code;
}
