import type { OperatorStatus } from '../api/row_words';
import type * as D from '../api/described';
import type { Instant } from '../api/types';

// What the key office tells. A key itself never travels here: only its check value, version, state and origin.

type KeyInTree = D.KeyTree['versions'][number];
export type KeyState = KeyInTree['state'];
export type VaultRole = KeyInTree['vault'];
export type Purpose = KeyInTree['purpose'];
export type DeviceKind = D.KeyDevice['kind'];

export interface KeyVersion {
  vault: VaultRole;
  purpose: Purpose;
  version: number;
  suite: string;
  check_value: string;
  state: KeyState;
  origin: KeyInTree['origin'];
  valid_from: Instant | null;
  valid_to: Instant | null;
  created: Instant | null;
  /** null: the vault cannot be asked now. */
  in_vault?: boolean | null;
  /** The vault's own check value is the recorded one. */
  agrees?: boolean | null;
}

export interface Factors { utility_factor: string; province: string; county: string; fixed_by: number }
/** lost: the server was restarted before the holder had collected it. */
export interface Holder { name: string; full_name: string; collected: boolean; lost?: boolean }
export interface BackupKey { needed: number; holders: Holder[]; made: Instant | null; files: string[] }
export interface DeviceCount { kind: DeviceKind; new: number; active: number; void: number; spoiled: number }

export interface Tree {
  sample_keys: boolean;
  factors: Factors;
  versions: KeyVersion[];
  devices: DeviceCount[];
  /** Void tool cards, still good by their last day, that meters forget because they keep 512 at most. */
  voids_forgotten: number;
  backup: BackupKey | null;
  ceremony: number | null;
  campaign: number | null;
  next_version: number;
}

export interface CeremonyOfficer { name: string; full_name: string; given: boolean }

export interface Ceremony {
  number: number;
  purpose: D.KeyCeremony['purpose'];
  version: number;
  suite: string;
  required: number;
  state: 'open' | 'formed' | 'abandoned';
  state_reason: string;
  started_by: string;
  started_by_called: string;
  started: Instant;
  ended: Instant | null;
  expires: Instant | null;
  check_value: string;
  given: number;
  officers: CeremonyOfficer[];
  mine: boolean;
  may_form: boolean;
  roots?: { purpose: string; version: number; check_value: string }[];
}

/** Or why it cannot be asked. */
export type Health = 'ok' | D.ErrorCode;
export interface VaultView { role: VaultRole; name: string; health: Health; keys: number | null; pending: number | null }
/** The office's own token; of the counters' what they say themselves, with what they seal at this moment – and how many messages wait for them. */
export interface VaultsView { vaults: VaultView[]; counters: { name: string; health: Health; sample_keys: boolean; waiting: number } }

/** The counters by their fingerprints; null: none is confirmed, nobody answers, nothing is in the way. */
export interface CountersView { own: string; address: string; counters: string | null; answers: string | null; messages: number; waiting: number; trouble: string | null }

export type KeyDevice = D.KeyDevice;

export const KEY_UKEY = 'key_ukey';
export interface Ukey extends KeyDevice { plugged_in: boolean }

/** A card on a reader as the key office sees it. */
export interface LyingCard { reader: string; serial: string; standing: 'none' | 'half_written' | 'whole'; next: 'issue' | 'finish' | 'nothing'; kind: DeviceKind | null; trouble?: string; device: KeyDevice | null }

type Holders = D.KeyCampaign['progress'][number]['kind'];
export interface Progress { kind: Holders; done: number; total: number }
export interface Missing { kind: Holders; what: string; where: string; version: number }

export interface Campaign {
  number: number;
  from_version: number;
  to_version: number;
  state: 'running' | 'done' | 'stopped';
  started: Instant;
  ended: Instant | null;
  started_by: string;
  started_by_called: string;
  approved_by: string;
  approved_by_called: string;
  refuse_after: string;
  reason: string;
  refused_now: boolean;
  progress: Progress[];
  missing: Missing[];
  may_finish: boolean;
}

/** Who handles keys is one of these, and nothing else. */
export const KEY_ROLES = ['key_officer', 'key_manager', 'security_auditor'] as const;

/** locked_until: after too many wrong passwords, until then or until two key managers unlock. */
export interface Person { name: string; full_name: string; roles: string[]; state: OperatorStatus; locked_until: Instant | null }
