import type * as D from '../api/described';

// What the key office tells. A key itself never travels here: only its check value, version, state and origin.

export type KeyVersion = D.KeyTree['versions'][number];
export type KeyState = KeyVersion['state'];
export type VaultRole = KeyVersion['vault'];
export type Purpose = KeyVersion['purpose'];
export type DeviceKind = D.KeyDevice['kind'];

export type Factors = D.KeyTree['factors'];
export type Holder = D.KeyBackup['holders'][number];
export type BackupKey = D.KeyBackup;

export type Tree = D.KeyTree;
export type Ceremony = D.KeyCeremony;
export type Campaign = D.KeyCampaign;

/** The office's own token; of the counters' what they say themselves, with what they seal at this moment – and how many messages wait for them. */
export type VaultsView = D.Answers['getKeysVaults'];

/** The counters by their fingerprints; null: none is confirmed, nobody answers, nothing is in the way. */
export type CountersView = D.Answers['getKeysCounters'];

export type KeyDevice = D.KeyDevice;

export const KEY_UKEY = 'key_ukey';
export type Ukey = D.Answers['getKeysUkeys']['rows'][number];

/** A card on a reader as the key office sees it. */
export type LyingCard = D.Answers['getKeysCards']['cards'][number];

export type Progress = Campaign['progress'][number];
export type Missing = Campaign['missing'][number];

/** Who handles keys is one of these, and nothing else. */
export const KEY_ROLES = ['key_officer', 'key_manager', 'security_auditor'] as const;

/** locked_until: after too many wrong passwords, until then or until two key managers unlock. */
export type Person = D.Answers['getKeysPeople']['rows'][number];
