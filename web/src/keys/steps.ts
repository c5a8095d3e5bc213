import { changeTargets } from './progress';
import type { KeyState, KeyVersion, Purpose, Tree } from './types';

// The way of a key version from nothing to the meters, and how far the house has come. Pure: the page shows what nextSteps() says.

export type StepId = 'backup_key' | 'factors' | 'ceremony' | 'transport' | 'backup_file' | 'deliver' | 'activate' | 'cards' | 'meters';
/** now: the one thing to do; open: can be done at any time from here on; later: something before it is missing. */
type StepState = 'done' | 'now' | 'open' | 'later';
export interface Step { id: StepId; state: StepState }

const GONE: ReadonlySet<KeyState> = new Set(['retired', 'destroyed']);

/** The version that is under way: the newest seed that lives, or the first one that is still to be formed. */
export function versionUnderWay(tree: Tree): number {
  const seeds = living(tree.versions).filter((key) => key.vault === 'office' && key.purpose === 'seed').map((key) => key.version);
  return seeds.length > 0 ? Math.max(...seeds) : tree.next_version;
}

/** The version that a key card is given when nobody says another: the newest seed in use; 0 while there is none. */
export function newestInUse(tree: Tree | undefined): number {
  return Math.max(0, ...(tree?.versions ?? []).filter((key) => key.vault === 'office' && key.purpose === 'seed' && key.state === 'active').map((key) => key.version));
}

export function nextSteps(tree: Tree): Step[] {
  const version = versionUnderWay(tree);
  const keys = living(tree.versions);
  const sealed = keys.filter((key) => key.vault === 'sealing' && key.version === version && key.purpose !== 'card_transport' && key.origin === 'delivered');
  const done: Record<Exclude<StepId, 'meters'>, boolean> = {
    // Enough shares are out to bring the key back; a holder on leave stops nobody.
    backup_key: tree.backup !== null && tree.backup.holders.filter((holder) => holder.collected).length >= tree.backup.needed,
    factors: tree.factors.utility_factor !== '',
    ceremony: keys.some((key) => key.vault === 'office' && key.purpose === 'seed' && key.version === version),
    transport: keys.some((key) => key.vault === 'office' && key.purpose === 'card_transport'),
    backup_file: isBackedUp(tree),
    deliver: sealed.length > 0,
    activate: sealed.some((key) => key.state === 'active'),
    cards: tree.devices.some((device) => device.active > 0),
  };
  const must = ['backup_key', 'factors', 'ceremony', 'transport', 'backup_file', 'deliver', 'activate'] as const;
  const at = must.find((id) => !done[id]);
  const led: Step[] = must.map((id) => ({ id, state: done[id] ? 'done' : id === at ? 'now' : 'later' }));
  // A newer version beside an older one: the field is next.
  const changing = tree.campaign !== null || changeTargets(tree.versions).length > 0;
  const after = (id: StepId, state: StepState): Step => ({ id, state: done.activate ? state : 'later' });
  return [...led, after('cards', done.cards ? 'done' : 'open'), after('meters', changing ? 'now' : 'open')];
}

/** A backup that was written after the newest key of the office was born; a backup tells its time to the second. */
export function isBackedUp(tree: Tree): boolean {
  const born = living(tree.versions).filter((key) => key.vault === 'office' && key.created).map((key) => Math.floor(Date.parse(key.created!) / 1000));
  if (born.length === 0 || !tree.backup) return false;
  return tree.backup.files.some((file) => Date.parse(backupTime(file) ?? '') / 1000 >= Math.max(...born));
}

/** When a backup was written, as its name tells: "keys-20261120T101500.kwb", UTC. */
export function backupTime(file: string): string | null {
  const stamp = /^keys-(\d{4})(\d\d)(\d\d)[T-](\d\d)(\d\d)(\d\d)/.exec(file);
  return stamp ? `${stamp[1]}-${stamp[2]}-${stamp[3]}T${stamp[4]}:${stamp[5]}:${stamp[6]}Z` : null;
}

function living(versions: KeyVersion[]): KeyVersion[] {
  return versions.filter((key) => !GONE.has(key.state));
}

/** Where a key stands: the seed, the tree diversified from it, what a supplier brought, what servers and vaults made for themselves. */
export type Level = 'seed' | 'tree' | 'supplier' | 'own';
export const LEVELS: Level[] = ['seed', 'tree', 'supplier', 'own'];

const OWN: ReadonlySet<Purpose> = new Set(['vault_transport', 'backup', 'server_ed25519', 'server_rsa', 'root_signature', 'utility_identity', 'sts_vending']);

export function levelOf(key: KeyVersion): Level {
  if (key.purpose === 'seed') return 'seed';
  if (key.purpose === 'card_transport') return 'supplier';
  return OWN.has(key.purpose) ? 'own' : 'tree';
}

/** One purpose and version: the key in the key office, and what was made of it for the counters. */
export interface Branch { purpose: Purpose; version: number; office?: KeyVersion; sealing?: KeyVersion }

/** Keys of a level by purpose and version, in the order in which they come. */
export function branches(keys: KeyVersion[]): Branch[] {
  const found = new Map<string, Branch>();
  for (const key of keys) {
    const name = `${key.purpose}/${key.version}`;
    const branch = found.get(name) ?? { purpose: key.purpose, version: key.version };
    branch[key.vault] = key;
    found.set(name, branch);
  }
  return [...found.values()];
}

/** Versions of the tree, the newest first; what belongs to no version of it has its own count. */
export function versionsOf(tree: Tree): number[] {
  const grown = tree.versions.filter((key) => levelOf(key) === 'seed' || levelOf(key) === 'tree');
  return [...new Set(grown.map((key) => key.version))].sort((a, b) => b - a);
}
