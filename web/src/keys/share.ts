// A share of the backup key as text: "KS1-1-2-A1B2C3D4-…-5F07" – head, value in groups, check at the end.

const LINE_GROUPS = 4;

/** The share in lines that an eye can follow while the hand writes. */
export function shareLines(text: string): string[] {
  const groups = text.split('-');
  const lines: string[] = [];
  for (let at = 0; at < groups.length; at += LINE_GROUPS) lines.push(groups.slice(at, at + LINE_GROUPS).join('-') + (at + LINE_GROUPS < groups.length ? '-' : ''));
  return lines;
}

/** What somebody typed from paper as the server reads it: no blanks, capitals, one kind of dash. */
export function plainShare(typed: string): string {
  return typed.replace(/[\s\u00a0\u202f]/g, '').replace(/[–—−－]/g, '-').toUpperCase();
}

/** Looks like a share at all, before it is sent. */
export function looksLikeShare(typed: string): boolean {
  return /^KS\d-\d{1,3}-\d{1,3}-[0-9A-F-]{8,}$/.test(plainShare(typed));
}

/** Number of a share and how many of them are needed, as its head says. */
export function shareHead(text: string): { index: number; needed: number } {
  const [, index, needed] = text.split('-');
  return { index: Number(index), needed: Number(needed) };
}
