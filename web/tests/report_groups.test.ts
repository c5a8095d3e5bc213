import { describe, expect, it } from 'vitest';
import { usualGroups } from '../src/office/reports/groups';

describe('a report that nobody asked to group', () => {
  it('is grouped by its own groups', () => { expect(usualGroups({ grouped: ['operator', 'month'], detail: ['number'] })).toEqual(['operator', 'month']); });
  it('shows each row by itself where it has no groups', () => { expect(usualGroups({ grouped: [], detail: ['number', 'time'] })).toEqual(['detail']); });
  it('asks an account of lines for no groups at all', () => { expect(usualGroups({ grouped: [], detail: [] })).toEqual([]); });
});
