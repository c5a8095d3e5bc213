import { tell } from './events';

// The key office in memory: enough to walk from the backup key to a running key change. There is no key in it anywhere; check
// values are made of the clock.

type Row = Record<string, any>;
interface Given { status?: number; body?: unknown }

const PEOPLE = [['sun', '孙伟'], ['sokolov', 'Соколов И. П.'], ['clark', 'Ann Clark'], ['gao', '高敏']].map(([name, full_name]) => ({ name, full_name, roles: ['key_officer'] }));
const ROOTS = ['card_master', 'card_authentication', 'meter_authentication', 'seller_authentication', 'credit', 'return_data', 'load', 'purchase', 'tac', 'maintenance', 'meter_parameter', 'meter_control', 'meter_identity', 'meter_master', 'pairing', 'issue_transport'];

let asked = 0;
let seed = 0x1a2b3c;
const checkValue = (): string => { seed = (seed * 48271 + 11) % 0xffffff; return seed.toString(16).toUpperCase().padStart(6, '0'); };
const now = (): string => new Date().toISOString();
const problem = (status: number, code: string, details: object = {}): Given => ({ status, body: { type: 'about:blank', title: code, status, code, details, request_id: 'mock-1' } });

const office = {
  test: true,
  factors: { utility_factor: '', province: '13000000', county: '13092500', fixed_by: 0 },
  versions: [{ vault: 'sealing', purpose: 'credit', version: 1, suite: '3des', check_value: '82E136', state: 'active', origin: 'test', valid_from: null, valid_to: null, created: null, in_vault: true, agrees: true }] as Row[],
  backup: null as Row | null,
  ceremonies: [] as Row[],
  campaigns: [] as Row[],
  devices: [
    { serial: '6230000000000101', kind: 'user_mother', pair: '6230000000000102', code: '13092500', holder: 'keller', state: 'active', state_reason: '', key_version: 1, quota_amount: '0.00', quota_count: 5000, used_amount: '0.00', used_count: 412, valid_to: null, issued: now() },
    { serial: '6230000000000102', kind: 'control', pair: '6230000000000101', code: '13092500', holder: 'orlova', state: 'active', state_reason: '', key_version: 1, quota_amount: '0.00', quota_count: 0, used_amount: '0.00', used_count: 412, valid_to: null, issued: now() },
    { serial: '6230000000000201', kind: 'psam', pair: '', code: '13092500', holder: 'E1/T-01', state: 'void', state_reason: 'lost', key_version: 1, quota_amount: '0.00', quota_count: 0, used_amount: '0.00', used_count: 99120, valid_to: '2031-01-01', issued: now() },
  ] as Row[],
  journal: [] as Row[],
};

function key(vault: string, purpose: string, version: number, state: string, origin: string): Row {
  return { vault, purpose, version, suite: purpose === 'vault_transport' ? 'rsa2048' : '3des', check_value: checkValue(), state, origin, valid_from: state === 'active' ? now() : null, valid_to: null, created: now(), in_vault: true, agrees: true };
}

function note(what: string, object: string, version = 1): void {
  office.journal.unshift({ number: office.journal.length + 1, time: now(), what, object, first: 'keller', second: 'orlova', check_value: checkValue(), version, reason: 'as agreed', details: '{}' });
  tell('keys', { what: 'keys' });
}

function tree(): Row {
  return {
    test_keys: office.test, factors: office.factors, versions: office.versions, backup: office.backup,
    devices: ['user_mother', 'control', 'psam'].map((kind) => ({ kind, new: 0, active: office.devices.filter((each) => each.kind === kind && each.state === 'active').length, void: office.devices.filter((each) => each.kind === kind && each.state === 'void').length, spoiled: 0 })),
    ceremony: office.ceremonies.find((each) => each.state === 'open')?.number ?? null, campaign: office.campaigns.find((each) => each.state === 'running')?.number ?? null,
    next_version: Math.max(0, ...office.versions.filter((each) => each.purpose === 'seed').map((each) => each.version)) + 1,
  };
}

function campaignView(row: Row): Row {
  return {
    ...row, refused_now: false, progress: [{ kind: 'vaults', done: 1, total: 1 }, { kind: 'psams', done: 0, total: 0 }, { kind: 'meters', done: 218, total: 320 }, { kind: 'cards', done: 41, total: 318 }],
    missing: Array.from({ length: 12 }, (_, at) => ({ kind: at % 3 ? 'cards' : 'meters', what: String(412600000011 + at), where: `East village, well 07-0${at + 10}`, version: 1 })), may_finish: false,
  };
}

/** Second person first, then done. */
function two(body: Row, act: () => unknown): Given {
  if (!body.approval) return { status: 202, body: { approval: { number: (asked += 1), action: 'key', content: body } } };
  const made = act();
  return { body: made };
}

