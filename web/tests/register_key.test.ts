import { expect, it } from 'vitest';
import { keyOf, partsOf } from '../src/office/row_key';

it('a row is named by its key in addresses, also where a part of it has strokes', () => {
  expect(keyOf({ key: ['station', 'code'] }, { station: 'E01', code: 'T1' })).toBe('E01/T1');
  const step = { chain: 'station/E01', number: 868 };
  expect(partsOf(keyOf({ key: ['chain', 'number'] }, step))).toEqual(['station/E01', '868']);
});
