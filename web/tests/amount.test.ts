import { describe, expect, it } from 'vitest';
import { amountSays, amountText, changeOf, inMark, isZero, keepAmountCharacters, parseAmount, readFigure } from '../src/form/amount';
import type { Language } from '../src/words/languages';

const read = (typed: string, digits = 2): string => {
  const parsed = parseAmount(typed, digits);
  return parsed.ok ? parsed.value : parsed.code;
};

describe('an amount as cashiers type it', () => {
  it.each([
    ['100', '100.00'], ['100.5', '100.50'], ['100,5', '100.50'], ['0.05', '0.05'], [',5', '0.50'], ['5.', '5.00'], ['007', '7.00'],
    ['１００．５', '100.50'], ['100。5', '100.50'], ['1 234,50', '1234.50'], ['1\u00a0234,50', '1234.50'], ['1,234.50', '1234.50'], ['1.234,50', '1234.50'], ['1,234,567', '1234567.00'],
    ['1\u2009234,50', '1234.50'], ['1 234', '1234.00'], ['12 345 678', '12345678.00'], ['5,000.00', '5000.00'], ['1 000,50', '1000.50'], ['1.234.567', '1234567.00'], ['1.234.567,8', '1234567.80'],
    ['1，234．50', '1234.50'], [' 42 ', '42.00'], ['99999999999.99', '99999999999.99'], ['9007199254740993', 'bad_amount'],
  ])('reads %s as %s', (typed, value) => expect(read(typed)).toBe(value));

  it.each([['', 'empty'], ['   ', 'empty'], ['.', 'bad_amount'], ['-5', 'bad_amount'], ['1e5', 'bad_amount'], ['1.2.3', 'bad_amount'], ['12a', 'bad_amount'], ['0.005', 'over_precise'], ['0,500', 'over_precise'],
    ['1234,500', 'over_precise'], ['1 234,567', 'over_precise'], ['1,234.567', 'over_precise'], ['1.1000', 'over_precise'], ['1,23,456', 'bad_amount'], ['1 23', 'bad_amount'], ['12345,678.00', 'bad_amount'],
    ['1,234 567', 'bad_amount'], ['1 234,567.00', 'bad_amount'], ['1,234,56', 'bad_amount'], [',123,456', 'bad_amount']])(
    'refuses %s as %s', (typed, code) => expect(read(typed)).toBe(code));

  it.each(['1,500', '1.500', '2,000', '5,000', '1.234', '1.100', '1.101', '999,999', '３，０００'])('never chooses between thousands and thousandths: %s', (typed) => {
    expect(read(typed)).toBe('ambiguous');
    expect(amountText(typed, 2)).toBe('?');
  });

  it('says both readings, and how to write them', () => {
    const said = parseAmount(' 1,500', 2);
    const words = (language: Language) => ({ language, t: (key: string, values = {}) => `${key} ${JSON.stringify(values)}` });
    expect(!said.ok && amountSays(said, words('en'))).toBe('amount.ambiguous {"text":"1,500","whole":"1500","part":"1.500","decimals":2}');
    expect(!said.ok && amountSays(said, words('ru'))).toContain('"part":"1,500"');
  });

  it('is sent as the plain decimal, and nothing as nothing', () => {
    expect([amountText('5,000.00', 2), amountText('1 500', 2), amountText('', 2), amountText('1.2.3', 2)]).toEqual(['5000.00', '1500.00', '', '?']);
  });

  it('stands in its field as it can be read once more', () => {
    for (const language of ['en', 'ru'] as const) for (const digits of [0, 2, 3]) for (const typed of ['5', '1500', '1234567', '0']) {
      const once = parseAmount(typed, digits);
      expect(once.ok && parseAmount(inMark(once.value, language), digits)).toEqual(once);
    }
  });

  it('of a figure knows the point as its decimal mark, and the comma alone by what stands behind it', () => {
    expect([readFigure('2.760'), readFigure('2 760,5'), readFigure('0,538'), readFigure('12,5')].map((one) => one.ok && one.value)).toEqual(['2.760', '2760.5', '0.538', '12.5']);
    expect(readFigure('2,760')).toMatchObject({ ok: false, code: 'ambiguous_figure', whole: '2760', part: '2.760' });
    expect(read('1,500', 3)).toBe('ambiguous_figure');
    expect(read('1.500', 3)).toBe('1.500');
  });

  it('knows currencies without a fraction', () => {
    expect(read('500', 0)).toBe('500');
    expect(read('500.5', 0)).toBe('over_precise');
    expect(read('1,500', 0)).toBe('1500'); // no decimals: it has one reading
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