export const lists: Record<string, () => Row[]> = {
  '/keys/ceremonies': () => office.ceremonies.map((each) => ({ ...each, officers: each.officers.map((one: Row) => one.name) })),
  '/keys/devices': () => office.devices,
  '/keys/campaigns': () => office.campaigns,
  '/keys/journal': () => office.journal,
};

const gets: [RegExp, (part: string[]) => Given][] = [
  [/^\/keys\/tree$/, () => ({ body: tree() })],
  [/^\/keys\/cards$/, () => ({ body: { cards: [{ reader: 'Virtual PCD 00 00', serial: '6230000000000301', standing: 'none', next: 'issue', kind: null, device: null }] } })],
  [/^\/keys\/people$/, () => ({ body: { rows: PEOPLE } })],
  [/^\/keys\/counters$/, () => ({ body: { own: '51FC-2DF2-E50D-23E7', address: 'http://127.0.0.1:8080', counters: '53EB-DF08-30C8-A6E9', answers: null, messages: 12, waiting: 2, trouble: 'counters_away' } })],
  [/^\/key-office$/, () => ({ body: { own: '53EB-DF08-30C8-A6E9', office: '51FC-2DF2-E50D-23E7', since: now(), messages: 12, stranger: '7FE3-1A26-D077-9175' } })],
  [/^\/keys\/vaults$/, () => ({ body: {
    vaults: [
      { role: 'office', name: 'kwota-office', health: 'ok', keys: office.versions.filter((each) => each.vault === 'office').length, pending: 0 },
      { role: 'sealing', name: 'kwota-vault', health: 'ok', keys: 17, pending: office.versions.filter((each) => each.state === 'pending').length },
    ],
    counters: { name: office.test ? 'kwota-test' : 'kwota-vault', health: office.test ? 'ok' : 'vault_offline', test_keys: office.test, waiting: 2 },
  } })],
  [/^\/keys\/ceremonies\/(\d+)$/, ([number]) => ({ body: office.ceremonies.find((each) => each.number === Number(number)) })],
  [/^\/keys\/campaigns\/(\d+)$/, ([number]) => ({ body: campaignView(office.campaigns.find((each) => each.number === Number(number))!) })],
];

