/** In place of groups: each row by itself. */
export const BY_ITSELF = 'detail';

/** By what rows are grouped where nobody asked: the report's own, each row by itself, or nothing – an account has lines and no groups. */
export function usualGroups(report: { grouped: string[]; detail: string[] }): string[] {
  if (report.grouped.length > 0) return report.grouped;
  return report.detail.length > 0 ? [BY_ITSELF] : [];
}
