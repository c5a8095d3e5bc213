import { describe, expect, it } from 'vitest';
import { fromOffice, isComplete, pathOf } from '../src/keys/key_source';

describe('where a meter gets its keys from', () => {
  it('the vault of the office needs nothing more', () => {
    expect(isComplete(fromOffice())).toBe(true);
    expect(pathOf('004123456789', fromOffice())).toBe('/meters/004123456789/keys');
  });
  it('a key UKEY needs its name and its PIN, and has an address at which nobody keeps the PIN', () => {
    expect(isComplete({ by: 'ukey', ukey: '', pin: '12345678' })).toBe(false);
    expect(isComplete({ by: 'ukey', ukey: 'ukey-0a0b0c0d', pin: '' })).toBe(false);
    expect(isComplete({ by: 'ukey', ukey: 'ukey-0a0b0c0d', pin: '12345678' })).toBe(true);
    expect(pathOf('004123456789', { by: 'ukey', ukey: 'ukey-0a0b0c0d', pin: '12345678' })).toBe('/meters/004123456789/keys/ukey');
  });
});