const posts: [RegExp, (body: Row, part: string[]) => Given][] = [
  [/^\/keys\/people$/, (body) => two(body, () => { PEOPLE.push({ name: body.name, full_name: body.full_name, roles: [body.role] }); return { name: body.name, one_time_password: 'river-stone-42' }; })],
  [/^\/keys\/people\/(\w+)\/(reset|unlock)$/, (body, [name, what]) => two(body, () => ({ name, ...(what === 'reset' ? { one_time_password: 'river-stone-43' } : {}) }))],
  [/^\/meters\/(\d+)\/keys(?:\/ukey)?$/, (body) => ({ body: { outcome: 'done', before: null, after: { module: 'E500000000000001', keys: body.what === 'restore' ? 'factory' : 'own', version: body.what === 'restore' ? 0 : 1, previous: 0 } } })],
  [/^\/keys\/factors$/, (body) => two(body, () => { office.factors = { ...office.factors, ...body }; note('factors', 'utility'); return { factors: office.factors }; })],
  [/^\/keys\/backup\/key$/, (body) => two(body, () => { office.backup = { needed: body.needed, holders: body.holders.map((name: string) => ({ name, collected: name !== 'sun' })), made: now(), files: [] }; note('backup_key', 'office'); return { backup: office.backup }; })],
  [/^\/keys\/backup\/share$/, () => { office.backup!.holders.forEach((each: Row) => { each.collected = true; }); return { body: { text: 'KS1-1-2-A1B2C3D4-0011-2233-4455-6677-8899-AABB-CCDD-EEFF-0011-2233-4455-6677-8899-AABB-CCDD-EEFF-5F07' } }; }],
  [/^\/keys\/backup$/, (body) => two(body, () => { office.backup!.files.unshift(`keys-${now().slice(0, 19).replace(/[-:]/g, '')}.kwb`); note('backup', 'office'); return { file: 'keys-20261120-101500.kwb', keys: 21 }; })],
  [/^\/keys\/restore\/share$/, (body) => (body.text.endsWith('0') ? problem(422, 'bad_share', { why: 'check' }) : { body: { given: 1, needed: 2 } })],
  [/^\/keys\/restore$/, (body) => two(body, () => ({ restored: office.versions.slice(0, 5).map((each) => ({ ...each, agrees: true })) }))],
  [/^\/keys\/ceremonies$/, (body) => {
    const version = body.purpose === 'seed' ? tree().next_version : 1;
    const row = { number: office.ceremonies.length + 1, purpose: body.purpose, version, suite: body.suite, required: body.officers.length, state: 'open', state_reason: '', started_by: 'wang', started: now(), ended: null, expires: new Date(Date.now() + 1_800_000).toISOString(), check_value: '', given: 0,
      officers: [{ name: 'wang', full_name: 'Wang Fang', given: false }, ...body.officers.map((name: string) => ({ name, full_name: PEOPLE.find((each) => each.name === name)?.full_name ?? name, given: false }))], mine: true, may_form: true };
    office.ceremonies.unshift(row);
    note('ceremony_started', `ceremony/${row.number}`);
    return { status: 201, body: row };
  }],
  [/^\/keys\/ceremonies\/(\d+)\/components(?:\/(?:to|from)-card)?$/, (body, [number]) => {
    const row = office.ceremonies.find((each) => each.number === Number(number))!;
    if (/^(.)\1+$/.test(body.component ?? '')) return problem(422, 'weak_key', { why: 'zeros' });
    for (const officer of row.officers) officer.given = true;
    row.given = row.required;
    note('component', `ceremony/${number}`);
    return { body: { check_value: checkValue(), given: row.given, required: row.required } };
  }],
  [/^\/keys\/ceremonies\/(\d+)\/form$/, (_, [number]) => {
    const row = office.ceremonies.find((each) => each.number === Number(number))!;
    const made = row.purpose === 'seed' ? [key('office', 'seed', row.version, 'created', 'ceremony'), ...ROOTS.map((purpose) => key('office', purpose, row.version, 'created', 'ceremony'))] : [key('office', 'card_transport', 1, 'created', 'supplier')];
    office.versions.push(...made);
    Object.assign(row, { state: 'formed', ended: now(), check_value: made[0]!.check_value, roots: made.slice(1), mine: true });
    note('formed', `ceremony/${number}`, row.version);
    return { body: row };
  }],
  [/^\/keys\/ceremonies\/(\d+)\/abandon$/, (body, [number]) => { const row = office.ceremonies.find((each) => each.number === Number(number))!; Object.assign(row, { state: 'abandoned', state_reason: body.reason, ended: now() }); note('abandoned', `ceremony/${number}`); return { body: row }; }],
  [/^\/keys\/deliver$/, (body) => two(body, () => { office.versions.push(...ROOTS.map((purpose) => key('sealing', purpose, body.version, 'pending', 'delivered'))); office.factors.fixed_by ||= body.version; note('delivered', 'sealing', body.version); return { delivered: [] }; })],
  [/^\/keys\/activate$/, (body) => two(body, () => { office.test = false; office.versions = office.versions.filter((each) => each.origin !== 'test'); for (const each of office.versions) if (each.version === body.version) each.state = 'active'; note('activated', 'sealing', body.version); return { active: [], test_keys: false }; })],
  [/^\/keys\/destroy$/, (body) => two(body, () => ({ version: body }))],
  [/^\/keys\/cards\/issue$/, (body) => two(body, () => { const made = { ...office.devices[0]!, serial: body.card, kind: body.kind, pair: body.pair ?? '', holder: body.holder, issued: now(), state: 'active' }; office.devices.push(made); note('device_issued', body.card); return made; })],
  [/^\/keys\/devices\/(\w+)\/void$/, (body, [serial]) => two(body, () => { const gone = office.devices.filter((each) => each.serial === serial || each.pair === serial); for (const each of gone) Object.assign(each, { state: 'void', state_reason: body.reason }); note('void', serial!); return { void: gone }; })],
  [/^\/keys\/campaigns$/, (body) => two(body, () => { const row = { number: office.campaigns.length + 1, from_version: body.to_version - 1, to_version: body.to_version, state: 'running', started: now(), ended: null, started_by: 'keller', approved_by: 'orlova', refuse_after: body.refuse_after, reason: body.reason }; office.campaigns.unshift(row); note('campaign', '1'); return campaignView(row); })],
  [/^\/keys\/campaigns\/(\d+)\/(stop|finish)$/, (body, [number, what]) => two(body, () => { const row = office.campaigns.find((each) => each.number === Number(number))!; row.state = what === 'stop' ? 'stopped' : 'done'; return campaignView(row); })],
];

export const testKeys = (): boolean => office.test;

/** What the key office answers; undefined: it is none of its addresses. */
export function answerKeys(method: string, path: string, body: Row): Given | undefined {
  if (method === 'GET') for (const [pattern, act] of gets) { const match = pattern.exec(path); if (match) return act(match.slice(1)); }
  if (method === 'POST') for (const [pattern, act] of posts) { const match = pattern.exec(path); if (match) return act(body, match.slice(1)); }
  return undefined;
}
