import type { IncomingMessage, ServerResponse } from 'node:http';
import { bench, meterChange, moveCard, tick } from './bench';
import { books, page, type Row } from './books';
import { openAccount, quote, sell } from './counter';
import { events, tell } from './events';
import { answerKeys, lists as keyLists, testKeys } from './keys';
import { readerView } from './reader';

// A small imitation of the API, in memory, for looking at the console without a server. It keeps no promise of the real one:
// no ledger, no cards, no keys. Names and numbers are invented.

interface Call { method: string; path: string; query: URLSearchParams; body: any }
type Answer = { status?: number; body?: unknown; text?: string };
type Route = [method: string, path: RegExp, act: (call: Call, part: string[]) => Answer | Promise<Answer>];

const problem = (status: number, code: string, details: object = {}): Answer => ({ status, body: { type: 'about:blank', title: code, status, code, details, request_id: 'mock-1' } });

let signedIn = process.env['KWOTA_MOCK_SIGNED_OUT'] !== '1';
let mustChange = false;
const keyOffice = process.env['KWOTA_MOCK_KEY_OFFICE'] === '1';

function session() {
  const permissions = 'own_password shift_own shift_other accept_difference sell reprint open_account take_back_own take_back pay_out supplement close_account replace_card settle block unblock customers_read customers_write meters_read meters_write import tariffs_read tariffs_draft tariffs_publish codes_read codes_write tool_cards sales_read statements_read shifts_read ledger_read approvals operators_read operators_write stations_read stations_write backup audit_read verify keys_read key_journal_read key_ceremony key_cards key_devices key_export key_void key_destroy key_campaign key_backup key_people key_office meter_keys';
  return {
    signed_in: signedIn,
    operator: signedIn ? { name: 'wang', full_name: 'Wang Fang', roles: ['cashier', 'supervisor', 'key_manager'], permissions: permissions.split(' '), station: 'E1', language: '', must_change: mustChange } : null,
    csrf: 'mock',
    lock_minutes: { office: 10, counter: 5 },
    utility: { name: 'Example Irrigation Power', currency: 'CNY', minor_digits: 2, zone: 'Asia/Shanghai', large_sale: '1000.00', hoarding_limit: '5000.00', supplement_limit: '0.00', card_fee: '10.00' },
    till: signedIn ? books.till : null,
    shift: books.shift,
    stations: [{ code: 'E1', name: 'East station', tills: [{ code: 'T-01', name: '' }, { code: 'T-02', name: '' }] }],
    bench: !keyOffice, key_office: keyOffice, test_keys: testKeys(), version: '0.1.0', languages: ['zh', 'en', 'ru'],
  };
}

