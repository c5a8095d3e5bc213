import type { ErrorCode, ProblemBody } from './types';

/** A refusal or failure of the server (RFC 9457), or the lack of an answer (code "no_connection"). */
export class Problem extends Error {
  constructor(readonly body: ProblemBody) {
    super(body.detail ?? body.title ?? body.code);
    this.name = 'Problem';
  }

  get code(): ErrorCode {
    return this.body.code;
  }

  get details(): Record<string, unknown> {
    return this.body.details ?? {};
  }

  /** No answer came to something that changes nothing. */
  get isUnread(): boolean {
    return this.isSilence && this.details['read'] === true;
  }

  /** What was asked for is nowhere, or nothing that could be asked: asking the same again helps nobody. */
  get isAskedWrongly(): boolean {
    return [400, 404, 422].includes(this.body.status ?? 0);
  }

  /** No answer came: whether the change happened is not yet known. */
  get isSilence(): boolean {
    return this.code === 'no_connection';
  }
}

/** Why something went no further, as the books keep it. */
export function keptProblem(code: ErrorCode, details: Record<string, string>): Problem {
  return new Problem({ title: code, status: 0, code, details });
}

/** @param read nothing was to be changed. */
export function silence(read = false): Problem {
  return new Problem({ title: 'No connection', status: 0, code: 'no_connection', ...(read ? { details: { read } } : {}) });
}

export function asProblem(reason: unknown): Problem {
  if (reason instanceof Problem) return reason;
  return new Problem({ title: String(reason), status: 0, code: 'console_fault', details: { what: String(reason) } });
}

/** The row as somebody else has saved it meanwhile; nothing: it was refused for another reason, or not at all. */
export function savedMeanwhile<Row>(reason: unknown): Row | undefined {
  const why = reason ? asProblem(reason) : undefined;
  return why?.code === 'version_conflict' ? (why.details['current'] as Row | undefined) : undefined;
}

/** Which member of the request was wrong, as the server says it; nothing where it is about none of them. */
export function memberOf(reason: unknown): string | undefined {
  const member = reason ? asProblem(reason).details['field'] : undefined;
  return typeof member === 'string' && member !== '' ? member : undefined;
}
