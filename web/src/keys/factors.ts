// Factors are the codes by which the keys of utility, province and county are told apart. They are no secrets.

/** Eight bytes as 16 hexadecimal digits; a name of up to eight letters is taken as its bytes ("KWOTA001"). */
export function utilityFactor(typed: string): string {
  const plain = typed.trim();
  if (/^[0-9a-fA-F]{16}$/.test(plain)) return plain.toUpperCase();
  if (!/^[\x21-\x7e]{1,8}$/.test(plain)) return '';
  return [...plain.padEnd(8, ' ')].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('').toUpperCase();
}

/** The letters behind a factor, when it is made of letters. */
export function lettersOf(factor: string): string {
  const bytes = (factor.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
  return bytes.length === 8 && bytes.every((byte) => byte >= 0x20 && byte <= 0x7e) ? String.fromCharCode(...bytes).trimEnd() : '';
}

/** The province's code: eight decimal digits like the county's. */
export function isProvince(typed: string): boolean {
  return /^\d{8}$/.test(typed.trim());
}