const routes: Route[] = [
  ['GET', /^\/session$/, () => ({ body: session() })],
  ['POST', /^\/session$/, ({ body }) => {
    if (body.password !== 'test') return problem(401, 'wrong_password', { tries_left: 4 });
    signedIn = true;
    mustChange = body.name === 'new';
    return { body: session() };
  }],
  ['DELETE', /^\/session$/, () => { signedIn = false; return { status: 204 }; }],
  ['POST', /^\/session\/password$/, () => { mustChange = false; return { status: 204 }; }],
  ['PUT', /^\/session\/.*/, ({ body }) => { if (body.till) books.till = { station: body.station, code: body.till }; return { body: session() }; }],
  ['GET', /^\/health$/, () => ({ body: { status: 'ok', version: '0.1.0', database: 'ok', vault: 'ok', reader: 'ok' } })],
  ['GET', /^\/reader$/, () => ({ body: readerView() })],
  ['GET', /^\/search$/, ({ query }) => ({ body: { rows: books.search(query.get('q') ?? '') } })],
  ['GET', /^\/accounts\/(\d+)$/, (_, [number]) => ({ body: books.account(number!) })],
  ['POST', /^\/quotes$/, ({ body }) => quote(body)],
  ['POST', /^\/sales$/, ({ body }) => sell(body)],
  ['GET', /^\/sales\/by-key\/(.+)$/, (_, [key]) => (books.outcomes.has(key!) ? { body: books.outcomes.get(key!) } : problem(404, 'not_found'))],
  ['POST', /^\/sales\/([^/]+)\/settle$/, (_, [number]) => ({ body: { outcome: 'done', sale: books.sale(number!), should_show: '161.53' } })],
  ['POST', /^\/sales\/([^/]+)\/take-back$/, ({ body }) => (body.approval ? { body: { outcome: 'done', sale: { ...books.sales[0]!, kind: 'take_back', state: 'taking_back' } } } : { status: 202, body: { approval: { number: 7 } } })],
  ['POST', /^\/accounts\/open$/, ({ body }) => openAccount(body)],
  ['POST', /^\/accounts\/\d+\/supplement$/, ({ body }) => (body.approval ? { body: { outcome: 'done', sale: { ...books.sales[0]!, kind: 'supplement', tendered: '0.00' }, should_show: body.amount } } : { status: 202, body: { approval: { number: 7 } } })],
  ['POST', /^\/approvals\/\d+\/approve$/, ({ body }) => (body.password === 'test' || body.name === undefined ? { status: 204 } : problem(401, 'wrong_password', { tries_left: 4 }))],
  ['GET', /^\/sales\/([^/]+)$/, (_, [number]) => ({ body: books.saleDetail(number!) })],
  ['GET', /^\/receipts\/([^/]+)$/, (_, [number]) => ({ text: books.receipt(number!) })],
  ['POST', /^\/receipts\/.*\/reprint$/, () => ({ body: { reprint: 1 } })],
  ['GET', /^\/tenders$/, () => ({ body: { rows: ['cash', 'card', 'cheque'].map((name) => ({ name, change: name === 'cash', counted: name === 'cash', reference_min: name === 'cash' ? 0 : 4, reference_max: name === 'cash' ? 0 : 12, letters: name === 'cheque' ? 'digits' : 'mixed' })) } })],
  ['GET', /^\/shifts\/current$/, () => ({ body: { shift: books.shiftNow() } })],
  ['POST', /^\/shifts$/, ({ body }) => { books.openShift(body.opening_float); return { status: 201, body: {} }; }],
  ['POST', /^\/shifts\/current\/close$/, ({ body }) => {
    if (body.counted !== '3670.00' && !body.accepted_by) return problem(422, 'approval_needed', { number: 9 });
    books.shift = null;
    return { body: { shift: 118, expected: '3670.00', counted: body.counted, difference: '0.00', slip_url: '/shifts/E1/T-02/118/slip' } };
  }],
  ['GET', /^\/shifts\/.*\/slip$/, () => ({ text: books.receipt('Z 118') })],
  ['GET', /^\/bench$/, () => ({ body: bench })],
  ['POST', /^\/bench\/cards\/([^/]+)\/move$/, ({ body }, [id]) => { moveCard(id!, body.to); return { status: 204 }; }],
  ['POST', /^\/bench\/cards$/, ({ body }) => { bench.cards.push({ id: `c${bench.cards.length + 1}`, label: `Card ${bench.cards.length + 1}`, serial: null, kind: body.kind, place: 'wallet' }); return { status: 201, body: {} }; }],
  ['POST', /^\/bench\/meters\/(\d+)/, ({ body }, [number]) => { meterChange(number!, body); return { status: 204 }; }],
  ['POST', /^\/bench\/clock$/, ({ body }) => { if (body.speed) bench.speed = body.speed; tick(body.advance_s ?? 0); return { status: 204 }; }],
  ['POST', /^\/verify$/, () => ({ body: { ok: true, checked: { rows: 81204, chains: 17 } } })],
  ['POST', /^\/backup$/, () => ({ body: { file: 'kwota-2026-11-20.db', bytes: 1048576, verified: true } })],
  ['GET', /^\/roles$/, () => ({ body: books.roles })],
  ['POST', /^\/quotes\/opening$/, ({ body }) => quote({ account: '', pay: body.first_sale.pay })],
  ['POST', /^\/import\/.*/, ({ body }) => ({ body: books.importPreview(String(body)) })],
  ['GET', /^\/registers$/, () => ({ body: { rows: Object.entries(KEPT).map(([list, key]) => declared(list, key)) } })],
  ['GET', /^\/([a-z-]+)$/, ({ query }, [list]) => (books.lists[list!] ? { body: page(books.lists[list!]!, query) } : problem(404, 'not_found'))],
  ['POST', /^\/([a-z-]+)$/, ({ body }, [list]) => addRow(list!, body)],
  ['PUT', /^\/([a-z-]+)\/([^/]+)/, ({ body }, [list, key]) => changeRow(list!, key!, body)],
];

