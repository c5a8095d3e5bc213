export interface InstalmentAsked { due: string; amount: string }

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Equal parts month by month, the first one takes what does not divide; empty where the figures make no plan. The server checks the sum. */
export function instalmentsOf(left: string, parts: number, first: string): InstalmentAsked[] {
  const day = DATE.exec(first);
  const money = /^(\d+)(?:\.(\d+))?$/.exec(left);
  if (!day || !money || !Number.isInteger(parts) || parts < 1 || parts > 120) return [];
  const digits = money[2]?.length ?? 0;
  const minor = BigInt(money[1]! + (money[2] ?? ''));
  const each = minor / BigInt(parts);
  const rest = minor - each * BigInt(parts);
  if (each === 0n) return [];
  return Array.from({ length: parts }, (_, index) => ({ due: monthsLater(Number(day[1]), Number(day[2]), Number(day[3]), index), amount: inMajor(index === 0 ? each + rest : each, digits) }));
}

function inMajor(minor: bigint, digits: number): string {
  if (digits === 0) return String(minor);
  const text = String(minor).padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** The same day of a later month, at most its last. */
function monthsLater(year: number, month: number, day: number, later: number): string {
  const at = year * 12 + month - 1 + later;
  const last = new Date(Date.UTC(Math.floor(at / 12), (at % 12) + 1, 0)).getUTCDate();
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-${String(Math.min(day, last)).padStart(2, '0')}`;
}
