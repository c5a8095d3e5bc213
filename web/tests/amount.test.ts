import { describe, expect, it } from 'vitest';
import { changeOf, isZero, keepAmountCharacters, parseAmount } from '../src/form/amount';

const read = (typed: string, digits = 2): string => {
  const parsed = parseAmount(typed, digits);
  return parsed.ok ? parsed.value : parsed.code;
};

describe('an amount as cashiers type it', () => {
  it.each([
    ['100', '100.00'], ['100.5', '100.50'], ['100,5', '100.50'], ['0.05', '0.05'], [',5', '0.50'], ['5.', '5.00'], ['007', '7.00'],
    ['１００．５', '100.50'], ['100。5', '100.50'], ['1 234,50', '1234.50'], ['1\u00a0234,50', '1234.50'], ['1,234.50', '1234.50'], ['1.234,50', '1234.50'], ['1,234,567', '1234567.00'],
    ['99999999999.99', '99999999999.99'], ['9007199254740993', 'bad_amount'],
  ])('reads %s as %s', (typed, value) => expect(read(typed)).toBe(value));

  it.each([['', 'empty'], ['   ', 'empty'], ['.', 'bad_amount'], ['-5', 'bad_amount'], ['1e5', 'bad_amount'], ['1.2.3', 'bad_amount'], ['12a', 'bad_amount'], ['0.005', 'over_precise'], ['1,234', 'over_precise']])(
    'refuses %s as %s', (typed, code) => expect(read(typed)).toBe(code));

  it('drops zeros behind the last digit but never a digit that counts', () => {
    expect(read('1.100')).toBe('1.10');
    expect(read('1.101')).toBe('over_precise');
  });

  it('knows currencies without a fraction', () => {
    expect(read('500', 0)).toBe('500');
    expect(read('500.5', 0)).toBe('over_precise');
  });

  it('never goes through floating point: a figure that a double cannot hold comes back digit by digit', () => {
    expect(read('123456789012.34')).toBe('123456789012.34');
    expect(read('999999999999.99')).toBe('999999999999.99');
  });

  it('lets only digits, marks and spaces into the field', () => expect(keepAmountCharacters('a1k2.５,x')).toBe('12.５,'));

  it('makes no other number of a sign or an exponent', () => {
    for (const typed of ['1e3', '-5', '+5', '1E3']) expect(read(keepAmountCharacters(typed)), typed).toBe('bad_amount');
  });

  it('counts the change exactly, and knows when too little was given', () => {
    expect(changeOf('200.00', '100.00')).toBe('100.00');
    expect(changeOf('100.10', '100.07')).toBe('0.03');
    expect(changeOf('100.00', '100.00')).toBe('0.00');
    expect(changeOf('99.99', '100.00')).toBeNull();
    expect(changeOf('500', '120')).toBe('380');
  });

  it('tells zero from almost zero', () => {
    expect(isZero('0.00')).toBe(true);
    expect(isZero('-0.00')).toBe(true);
    expect(isZero('0.01')).toBe(false);
  });
});
