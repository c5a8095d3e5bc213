import { Problem } from '../api/problem';
import type { Request } from '../api/types';

// What a page knows about a change that one person alone may not make.

/** The server's answer when one person is not enough: the request. */
export interface Asked { approval: Request }

/** Nobody is asked; the second person may answer here; or he answers elsewhere and the request waits. */
export type Eyes = { at: 'rest' } | { at: 'here' | 'waiting'; request: Request };

export const atRest: Eyes = { at: 'rest' };

/** The number under which the change is sent again; none: it is new. */
export function granted(eyes: Eyes): number | undefined {
  return eyes.at === 'rest' ? undefined : eyes.request.number;
}

/** After an answer; nothing asked means that it was done. */
export function afterAnswer(answer: unknown): Eyes {
  return isAsked(answer) ? { at: 'here', request: answer.approval } : atRest;
}

/** A request that still waits is kept; one that was rejected, used or is too old is not: the next try asks anew. */
export function afterRefusal(eyes: Eyes, why: unknown): Eyes {
  if (!(why instanceof Problem)) return eyes;
  if (eyes.at === 'rest') return eyes;
  return why.code === 'approval_pending' || why.isSilence ? { at: 'waiting', request: eyes.request } : atRest;
}

/** The second person answers elsewhere. */
export function later(eyes: Eyes): Eyes {
  return eyes.at === 'here' ? { at: 'waiting', request: eyes.request } : eyes;
}

function isAsked(answer: unknown): answer is Asked {
  return typeof answer === 'object' && answer !== null && 'approval' in answer && !('outcome' in answer);
}
