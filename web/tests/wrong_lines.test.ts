import { describe, expect, it } from 'vitest';
import { lacking, wrongLines } from '../src/form/wrong_lines';

/** So much of a page as the summary looks at: fields, labels, what stands under them. */
interface Piece { id: string; lacks?: boolean; wrong?: boolean; label?: string; says?: string }

function formOf(...pieces: Piece[]): ParentNode {
  const field = (piece: Piece) => ({ id: piece.id, dataset: {}, matches: () => false, getAttribute: () => null, querySelector: () => null });
  return {
    querySelectorAll: (what: string) => pieces.filter((piece) => (what === '[data-lacks]' ? piece.lacks : piece.wrong)).map(field),
    querySelector: (what: string) => {
      const named = pieces.find((piece) => what === `label[for="${piece.id}"]`);
      const said = pieces.find((piece) => what === `[id="${piece.id}-error"]`);
      return named ? { textContent: named.label } : said ? { textContent: said.says } : null;
    },
  } as unknown as ParentNode;
}

describe('what a form that was sent says above itself', () => {
  it('is missing from top to bottom', () => {
    expect(lacking(formOf({ id: 'name', lacks: true }, { id: 'mail' }, { id: 'reason', lacks: true }))).toEqual(['name', 'reason']);
  });

  it('names each field that is wrong as its label does, with the words that stand at it', () => {
    expect(wrongLines(formOf({ id: 'name', wrong: true, label: 'Name', says: 'This must be filled in.' }, { id: 'mail', label: 'Mail' })))
      .toEqual([{ id: 'name', label: 'Name', says: 'This must be filled in.' }]);
  });

  it('leaves out what only the server found wrong the last time: it is asked again', () => {
    expect(wrongLines(formOf({ id: 'fee', wrong: true, label: 'Fee', says: 'Too high.' }), 'fee')).toEqual([]);
  });
});
