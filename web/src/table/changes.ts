import type { Proposal } from '../api/types';
import { proposalLine } from '../form/proposal';
import type { Words } from '../words/words';
import { columnKeys } from './columns';
import { valueSaid } from './objects';

/** A column of a row before and after, as its list writes it; `said`: under what the dictionaries have the words of its codes, empty for what is no code. */
export interface Change { column: string; before: unknown; after: unknown; said: string }

/** "State: open → closed"; of a new row "Name: Li Wei". */
export function changeSaid({ column, before, after, said }: Change, words: Words, list?: string): string {
  const name = words.first(columnKeys(list, column), column);
  const shown = (value: unknown): string => shownAs(value, said, words);
  return before === null ? `${name}: ${shown(after)}` : `${name}: ${shown(before)} → ${shown(after)}`;
}

function shownAs(value: unknown, said: string, words: Words): string {
  if (typeof value === 'object' && value !== null && 'parts' in value) return proposalLine(value as Proposal, words);
  if (typeof value === 'boolean') return words.t(value ? 'word.yes' : 'word.no');
  return valueSaid(value, words, said);
}