const KEPT: Record<string, string[]> = { customers: ['number'], 'service-points': ['code'], meters: ['number'], places: ['code'], tills: ['station', 'code'], codes: ['kind', 'code'], stations: ['code'] };

/** A register as its rows look: every column is a text. */
function declared(list: string, key: string[]): object {
  const names = Object.keys(books.lists[list]![0]!).filter((name) => name !== 'version');
  return {
    register: list, right: 'customers_read', write: 'customers_write', menu: list === 'places' ? 'customers' : list === 'stations' ? 'system' : '', sort: key[0], divided: '', key, related: [], actions: [],
    columns: names.map((name) => ({ name, kind: 'text', personal: false, hows: [], figures: [], parts: [], words: [], said: '', link: null, hidden: false })),
    form: names.map((name) => ({ name, required: name === 'name', fixed: key.includes(name), start: '', source: '', free: false, words: [] })),
  };
}

function addRow(list: string, body: Row): Answer {
  const rows = books.lists[list];
  if (!rows) return problem(404, 'not_found');
  if (list === 'customers' && !body['name']) return problem(422, 'bad_request', { field: 'name' });
  rows.unshift({ number: String(200000 + rows.length), state: 'active', version: '1', ...body });
  return { status: 201, body: list === 'operators' ? { ...rows[0], one_time_password: 'kite-maple-4711' } : rows[0] };
}

function changeRow(list: string, key: string, body: Row): Answer {
  const row = books.lists[list]?.find((each) => [each['number'], each['code'], each['name'], each['serial']].includes(decodeURIComponent(key)));
  if (!row) return problem(404, 'not_found');
  if (row['name'] === 'Conflict') return problem(409, 'version_conflict', { current: { ...row, phone: '13900000000' } });
  Object.assign(row, body);
  return { body: row };
}

export async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://mock');
  if (url.pathname === '/events') return events(request, response);
  const body = await bodyOf(request);
  const own = answerKeys(request.method ?? 'GET', url.pathname, body) ?? (request.method === 'GET' && keyLists[url.pathname] ? { body: page(keyLists[url.pathname]!(), url.searchParams) } : undefined);
  if (own) return send(response, own);
  const call: Call = { method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, body };
  for (const [method, path, act] of routes) {
    const match = path.exec(url.pathname);
    if (method !== call.method || !match) continue;
    const given = await act(call, match.slice(1));
    send(response, given);
    if (call.method !== 'GET') tell('reader', readerView());
    return;
  }
  response.statusCode = 404;
  response.setHeader('Content-Type', 'application/problem+json');
  response.end(JSON.stringify(problem(404, 'not_found').body));
}

function send(response: ServerResponse, given: Answer): void {
  response.statusCode = given.status ?? 200;
  if (given.text !== undefined) {
    response.setHeader('Content-Type', 'text/plain; charset=utf-8');
    response.end(given.text);
  } else {
    response.setHeader('Content-Type', response.statusCode >= 400 ? 'application/problem+json' : 'application/json');
    response.end(given.body === undefined ? '' : JSON.stringify(given.body));
  }
}

async function bodyOf(request: IncomingMessage): Promise<any> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString('utf8');
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return text;
  }
}
