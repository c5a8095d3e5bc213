/** A fingerprint as both programs write it, "AB12-34CD-…", however it was typed from paper; null: not all of its 16 digits are there. */
export function fingerprintOf(typed: string): string | null {
  const digits = typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
  return /^[0-9A-F]{16}$/.test(digits) ? digits.match(/.{4}/g)!.join('-') : null;
}
