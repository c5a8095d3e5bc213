/** Nobody types a receipt's number as a whole: its last digits mean the till's own, whose others begin as `like` does. Null: nothing else than what was typed can be meant. */
export function ownReceipt(typed: string, like: string | undefined): string | null {
  const digits = typed.trim();
  const running = /\d+$/.exec(like ?? '')?.[0];
  if (!like || !running || !/^\d+$/.test(digits) || digits.length > running.length) return null;
  return like.slice(0, -running.length) + digits.padStart(running.length, '0');
}
