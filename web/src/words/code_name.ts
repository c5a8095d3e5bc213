import type { Listed } from '../api/described';
import type { Language } from '../api/types';

/** A row of a code table: its name stands in all three languages. */
export type CodeRow = Listed['codes'];

export function codeName(row: CodeRow, language: Language): string {
  const names: Partial<Record<Language, string>> = { zh: row.name_zh, en: row.name_en, ru: row.name_ru };
  return (names[language] ?? row.name_en) || row.code;
}
