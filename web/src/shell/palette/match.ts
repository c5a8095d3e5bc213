import { initials } from './pinyin';

/** Something with a name in the reader's language, and the name by which its address knows it. */
export interface Named { name: string; id: string; group?: string }

/** How well it fits what is typed, smaller is better; null: not at all. A beginning is worth more than a part, the name more than its group. */
export function fit(entry: Named, typed: string): number | null {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return 5;
  const name = entry.name.toLowerCase();
  const words = wanted.split(/\s+/);
  if (name.startsWith(wanted)) return 0;
  if (words.every((word) => name.split(/[\s&,/()·-]+/).some((part) => part.startsWith(word)))) return 1;
  if (initials(entry.name).startsWith(wanted)) return 1;
  if (name.includes(wanted)) return 2;
  if (entry.id.replaceAll('-', ' ').split(' ').some((part) => part.startsWith(wanted))) return 3;
  if (entry.group?.toLowerCase().startsWith(wanted)) return 4;
  return null;
}

export function fitting<Entry extends Named>(entries: Entry[], typed: string, most: number): Entry[] {
  return entries.map((entry, at) => ({ entry, at, how: fit(entry, typed) }))
    .filter((each): each is { entry: Entry; at: number; how: number } => each.how !== null)
    .sort((one, other) => one.how - other.how || one.at - other.at)
    .slice(0, most).map((each) => each.entry);
}
