// An amount as people type it. Digits and one decimal mark; full-width digits, the Chinese full stop, the comma of a Russian
// number pad and any spaces are understood. The result is a plain decimal in a string; nothing becomes floating point.

export type ParsedAmount =
  | { ok: true; value: string }
  | { ok: false; code: 'empty' | 'bad_amount' | 'over_precise' };

/** @param digits most digits after the decimal mark: 2 for CNY, 0 for JPY. */
export function parseAmount(typed: string, digits: number): ParsedAmount {
  const plain = plainMarks(typed);
  if (plain === '') return { ok: false, code: 'empty' };
  const match = /^(\d{0,12})(?:\.(\d*))?$/.exec(oneMark(plain));
  if (!match || (match[1] === '' && !match[2])) return { ok: false, code: 'bad_amount' };
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) return { ok: false, code: 'over_precise' };
  const whole = (match[1] ?? '').replace(/^0+(?=\d)/, '') || '0';
  return { ok: true, value: digits === 0 ? whole : `${whole}.${fraction.padEnd(digits, '0')}` };
}

/** What remains of a keystroke in an amount field: digits and marks. A sign or an exponent stays too, and is refused: without it "1e3" would be 13, "-5" five. */
export function keepAmountCharacters(typed: string): string {
  return typed.replace(/[^\d０-９.,。．，\s\u00a0\u202feE+-]/g, '');
}

function plainMarks(typed: string): string {
  return typed
    .replace(/[\s\u00a0\u202f]/g, '')
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[。．]/g, '.')
    .replace(/，/g, ',');
}

/** With both marks the last one is the decimal mark; a single comma is a decimal mark, several group digits. */
function oneMark(text: string): string {
  const comma = text.lastIndexOf(',');
  const point = text.lastIndexOf('.');
  if (comma >= 0 && point >= 0) {
    const [group, mark] = comma > point ? ['.', ','] : [',', '.'];
    return text.split(group).join('').replace(mark, '.');
  }
  if (text.split(',').length > 2) return text.split(',').join('');
  return text.replace(',', '.');
}

/** Money back: received − due, in the smallest units and exactly; null when too little was given. Both have the same decimals. */
export function changeOf(received: string, due: string): string | null {
  const digits = due.split('.')[1]?.length ?? 0;
  const minor = (text: string): bigint => BigInt(text.replace('.', ''));
  const left = minor(received) - minor(due);
  if (left < 0n) return null;
  const text = left.toString().padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

export function isZero(value: string): boolean {
  return /^-?0+(\.0*)?$/.test(value);
}
