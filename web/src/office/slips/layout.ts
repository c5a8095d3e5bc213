import type * as D from '../../api/described';
import type { Language } from '../../api/types';

// A layout of slips while somebody works on it: lines that are put on, moved, changed and taken off. What may be, the server declares and judges.

export type Line = D.SlipLine;
export type Fact = D.SlipTemplate['facts'][number];

/** A line keeps its identity while it moves, so that the keyboard stays with it. */
export interface Placed { id: number; line: Line }

/** `focus`: what the keyboard goes to after the change. */
export interface Draft { lines: Placed[]; chosen: number | null; next: number; focus: string | null }

export type Change =
  | { do: 'begin'; lines: Line[] }
  | { do: 'choose'; id: number }
  | { do: 'move'; id: number; by: -1 | 1; part: string }
  | { do: 'remove'; id: number }
  | { do: 'add'; fact: Fact['fact'] }
  | { do: 'set'; id: number; to: Partial<Line> };

export const begun = (lines: Line[]): Draft => ({ lines: lines.map((line, id) => ({ id, line })), chosen: null, next: lines.length, focus: null });

/**
 * What becomes of a draft when the layout it began from is another one by now. `follow`: nothing of it would be lost, or it was just agreed to; `ask`: somebody else was
 * faster, and whoever works here says whether he begins anew.
 */
export function meanwhile(seen: D.SlipTemplate, now: D.SlipTemplate, lines: Line[], agreed: boolean): 'same' | 'follow' | 'ask' {
  if (seen.version === now.version) return 'same';
  return agreed || sameLines(lines, seen.lines) || sameLines(lines, now.lines) ? 'follow' : 'ask';
}

/** Where the keyboard finds a part of a line: its name, or one of its keys. */
export const partOf = (id: number, part: string): string => `slip-line-${id}-${part}`;

export function changed(draft: Draft, change: Change): Draft {
  const at = 'id' in change ? draft.lines.findIndex((one) => one.id === change.id) : -1;
  switch (change.do) {
    case 'begin': return begun(change.lines);
    case 'choose': return { ...draft, chosen: draft.chosen === change.id ? null : change.id, focus: null };
    case 'set': return { ...draft, focus: null, lines: draft.lines.map((one) => (one.id === change.id ? { ...one, line: { ...one.line, ...change.to } } : one)) };
    case 'move': {
      const to = at + change.by;
      if (at < 0 || to < 0 || to >= draft.lines.length) return draft;
      const lines = [...draft.lines];
      const [moved] = lines.splice(at, 1);
      lines.splice(to, 0, moved!);
      return { ...draft, lines, focus: partOf(change.id, change.part) };
    }
    case 'remove': {
      const lines = draft.lines.filter((one) => one.id !== change.id);
      const near = lines[Math.min(at, lines.length - 1)];
      return { ...draft, lines, chosen: draft.chosen === change.id ? null : draft.chosen, focus: near ? partOf(near.id, 'name') : null };
    }
    case 'add': {
      const below = draft.lines.findIndex((one) => one.id === draft.chosen);
      const lines = [...draft.lines];
      const line: Line = (change.fact === 'own_text' ? { fact: change.fact, text_en: '', text_zh: '', text_ru: '' } : { fact: change.fact });
      lines.splice(below < 0 ? lines.length : below + 1, 0, { id: draft.next, line });
      return { lines, chosen: draft.next, next: draft.next + 1, focus: partOf(draft.next, 'name') };
    }
  }
}

/** What the server is given: nothing that says only what goes without saying. */
export function linesOf(draft: Draft): Line[] {
  return draft.lines.map(({ line }) => ({
    fact: line.fact,
    ...(line.when && line.when !== 'always' ? { when: line.when } : {}),
    ...(line.align && line.align !== 'left' ? { align: line.align } : {}),
    ...(line.emphasis && line.emphasis !== 'plain' ? { emphasis: line.emphasis } : {}),
    ...(line.fact === 'own_text' ? { text_en: line.text_en ?? '', text_zh: line.text_zh ?? '', text_ru: line.text_ru ?? '' } : {}),
  }));
}

export const sameLines = (a: Line[], b: Line[]): boolean => JSON.stringify(linesOf(begun(a))) === JSON.stringify(linesOf(begun(b)));

/** What may still be put on: texts and rules as often as somebody likes, all else once. */
export function addable(facts: Fact[], draft: Draft): Fact[] {
  const there = new Set(draft.lines.map(({ line }) => line.fact));
  return facts.filter(({ fact }) => fact === 'own_text' || fact === 'rule' || !there.has(fact));
}

/** An own text in the reader's language. */
export function ownText(line: Line, language: Language): string {
  return (language === 'zh' ? line.text_zh : language === 'ru' ? line.text_ru : line.text_en) ?? '';
}
