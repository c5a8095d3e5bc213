// Files that come into the registers, as the server tells of them.

export interface ImportColumn { name: string; word: string; required: boolean }
export interface ImportRegister { name: string; columns: ImportColumn[] }

export interface ImportDraft {
  id: string;
  register: string;
  file_name: string;
  workbook: boolean;
  encoding: string;
  separator: string;
  rows: number;
  columns: { name: string; column: string; samples: string[] }[];
  offered: ImportColumn[];
  unknown: string[];
  remembered: boolean;
  fixes: number;
  new: number;
  changed: number;
  same: number;
  warnings: number;
  errors: number;
  /** What its amounts add up to is asked before anything is written. */
  control_total: boolean;
  kinds: { code: string; count: number; detail: string }[];
  earlier: { number: number; time: string; by: string; state: string } | null;
  refused: { code: string; detail: string; details: Record<string, string> } | null;
}

export interface ImportNote { row: number; column: string; code: string; detail: string; details: Record<string, string> }

export interface ImportRow {
  row: number;
  state: string;
  cells: Record<string, string>;
  changes: { column: string; before: string; after: string }[];
  notes: ImportNote[];
}

export interface ImportRows { columns: string[]; rows: ImportRow[]; total: number }

export interface ImportRun {
  number: number;
  register: string;
  file_name: string;
  state: 'running' | 'done' | 'stopped' | 'undone';
  rows: number;
  position: number;
  new: number;
  changed: number;
  same: number;
  left_out: number;
  kept: number;
  undone_by: string;
  can_undo: boolean;
  stop: { row: number; column: string; code: string; detail: string } | null;
}

export const TABS = ['new', 'changed', 'same', 'warnings', 'errors'] as const;
export type Tab = (typeof TABS)[number];

/** Where somebody looks first: at what is wrong, else at what would change. */
export function firstTab(draft: ImportDraft): Tab {
  if (draft.errors > 0) return 'errors';
  if (draft.warnings > 0) return 'warnings';
  if (draft.changed > 0) return 'changed';
  return draft.new > 0 ? 'new' : 'same';
}
