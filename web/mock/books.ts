import type { SaleRow } from '../src/api/types';

export type Row = Record<string, unknown>;

const NAMES = ['Li Ming', 'Chen Hua', 'Zhao Lei', 'Иванова А. П.', '王芳', 'N. Dlamini', 'Sun Wei', 'Петров И.', '刘洋', 'Zhou Jie'];
const STATES = ['applied', 'applied', 'carried', 'applied', 'in_doubt', 'applied', 'taken_back'] as const;

function make<T>(count: number, one: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => one(index));
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');
const day = (index: number): string => new Date(Date.UTC(2026, 10, 20, 6, 1) - index * 47 * 60_000).toISOString();

const sales: SaleRow[] = make(137, (index) => ({
  number: `R3-${pad(10247 - index, 8)}`, time: day(index), kind: index % 11 === 5 ? 'open' : index % 17 === 3 ? 'supplement' : 'recharge', account: 100023 + (index % 10), customer: String(100023 + (index % 10)),
  customer_name: NAMES[index % 10]!, meter: pad(123456 + (index % 10), 12), tendered: ['50.00', '200.00', '100.00', '1234.50'][index % 4]!,
  credit: '80.00', units: '149.13', operator: index % 3 ? 'wang' : 'ivanova', till: index % 3 ? 'T-02' : 'T-01', state: STATES[index % 7]!, station: 'R3', n: 17 + index, revision: 0, reprints: 0,
}));

export function page(rows: Row[], query: URLSearchParams) {
  const needle = (query.get('q') ?? '').toLowerCase();
  const filters = [...query.entries()].filter(([name]) => name.startsWith('filter.'));
  const sort = query.get('sort') ?? '';
  const size = Number(query.get('page_size') ?? 50);
  const start = Number(query.get('cursor') ?? 0);
  let found = rows.filter((row) => !needle || Object.values(row).some((value) => String(value).toLowerCase().includes(needle)));
  for (const [name, value] of filters) found = found.filter((row) => value.split(',').includes(String(row[name.slice(7)])));
  const column = sort.replace('-', '');
  if (column) found = [...found].sort((a, b) => String(a[column]).localeCompare(String(b[column]), 'en', { numeric: true }) * (sort.startsWith('-') ? -1 : 1));
  const end = start + size;
  return { rows: found.slice(start, end), next: end < found.length ? String(end) : null, total: found.length, totals: rows === lists['sales'] ? { tendered: '54321.00', units: '81204.10' } : undefined };
}

const customers: Row[] = make(64, (index) => ({
  number: String(100023 + index), name: index === 3 ? 'Conflict' : NAMES[index % 10], kind: index % 9 ? 'person' : 'company', phone: `1380000${pad(index, 4)}`, identity_number: '', address: `East village, house ${index + 1}`,
  language: '', place: 'V01', state: index % 13 === 7 ? 'blocked' : 'active', accounts: 1, debt: index % 5 ? '0.00' : '50.00', created: day(index * 40), version: '1',
}));

