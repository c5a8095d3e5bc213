import type { Language } from '../api/types';

/** A row of a code table: its name stands in all three languages. */
export interface CodeRow { kind: string; code: string; name_zh: string; name_en: string; name_ru: string; value?: string; active?: boolean | string }

export function codeName(row: CodeRow, language: Language): string {
  const names: Partial<Record<Language, string>> = { zh: row.name_zh, en: row.name_en, ru: row.name_ru };
  return (names[language] ?? row.name_en) || row.code;
}
