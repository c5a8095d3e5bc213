import { describe, expect, it } from 'vitest';
import { NOTHING, typed } from '../src/counter/entered';

describe('what was typed for whoever stands there', () => {
  it('belongs to the card that lay there when typing began', () => {
    const first = typed(NOTHING, '5', 'A');
    expect(typed(first, '50', 'B')).toMatchObject({ amount: '50', draftOf: 'A' });
  });

  it('belongs to nobody once nothing stands there', () => {
    expect(typed(typed(NOTHING, '5', 'A'), '', 'B').draftOf).toBeNull();
    expect(typed(typed(typed(NOTHING, '5', 'A'), '', 'A'), '7', 'B').draftOf).toBe('B');
  });

  it('is another question with another amount: no yes to the former one counts', () => {
    expect(typed({ ...NOTHING, amount: '500', confirming: true }, '50', null).confirming).toBe(false);
  });

  it('leaves how it is paid and carried as it was', () => {
    const before = { ...NOTHING, unit: 'energy' as const, received: '100', carrier: 'link' as const };
    expect(typed(before, '7', null)).toMatchObject({ unit: 'energy', received: '100', carrier: 'link' });
  });
});
