import { describe, expect, it } from 'vitest';
import { addable, begun, changed, linesOf, meanwhile, partOf, sameLines, type Change, type Draft, type Fact, type Line } from '../src/office/slips/layout';
import type { SlipTemplate } from '../src/api/described';

const delivered: Line[] = [{ fact: 'utility', align: 'centre' }, { fact: 'rule' }, { fact: 'number' }, { fact: 'total', emphasis: 'strong' }];
const facts = ['own_text', 'rule', 'utility', 'number', 'card', 'total'].map((fact) => ({ fact, form: 'pair', stays: false })) as Fact[];
const after = (...changes: Change[]): Draft => changes.reduce(changed, begun(delivered));
const named = (draft: Draft): string[] => linesOf(draft).map((line) => line.fact);

describe('a layout in the making', () => {
  it('moves a line, and the keyboard stays with it', () => {
    const moved = after({ do: 'move', id: 3, by: -1, part: 'up' });
    expect(named(moved)).toEqual(['utility', 'rule', 'total', 'number']);
    expect(moved.focus).toBe(partOf(3, 'up'));
    expect(named(after({ do: 'move', id: 0, by: -1, part: 'name' }))).toEqual(named(begun(delivered)));
    expect(named(after({ do: 'move', id: 3, by: 1, part: 'name' }))).toEqual(named(begun(delivered)));
  });
  it('takes a line off, and the keyboard goes to what stands there now', () => {
    const less = after({ do: 'remove', id: 1 });
    expect(named(less)).toEqual(['utility', 'number', 'total']);
    expect(less.focus).toBe(partOf(2, 'name'));
    expect(after({ do: 'remove', id: 3 }).focus).toBe(partOf(2, 'name'));
  });
  it('puts a line below the one that is open, and at the end where none is', () => {
    expect(named(after({ do: 'choose', id: 0 }, { do: 'add', fact: 'card' }))).toEqual(['utility', 'card', 'rule', 'number', 'total']);
    const own = after({ do: 'add', fact: 'own_text' }, { do: 'set', id: 4, to: { text_zh: '谢谢' } });
    expect(linesOf(own).at(-1)).toEqual({ fact: 'own_text', text_en: '', text_zh: '谢谢', text_ru: '' });
    expect(own.chosen).toBe(4);
  });
  it('offers each fact once, texts and rules as often as somebody likes', () => {
    expect(addable(facts, begun(delivered)).map(({ fact }) => fact)).toEqual(['own_text', 'rule', 'card']);
  });
  it('says only what does not go without saying, so that the same lines are the same', () => {
    expect(linesOf(begun([{ fact: 'number', when: 'always', align: 'left', emphasis: 'plain' }]))).toEqual([{ fact: 'number' }]);
    expect(sameLines([{ fact: 'number', when: 'always' }], [{ fact: 'number' }])).toBe(true);
    expect(sameLines(delivered, [...delivered].reverse())).toBe(false);
    expect(linesOf(after({ do: 'set', id: 2, to: { when: 'not_empty' } }, { do: 'begin', lines: delivered }))).toEqual(linesOf(begun(delivered)));
  });
  it('asks before what somebody else agreed to takes the place of lines that were moved', () => {
    const seen = { version: 'a', lines: delivered } as SlipTemplate;
    const theirs = { version: 'b', lines: delivered.slice(1) } as SlipTemplate;
    const mine = [...delivered].reverse();
    expect(meanwhile(seen, seen, mine, false)).toBe('same');
    expect(meanwhile(seen, theirs, mine, false)).toBe('ask');
    expect(meanwhile(seen, theirs, delivered, false)).toBe('follow'); // nothing was changed here
    expect(meanwhile(seen, theirs, theirs.lines, false)).toBe('follow'); // both had the same idea
    expect(meanwhile(seen, { ...seen, version: 'c' }, mine, true)).toBe('follow'); // what was agreed to here is coming
  });
});
