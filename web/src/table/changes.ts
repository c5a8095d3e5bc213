import type { Proposal } from '../api/types';
import { proposalLine } from '../form/proposal';
import type { Words } from '../words/words';
import { valueSaid } from './objects';

/** A column of a row before and after, as its list writes it. */
export interface Change { column: string; before: unknown; after: unknown }

/** "State: open → closed"; of a new row "Name: Li Wei". */
export function changeSaid({ column, before, after }: Change, words: Words): string {
  const name = words.first([`column.${column}`], column);
  const shown = (value: unknown): string => (column === 'action' ? words.first([`permission.${String(value)}`], String(value)) : said(value, words));
  return before === null ? `${name}: ${shown(after)}` : `${name}: ${shown(before)} → ${shown(after)}`;
}

function said(value: unknown, words: Words): string {
  if (typeof value === 'object' && value !== null && 'parts' in value) return proposalLine(value as Proposal, words);
  if (typeof value === 'boolean') return words.t(value ? 'word.yes' : 'word.no');
  return valueSaid(value, words);
}