const lists: Record<string, Row[]> = {
  sales: sales as unknown as Row[],
  'in-doubt': sales.filter((sale) => sale.state === 'in_doubt').map((sale) => ({ ...sale, since: sale.time })),
  customers,
  accounts: make(64, (index) => ({ number: String(100023 + index), station: 'E1', customer: String(100023 + index), customer_name: NAMES[index % 10], service_point: `SP-${pad(index, 4)}`, address: `East village, well 07-${pad(index, 3)}`, meter: pad(123456 + index, 12), plan: 'cn-irrigation', usage_class: 'irrigation', state: index % 8 === 4 ? 'draft' : 'open', opened: day(index * 60), closed: null, balance: '0.00' })),
  'service-points': make(40, (index) => ({ code: `SP-${pad(index, 4)}`, address: `East village, well 07-${pad(index, 3)}`, place: 'V01', area: 'A03', active: true, meters: 1, version: '1' })),
  meters: make(90, (index) => ({ number: pad(123456 + index, 12), model: 'DDSY1352', maker: 'Example', ct: 1, pt: 1, service_point: index < 64 ? `SP-${pad(index, 4)}` : '', state: index < 64 ? 'installed' : 'stock', account: index < 64 ? String(100023 + index) : '', sold: index, applied: index, statements: index, remaining: '12.40', last_seen: day(index * 10), version: '1' })),
  cards: make(40, (index) => ({ serial: `623000001234${pad(5678 + index, 4)}`, product: 'fee_control', kind: 'user', account: String(100023 + index), customer_name: NAMES[index % 10], issue_number: 1, state: index % 9 === 3 ? 'replaced' : 'active', state_reason: '', issued: day(index * 50), valid_to: '2036-11-20' })),
  places: [{ code: 'V01', kind: 'village', name: 'East village', station: 'E1', parent: '', version: '1' }, { code: 'A03', kind: 'area', name: 'Transformer 3', station: 'E1', parent: 'V01', version: '1' }],
  approvals: [{ number: 7, action: 'supplement', content: { account: '100023', amount: '30.00' }, requested_by: 'ivanova', requested: day(1), reason: 'meter fault in October', decision: '', own: false }],
  shifts: make(12, (index) => ({ station: 'E1', till: 'T-02', number: 118 - index, operator: 'wang', opened: day(index * 30), closed: index ? day(index * 30 - 8) : null, receipts: 41, opening_float: '200.00', expected: index ? '3670.00' : null, counted: index ? '3660.00' : null, difference: index ? '-10.00' : null, state: index ? 'closed' : 'open' })),
  statements: make(50, (index) => ({ meter: pad(123456 + (index % 10), 12), number: index + 1, taken: day(index * 9), meter_time: '2026-11-20 14:05', way: 'card', remaining: '12.40', count: 16, energy: '1284.21', states: index % 4 ? [] : ['alarm1'], illegal_inserts: 0, last_applied: 'credit' })),
  reconciliation: make(30, (index) => ({ meter: pad(123456 + index, 12), account: String(100023 + index), customer_name: NAMES[index % 10], sold: '1234.50', applied: '1184.50', on_the_way: '50.00', taken_back: '0.00', gap: index ? '0.00' : '-3.10', used: '1172.10', remaining: '12.40', reason: '' })),
  audit: make(80, (index) => ({ chain: 'station/E1', number: 900 - index, time: day(index), operator: index % 3 ? 'wang' : 'admin', action: ['sell', 'customers.write', 'reprint'][index % 3], object: `sale/R3-${pad(10247 - index, 8)}`, details: '{"state":"blocked -> active"}' })),
  entries: make(60, (index) => ({ number: `R3-${pad(10247 - index, 8)}`, chain: 'till/E1/T-02', time: day(index), business_day: '2026-11-20', what: 'recharge', account: index % 2 ? 'prepaid' : 'till/E1/T-02/cash', amount: index % 2 ? '-100.00' : '100.00' })),
  balances: [{ account: 'till/E1/T-02/cash', amount: '3670.00' }, { account: 'prepaid', amount: '-81204.10' }],
  stations: [{ code: 'E1', name: 'East station', receipt_prefix: 'R3', version: '1' }],
  tills: [{ station: 'E1', code: 'T-01', name: '', next_receipt: 10248, next_shift: 119, version: '1' }, { station: 'E1', code: 'T-02', name: '', next_receipt: 10248, next_shift: 119, version: '1' }],
  codes: [
    { kind: 'usage_class', code: 'irrigation', name_zh: '农业排灌', name_en: 'Irrigation', name_ru: 'Орошение', value: '', active: true, version: '1' },
    { kind: 'usage_class', code: 'domestic', name_zh: '居民', name_en: 'Domestic', name_ru: 'Население', value: '', active: true, version: '1' },
    { kind: 'reason', code: 'fault', name_zh: '表计故障', name_en: 'Meter fault', name_ru: 'Неисправность счётчика', value: '', active: true, version: '1' },
  ],
  operators: [{ name: 'wang', full_name: 'Wang Fang', roles: ['cashier'], station: 'E1', state: 'active', failed: 0, locked_until: null, language: 'zh', must_change: false, version: '1' }, { name: 'admin', full_name: 'Administrator', roles: ['administrator'], station: '', state: 'active', failed: 0, locked_until: null, language: 'en', must_change: false, version: '1' }],
  plans: [{ id: 'cn-irrigation', name: 'Irrigation, steps', source: 'invented' }],
  'plan-versions': [
    { plan: 'cn-irrigation', from_date: '2027-01-01', state: 'draft', text: '{"energy":{"price":"0.5400"}}', published_by: '', approved_by: '' },
    { plan: 'cn-irrigation', from_date: '2026-01-01', state: 'published', text: '{"energy":{"steps":[{"to":"180","price":"0.5200"},{"to":"400","price":"0.5700"},{"price":"0.8200"}]}}', published_by: 'he', approved_by: 'wu' },
  ],
  backups: [{ file: 'kwota-2026-11-19.db', time: day(30), bytes: 1048576, verified: true }],
};

