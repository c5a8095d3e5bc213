// Registers behind codes: in forms and filters a code is looked up among however many rows there are, by code or name.

type Row = Record<string, unknown>;

export interface Register {
  path: string;
  /** Part of the address: of places the villages alone. */
  filter?: string;
  /** Part of the address, too: what may be chosen for something new. What is out of use keeps its name where it stands already. */
  offered?: string;
  /** The column that is the code. */
  key: string;
  /** Who may read it – any one is enough –; for others the code is typed. */
  right: string;
  /** It is small: all rows are chosen among at once. */
  few?: boolean;
  /** It is no list with pages: it comes whole. */
  whole?: boolean;
  /** How a row of it is offered, where that is not its code and name. */
  label?: (row: Row) => string;
}

const IN_USE = 'filter.active=true';
const code = (kind: string): Register => ({ path: '/codes', filter: `filter.kind=${kind}`, offered: IN_USE, key: 'code', right: 'codes_read' });
const place = (kind?: string): Register => ({ path: '/places', key: 'code', right: 'customers_read', ...(kind ? { filter: `filter.kind=${kind}` } : {}) });

export const REGISTERS = {
  place: place(), village: place('village'), area: place('area'), building: place('building'),
  station: { path: '/stations', key: 'code', right: 'stations_read' },
  till: { path: '/tills', key: 'code', right: 'stations_read' },
  plan: { path: '/plans', key: 'id', right: 'tariffs_read', offered: 'filter.published=true' },
  usage_class: code('usage_class'), debt_kind: code('debt_kind'), maker: code('maker'),
  model: { ...code('model'), few: true }, capacity: { ...code('capacity'), few: true },
  multiplier: { ...code('multiplier'), key: 'value' },
  service_point: { path: '/service-points', key: 'code', right: 'customers_read', offered: IN_USE },
  invoice_form: { path: '/invoice-forms', key: 'name', right: 'invoices_read|invoice_series_write', few: true, whole: true, label: (row) => (row['good'] ? String(row['name']) : `${String(row['name'])} – ${String(row['where'])}`) },
  outlet: { path: '/outlets', key: 'code', right: 'outlets_read', offered: 'filter.state=active' },
  area_number: { path: '/area-numbers', key: 'number', right: 'customers_read', offered: IN_USE },
  well: { path: '/wells', key: 'number', right: 'customers_read', offered: IN_USE },
  // Whose it is leads to it too. Filters by a column `account` stay what they are: a number.
  account_by_customer: { path: '/accounts', key: 'number', right: 'customers_read' },
  meter: { path: '/meters', key: 'number', right: 'meters_read' },
  // Who was registered twice is chosen by the number under which he goes on.
  customer: { path: '/customers', key: 'number', right: 'customers_read', filter: 'filter.state=active,blocked' },
  operator: { path: '/operators', key: 'name', right: 'operators_read', offered: 'filter.state=active' },
} satisfies Record<string, Register>;

export type RegisterName = keyof typeof REGISTERS;

/** The register behind a column; none: its values are words or numbers of their own. */
export const registerOf = (column: string): RegisterName | undefined => (column in REGISTERS ? (column as RegisterName) : undefined);

/** The rest of an address that asks for its rows: those that may be chosen, or `all` there ever were. */
export function asked(from: Register, all = false): string {
  return [from.filter, all ? '' : from.offered].filter(Boolean).map((part) => `&${part!}`).join('');
}

/** What a person knows the code by; of people that is not the name by which they sign in, which is the code. */
export function nameIn(row: Row, language: string, key: string): string {
  const named = ['name', `name_${language}`, 'full_name', 'customer_name', 'model', 'address'].find((column) => column !== key && row[column] !== undefined && row[column] !== null);
  return named === undefined ? '' : String(row[named]);
}
