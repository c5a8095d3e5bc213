import { newKey } from './key';
import { link } from './link';
import { Problem, silence } from './problem';
import type { ProblemBody } from './types';

// Every request of the console goes through here: session cookie, CSRF header, idempotency key, problem documents.

const BASE = '/api/v1';
/** How the server is: one that is not well says so with 503, in the same words. */
export const HEALTH = '/health';
let csrf = '';

/** The value that GET /session returned; sent with every change. */
export function setCsrf(value: string | null | undefined): void {
  csrf = value ?? '';
}

let sessionEnded = (): void => undefined;

/** Who wants to know when the server says that nobody is signed in any more. */
export function onSessionEnded(listener: () => void): void {
  sessionEnded = listener;
}

let stillTheSame = (): Promise<boolean> => Promise.resolve(false);

/** Who finds out whether the same person is still signed in, after another window of this browser has signed in anew. */
export function onSessionReplaced(listener: () => Promise<boolean>): void {
  stillTheSame = listener;
}

export interface Change {
  /** Idempotency key; without one a new one is made, so the request is not repeatable. */
  key?: string;
  signal?: AbortSignal;
}

export async function get<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return (await ask(path, { signal })) as Answer;
}

export function post<Answer>(path: string, body?: unknown, change?: Change): Promise<Answer> {
  return send<Answer>('POST', path, body, change);
}

/**
 * A secret that somebody entered: sent once. No idempotency key goes with it, because the server keeps the answers to those; after a
 * lost connection the page asks what has arrived instead of sending again.
 */
export async function postSecret<Answer>(path: string, body: unknown): Promise<Answer> {
  return (await ask(path, { method: 'POST', body: JSON.stringify(body), cache: 'no-store', headers: { 'Content-Type': 'application/json' } })) as Answer;
}

export function put<Answer>(path: string, body?: unknown, change?: Change): Promise<Answer> {
  return send<Answer>('PUT', path, body, change);
}

export function remove<Answer>(path: string): Promise<Answer> {
  return send<Answer>('DELETE', path, undefined, {});
}

/** A file as it is. */
export function postBytes<Answer>(path: string, file: Blob, type: string, change: Change = {}): Promise<Answer> {
  return ask(path, { method: 'POST', body: file, signal: change.signal, headers: { 'Content-Type': type, ...changeHeaders(change) } }) as Promise<Answer>;
}

/** Address of a document or download that the browser fetches itself. */
export function address(path: string, query: Record<string, string | undefined> = {}): string {
  const own = path.startsWith(BASE) ? path : BASE + path;
  const pairs = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '');
  if (pairs.length === 0) return own;
  return `${own}${own.includes('?') ? '&' : '?'}${new URLSearchParams(pairs).toString()}`;
}

/** A file that is asked for by a whole document: the browser is given it as a download. */
export async function postFile(path: string, body: unknown, name: string): Promise<void> {
  const response = await answered(path, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', ...changeHeaders({}) } });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? name;
  link.click();
  URL.revokeObjectURL(link.href);
}

export async function text(path: string): Promise<string> {
  return (await answered(path, {})).text();
}

function send<Answer>(method: string, path: string, body: unknown, change: Change = {}): Promise<Answer> {
  return ask(path, {
    method,
    signal: change.signal,
    body: body === undefined ? undefined : JSON.stringify(body),
    headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...changeHeaders(change) },
  }) as Promise<Answer>;
}

function changeHeaders(change: Change): Record<string, string> {
  return { 'Idempotency-Key': change.key ?? newKey() };
}

async function ask(path: string, init: RequestInit): Promise<unknown> {
  const response = await answered(path, init);
  if (response.status === 204) return undefined;
  const body = await response.text();
  return body === '' ? undefined : JSON.parse(body);
}

/** A change that was asked in a session which another window has replaced was not done: for the same person it is asked once more. */
async function answered(path: string, init: RequestInit): Promise<Response> {
  let response = await fetchOrSilence(address(path), signed(init));
  if (path === HEALTH && saysHowItIs(response)) return response;
  let problem = await refusal(response);
  if (problem?.code === 'csrf' && (await stillTheSame())) {
    response = await fetchOrSilence(address(path), signed(init));
    problem = await refusal(response);
  }
  if (problem) {
    if (problem.code === 'not_signed_in') sessionEnded();
    throw problem;
  }
  return response;
}

function signed(init: RequestInit): RequestInit {
  return init.method === undefined ? init : { ...init, headers: { ...(init.headers as Record<string, string>), 'X-CSRF-Token': csrf } };
}

/** Books that are being restored refuse, and so may a proxy: those are no answer. */
function saysHowItIs(response: Response): boolean {
  return response.status === 503 && /^application\/json\b/.test(response.headers.get('Content-Type') ?? '');
}

async function refusal(response: Response): Promise<Problem | null> {
  return response.ok ? null : new Problem(await problemOf(response));
}

async function fetchOrSilence(url: string, init: RequestInit): Promise<Response> {
  try {
    const response = await fetch(url, { credentials: 'same-origin', ...init });
    link.heard();
    return response;
  } catch (reason) {
    if (init.signal?.aborted) throw reason;
    link.lost();
    throw silence(init.method === undefined);
  }
}

async function problemOf(response: Response): Promise<ProblemBody> {
  try {
    const body = (await response.json()) as ProblemBody;
    if (typeof body.code === 'string') return body;
  } catch {
    // not a problem document: a proxy's page, or cut off
  }
  return { title: response.statusText, status: response.status, code: 'bad_answer', details: { status: response.status } };
}
