// A component as an officer types it: 32 hexadecimal digits, read from paper in eight groups of four. The functions look at
// digits and never keep them.

export const GROUP = 4;
export const DIGITS = 32;

/** What remains of typing or pasting: hexadecimal digits in capitals; spaces, dashes and full-width digits are understood, the rest falls out. */
export function hexDigits(typed: string): string {
  return typed
    .replace(/[０-９Ａ-Ｆａ-ｆ]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[^0-9a-fA-F]/g, '')
    .toUpperCase()
    .slice(0, DIGITS);
}

/** Something was typed that is no digit and no space or dash between groups: the typist is told, a lost character makes another key. */
export function hasForeign(typed: string): boolean {
  return /[^0-9a-fA-F０-９Ａ-Ｆａ-ｆ\s\u00a0\u202f-]/.test(typed);
}

/** How many digits each of the eight groups has. */
export function filledGroups(count: number): number[] {
  return Array.from({ length: DIGITS / GROUP }, (_, index) => Math.min(Math.max(count - index * GROUP, 0), GROUP));
}

type Flaw = 'short' | 'differs';

/** What keeps the two entries of an officer from being sent; whether the key is a weak one the server says. */
export function flawOf(component: string, repeated: string): Flaw | null {
  if (component.length < DIGITS || repeated.length < DIGITS) return 'short';
  return component === repeated ? null : 'differs';
}
