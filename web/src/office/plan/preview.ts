import type * as D from '../../api/described';

export interface Affected { account: number; meter: string; model: string; reasons: { reason: string; why: string }[] }

/** What a version changes, by the server's own reckoning. */
export type Preview = D.PlanPreview;