const MATRIX: Record<string, string[]> = { sell: ['cashier', 'supervisor'], supplement: ['supervisor', 'manager'], audit_read: ['auditor'], tariffs_publish: ['manager'], operators_write: ['administrator'] };

export const books = {
  sales,
  lists,
  till: { station: 'E1', code: 'T-02' } as { station: string; code: string } | null,
  shift: { number: 118, opened: '2026-11-20T00:00:00Z' } as { number: number; opened: string } | null,
  outcomes: new Map<string, unknown>(),
  roles: { roles: ['cashier', 'supervisor', 'manager', 'administrator', 'auditor', 'technician'], permissions: Object.entries(MATRIX).map(([id, roles]) => ({ id, grants: Object.fromEntries(roles.map((role) => [role, 'yes'])) })) },
  openShift(opening: string) { this.shift = { number: 119, opened: new Date().toISOString() }; this.opening = opening; },
  opening: '200.00',
  shiftNow() {
    return this.shift && { ...this.shift, station: 'E1', till: 'T-02', operator: 'wang', opening_float: this.opening, sales: 41, received: '4120.00', in_doubt: 1, in_doubt_sum: '100.00', receipts: 44 };
  },
  book(tendered: string, kind: SaleRow['kind']): SaleRow {
    const sale: SaleRow = { ...sales[0]!, number: `R3-${pad(10248 + this.outcomes.size, 8)}`, time: new Date().toISOString(), tendered, kind, state: 'carried', till: 'T-02' };
    sales.unshift(sale);
    return sale;
  },
  sale(number: string) { return sales.find((sale) => sale.number === number) ?? sales[0]!; },
  saleDetail(number: string) {
    return {
      ...this.sale(number),
      timeline: [{ time: day(0), what: 'booked', proof: 'till/E1/T-02 #10247' }, { time: day(0), what: 'sealing', proof: 'vault/main #512' }, { time: day(0), what: 'carried', proof: 'read back: 17' }, { time: day(0), what: 'confirmed', proof: 'statement 31' }],
      signature: { root: '7f3a…', path: ['1b', '9c'], leaf: '7K3F-92QD-X1', public_key: 'ed25519:…' },
    };
  },
  account(number: string) {
    const index = Number(number) - 100023;
    return {
      number, state: 'open', customer: { number, name: NAMES[Math.abs(index) % 10], address: 'East village', phone: '13800001234', state: 'active' },
      service_point: { code: 'SP-0012', address: 'East village, well 07-012' }, meter: { number: pad(123456 + Math.max(index, 0), 12), model: 'DDSY1352', state: 'installed', sold: 16, applied: 16 },
      plan: { id: 'cn-irrigation', name: 'Irrigation, steps', version: '2026-01-01' }, usage_class: 'irrigation', balance: '0.00', debt: { balance: '50.00', rule: 'percent' },
      month: { used: '80.00', step: 1, left_in_step: '100.00', price: '0.5200' }, last_sales: sales.slice(0, 5), days_left: 3,
    };
  },
  statement() {
    return { number: 31, taken: '2026-11-20T06:05:00Z', way: 'card', remaining: '12.40', count: 16, last_amount: '200.00', energy: '1284.21', states: ['alarm1'], illegal_inserts: 1, oddities: [{ code: 'clock_slow', details: { minutes: '9' } }], fresh: true };
  },
  reconciliation() { return { sold: '1234.50', applied: '1234.50', on_the_way: '0.00', taken_back: '0.00', gap: '0.00', used: '1222.10', remaining: '12.40' }; },
  search(typed: string) {
    const needle = typed.toLowerCase();
    return make(10, (index) => ({ account: String(100023 + index), customer: String(100023 + index), customer_name: NAMES[index]!, meter: pad(123456 + index, 12), card: '', address: `East village, well 07-${pad(index, 3)}` }))
      .filter((hit) => Object.values(hit).some((value) => value.toLowerCase().includes(needle))).slice(0, 8);
  },
  receipt(number: string) {
    return `               示范县灌溉供电站\n                预付费售电收据\n------------------------------------------------\n收据号 ${number}           2026-11-20 14:05:09\n户号 100023  户名 李明        卡号 …5678  第17次\n------------------------------------------------\n一档电量              100.00    0.5200     52.00\n二档电量               49.13    0.5700     28.00\n欠费扣回 (余30.00)                         20.00\n合计                  149.13              100.00\n------------------------------------------------\n表内应有 92.40\n`;
  },
  importPreview(text: string) {
    return { new: text.split('\n').length - 2, changed: 1, same: 3, errors: [{ row: 4, column: 'phone', code: 'bad_phone', detail: 'Row 4: “12a” is not a phone number.' }] };
  },
};
