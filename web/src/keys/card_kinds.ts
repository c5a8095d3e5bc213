import type { DeviceKind, KeyDevice } from './types';

// Which card issues which: every step outward is a diversification inside the card above.

export const ISSUED_KINDS = ['master_control', 'province', 'county', 'user_mother', 'control', 'psam', 'isam', 'load_sam', 'handheld_psam', 'pump_psam', 'key_restore', 'key_modify', 'clear'] as const;
export type IssuedKind = (typeof ISSUED_KINDS)[number];

const ISSUERS: Partial<Record<DeviceKind, DeviceKind | null>> = {
  master_control: null, province: 'master_control', county: 'province', user_mother: 'county', psam: 'county', isam: 'county', load_sam: 'county', handheld_psam: 'county', pump_psam: 'county', key_restore: 'county', key_modify: 'county', clear: 'county',
};

/** The kind of mother card that issues this one; null: the vault alone. A control card is issued by whoever issued its mother. */
export function issuerOf(kind: IssuedKind, opens?: Pick<KeyDevice, 'kind'>): DeviceKind | null {
  const made = kind === 'control' ? opens?.kind : kind;
  return (made && ISSUERS[made]) ?? null;
}

/** Cards that open only with a control card of their own. */
export const MOTHERS: ReadonlySet<DeviceKind> = new Set(['master_control', 'province', 'county', 'user_mother']);

/** Cards in use that can get the keys of a new version, in the order in which they do: from the top downward. */
const RENEWED_KINDS: readonly DeviceKind[] = ['master_control', 'province', 'county', 'user_mother', 'psam', 'isam', 'load_sam', 'handheld_psam', 'pump_psam'];

/** What still lacks that version, the topmost first: a card can give only what it has. */
export function behind<Device extends Pick<KeyDevice, 'kind' | 'state' | 'key_version'>>(devices: Device[], version: number): Device[] {
  return devices.filter((device) => device.state === 'active' && RENEWED_KINDS.includes(device.kind) && device.key_version < version)
    .sort((one, other) => RENEWED_KINDS.indexOf(one.kind) - RENEWED_KINDS.indexOf(other.kind));
}

/** What goes into meters: a meter opens it, and it tells the meter what it is for. */
export function isForMeters(kind: DeviceKind): boolean {
  return kind === 'key_restore' || kind === 'key_modify' || kind === 'clear';
}

export function hasPin(kind: IssuedKind): boolean {
  return !isForMeters(kind);
}

export function hasTerminal(kind: IssuedKind): boolean {
  return kind === 'psam' || kind === 'isam' || kind === 'load_sam' || kind === 'handheld_psam' || kind === 'pump_psam';
}

export function isPin(typed: string): boolean {
  return /^\d{6}$/.test(typed);
}

/** Of a UKEY: eight digits, not all the same. */
export function isUkeyPin(typed: string): boolean {
  return /^(\d)(?!\1{7}$)\d{7}$/.test(typed);
}

/** What is wrong with a terminal's number, which is 12 hexadecimal digits. */
export function isTerminal(typed: string): boolean {
  return /^[0-9a-fA-F]{12}$/.test(typed.trim());
}

/** Devices that can stand for something in an issue: in use, of that kind; mothers only with their control card. */
export function usable(devices: KeyDevice[], kind: DeviceKind): KeyDevice[] {
  return devices.filter((device) => device.kind === kind && device.state === 'active' && (!MOTHERS.has(kind) || device.pair !== ''));
}

/** Mother cards that wait for their control card. */
export function unpaired(devices: KeyDevice[]): KeyDevice[] {
  return devices.filter((device) => MOTHERS.has(device.kind) && device.state === 'active' && device.pair === '');
}
