import type { IssuedKind } from './card_kinds';
import type { Campaign, KeyVersion } from './types';

/** What a card that goes into meters says beside its keys: one meter or any of the county, the version that it finds there, its last day. */
export interface ForMeters { meter: string; version: string; lastDay: string }

/** A meter's number as it stands on its plate, or nothing: any meter. */
export function isMeterOrAny(typed: string): boolean {
  const digits = typed.replace(/\s/g, '');
  return digits === '' || (/^\d{1,12}$/.test(digits) && /[1-9]/.test(digits));
}

/** What is wrong with the meter that a card is for, as a key of the dictionary; a clear card zeroes one meter and never any. */
export function meterFlaw(kind: IssuedKind, typed: string): 'key_issue.bad_meter' | 'key_issue.no_meter' | undefined {
  if (!isMeterOrAny(typed)) return 'key_issue.bad_meter';
  return kind === 'clear' && typed.trim() === '' ? 'key_issue.no_meter' : undefined;
}

/** Versions that a meter can hold, newest first. */
export function metersVersions(versions: KeyVersion[]): number[] {
  return versions.filter((key) => key.vault === 'sealing' && key.purpose === 'credit' && key.version > 0 && ['active', 'retiring', 'retired'].includes(key.state))
    .map((key) => key.version).sort((one, other) => other - one);
}

/**
 * What is proposed: during a key change the version that it leaves behind, until its last day; else what meters hold now, which a
 * key-modify card finds at the oldest version in use. A day that has passed is proposed to nobody.
 */
export function usualForMeters(kind: IssuedKind, versions: KeyVersion[], campaign: Campaign | undefined): ForMeters {
  if (campaign?.state === 'running') return { meter: '', version: String(campaign.from_version), lastDay: kind === 'clear' || campaign.refused_now ? '' : campaign.refuse_after };
  const used = metersVersions(versions.filter((key) => key.state !== 'retired'));
  return { meter: '', version: String((kind === 'key_modify' ? used.at(-1) : used[0]) ?? ''), lastDay: '' };
}

/** Without a day the server takes the key change's, or thirty days; behind the key change's own day one must be said. A clear card has days of its own. */
export function lastDayWanted(kind: IssuedKind, campaign: Campaign | undefined): boolean {
  return kind !== 'clear' && campaign?.state === 'running' && campaign.refused_now;
}

/** What happens when the last day is left empty. */
export function lastDayNote(kind: IssuedKind, campaign: Campaign | undefined): 'key_issue.last_day_clear' | 'key_issue.last_day_usual' | 'key_issue.last_day_campaign' | undefined {
  if (kind === 'clear') return 'key_issue.last_day_clear';
  if (campaign?.state !== 'running') return 'key_issue.last_day_usual';
  return lastDayWanted(kind, campaign) ? undefined : 'key_issue.last_day_campaign';
}
