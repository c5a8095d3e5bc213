import { describe, expect, it } from 'vitest';
import { pieces } from '../src/shell/grid_pieces';

/** As the server counts columns. */
const columns = (text: string) => pieces(text).reduce((sum, one) => sum + [...one.text].length * (one.wide ? 2 : 1), 0);

describe('a slip as a grid of columns', () => {
  it('says which characters are two columns wide and loses none', () => {
    expect(pieces('户号: 100001')).toEqual([{ text: '户号', wide: true }, { text: ': 100001', wide: false }]);
    for (const text of ['合计  （元）￥50.00', 'Итого, ₽ — ½ ×', '𠮷野家 ok', '', '\n12 吨\n']) expect(pieces(text).map((one) => one.text).join('')).toBe(text);
  });
  it('counts lines of any language alike', () => {
    expect([columns('购电金额'.padEnd(44) + '50.00'), columns('Amount'.padEnd(48)), columns('Сумма'.padEnd(48)), columns('𠮷')]).toEqual([53, 48, 48, 2]);
  });
});
