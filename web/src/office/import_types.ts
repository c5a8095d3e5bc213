import type * as D from '../api/described';

// Files that come into the registers, as the server tells of them.

export type ImportRegister = D.ImportRegisters['rows'][number];

export type ImportDraft = D.ImportDraft;

export type ImportRows = D.ImportRows;
export type ImportRow = ImportRows['rows'][number];

export type ImportRun = D.ImportRun;

export const TABS = ['new', 'changed', 'same', 'warnings', 'errors'] as const;
export type Tab = (typeof TABS)[number];

/** Where somebody looks first: at what is wrong, else at what would change. */
export function firstTab(draft: ImportDraft): Tab {
  if (draft.errors > 0) return 'errors';
  if (draft.warnings > 0) return 'warnings';
  if (draft.changed > 0) return 'changed';
  return draft.new > 0 ? 'new' : 'same';
}
