import type { KeyVersion, Progress } from './types';

/** Share of what is done, in whole percent; 100 only when nothing is missing, 0 only when nothing is done. Nothing to do counts as done. */
export function percent({ done, total }: Pick<Progress, 'done' | 'total'>): number {
  if (total <= 0) return 100;
  if (done <= 0) return 0;
  if (done >= total) return 100;
  return Math.min(Math.max(Math.round((done * 100) / total), 1), 99);
}

export function left(progress: Progress[]): number {
  return progress.reduce((sum, each) => sum + Math.max(each.total - each.done, 0), 0);
}

/** Versions to which the keys in the field may be changed: ready to be used in the sealing vault, above the one in use. */
export function changeTargets(versions: Pick<KeyVersion, 'vault' | 'purpose' | 'version' | 'state'>[]): number[] {
  const credit = versions.filter((key) => key.vault === 'sealing' && key.purpose === 'credit');
  const used = credit.filter((key) => key.state === 'active' || key.state === 'retiring').map((key) => key.version);
  const oldest = used.length > 0 ? Math.min(...used) : 0;
  return credit.filter((key) => key.state === 'active' && key.version > oldest).map((key) => key.version).sort((a, b) => b - a);
}

/** Today plus some months as a date for the field: "2026-05-20" → "2026-11-20". */
export function monthsFrom(today: Date, months: number): string {
  const day = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + months, Math.min(today.getUTCDate(), 28)));
  return day.toISOString().slice(0, 10);
}
