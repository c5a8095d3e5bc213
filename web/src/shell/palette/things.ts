import { get } from '../../api/client';
import type { SearchHit, Session } from '../../api/types';
import { grouped } from '../../words/format';
import { atKeyOffice, may } from '../permissions';
import type { Entry } from './entries';

// Things are found by the doors that the lists and the counter use: names by their beginnings and their pinyin, numbers by their first digits.

type Found = Record<string, unknown>;
interface Door { kind: Entry['kind']; right: string; path: (typed: string) => string; when?: (typed: string) => boolean; fits?: (row: Found, typed: string) => boolean; entry: (row: Found) => Omit<Entry, 'kind' | 'take'>; to: string }

const MOST = 4;
const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value));
const both = (...parts: unknown[]): string => parts.map(text).filter(Boolean).join(' · ');

/** As it is kept: cards and screens show it in groups of four. */
const asSerial = (typed: string): string => typed.replaceAll(/\s/g, '').toUpperCase();

const DOORS: Door[] = [
  { kind: 'account', right: 'customers_read', to: '/office/accounts', path: (typed) => `/search?q=${encodeURIComponent(typed)}`,
    entry: (row) => { const hit = row as unknown as SearchHit; return { id: text(hit.account ?? hit.number), name: `${hit.customer_name} ${text(hit.account ?? hit.number)}`, note: both(hit.meter, hit.address), commodity: hit.commodity }; } },
  { kind: 'customer', right: 'customers_read', to: '/office/customers', path: (typed) => `/customers?page_size=20&q=${encodeURIComponent(typed)}`,
    entry: (row) => ({ id: text(row['number']), name: `${text(row['name'])} ${text(row['number'])}`, note: both(row['phone'], row['address']) }) },
  { kind: 'meter', right: 'meters_read', to: '/office/meters', path: (typed) => `/meters?page_size=20&q=${encodeURIComponent(typed)}`, when: (typed) => /\d/.test(typed),
    entry: (row) => ({ id: text(row['number']), name: text(row['number']), note: both(row['model'], row['service_point']) }) },
  { kind: 'card', right: 'customers_read', to: '/office/cards', path: (typed) => `/cards?page_size=20&q=${asSerial(typed)}`, when: (typed) => /\d/.test(typed) && /^[\dA-F]{4,16}$/.test(asSerial(typed)),
    fits: (row, typed) => text(row['serial']).startsWith(asSerial(typed)), entry: (row) => ({ id: text(row['serial']), name: grouped(text(row['serial'])).join(' '), note: both(row['customer_name'], row['account']) }) },
  { kind: 'service_point', right: 'customers_read', to: '/office/service-points', path: (typed) => `/service-points?page_size=20&q=${encodeURIComponent(typed)}`,
    entry: (row) => ({ id: text(row['code']), name: text(row['code']), note: text(row['address']) }) },
  { kind: 'well', right: 'customers_read', to: '/office/wells', path: (typed) => `/wells?page_size=20&q=${encodeURIComponent(typed)}`,
    entry: (row) => ({ id: text(row['number']), name: both(row['number'], row['name']), note: text(row['area_number']) }) },
  { kind: 'sale', right: 'sales_read', to: '/office/sales', path: (typed) => `/sales?page_size=20&q=${encodeURIComponent(typed)}`, when: (typed) => /\d/.test(typed) && typed.length >= 4, fits: (row, typed) => text(row['number']).startsWith(typed),
    entry: (row) => ({ id: text(row['number']), name: text(row['number']), note: both(row['customer_name'], row['tendered']) }) },
];

/** What this person may look for with what he typed. */
export function doorsFor(session: Session | undefined, typed: string): Door[] {
  const wanted = typed.trim();
  if (atKeyOffice(session) || (wanted.length < 2 && !/\p{Script=Han}/u.test(wanted))) return [];
  return DOORS.filter((door) => may(session, door.right) && (door.when?.(wanted) ?? true));
}

/** At the counter an account is served, elsewhere it is opened like everything else. */
export async function findThings(door: Door, typed: string, atCounter: boolean, signal: AbortSignal): Promise<Entry[]> {
  const found = await get<{ rows: Found[] }>(door.path(typed), signal);
  return found.rows.filter((row) => door.fits?.(row, typed.trim()) ?? true).slice(0, MOST).map((row) => {
    const entry = door.entry(row);
    const to = door.kind === 'account' && atCounter ? `/counter?account=${entry.id}` : `${door.to}?open=${encodeURIComponent(entry.id)}`;
    return { ...entry, kind: door.kind, take: (go) => void go(to) };
  });
}
