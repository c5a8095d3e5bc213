import { describe, expect, it } from 'vitest';
import { slipSheet } from '../src/shell/slip_sheet';

describe('the sheet of a slip', () => {
  it('is as wide as the roll and as long as its lines', () => {
    expect(slipSheet(48, 40)).toContain('size: 80mm 144mm');
    expect(slipSheet(32, 40)).toContain('size: 58mm 151mm');
  });
});
