import { describe, expect, it } from 'vitest';
import { behind, hasPin, isPin, isUkeyPin, issuerOf, isTerminal, unpaired, usable } from '../src/keys/card_kinds';
import { DIGITS, filledGroups, flawOf, hasForeign, hexDigits } from '../src/keys/component';
import { cardFlaw, fitting } from '../src/keys/officer_card';
import { isProvince, lettersOf, utilityFactor } from '../src/keys/factors';
import { isMeterOrAny, lastDayNote, lastDayWanted, meterFlaw, metersVersions, usualForMeters } from '../src/keys/for_meters';
import { fingerprintOf } from '../src/keys/fingerprint_text';
import { meterNumber, worksFor } from '../src/keys/meter_works';
import { changeTargets, left, monthsFrom, percent } from '../src/keys/progress';
import { looksLikeShare, plainShare, shareHead, shareLines } from '../src/keys/share';
import { branches, isBackedUp, levelOf, newestInUse, nextSteps, versionsOf, versionUnderWay } from '../src/keys/steps';
import type { Campaign, KeyDevice, KeyVersion, LyingCard, Tree } from '../src/keys/types';

const COMPONENT = '0123456789ABCDEFFEDCBA9876543210';

describe('a component is typed from paper', () => {
  it('in groups, with dashes, small letters and full-width digits it is the same component', () => {
    expect(hexDigits('0123 4567 89ab cdef fedc ba98 7654 3210')).toBe(COMPONENT);
    expect(hexDigits('0123-4567-89AB-CDEF-FEDC-BA98-7654-3210')).toBe(COMPONENT);
    expect(hexDigits('０１２３4567８９ＡＢcdef fedc ba98 7654 3210')).toBe(COMPONENT);
  });

  it('a letter that is no digit falls out and is said aloud: another length shows before it is sent', () => {
    expect(hexDigits('O123')).toBe('123');
    expect(hasForeign('O123')).toBe(true);
    expect(hasForeign('０123 45-67')).toBe(false);
  });

  it('more than 32 digits never stand in the field', () => expect(hexDigits(`${COMPONENT}F`)).toHaveLength(DIGITS));

  it('the groups fill from the left, four digits each', () => {
    expect(filledGroups(0)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(filledGroups(10)).toEqual([4, 4, 2, 0, 0, 0, 0, 0]);
    expect(filledGroups(32)).toEqual([4, 4, 4, 4, 4, 4, 4, 4]);
  });

  it('short before different: half a repetition is not called another component', () => {
    expect(flawOf(COMPONENT, COMPONENT)).toBeNull();
    expect(flawOf(COMPONENT, COMPONENT.slice(0, 12))).toBe('short');
    expect(flawOf(COMPONENT.slice(0, 31), COMPONENT)).toBe('short');
    expect(flawOf(COMPONENT, COMPONENT.replace('0', '1'))).toBe('differs');
  });
});

describe('a component on an officer card', () => {
  const lying = (serial: string, standing: LyingCard['standing'], kind: LyingCard['kind']): LyingCard => ({ reader: 'one', serial, standing, next: standing === 'none' ? 'issue' : standing === 'whole' ? 'nothing' : 'finish', kind, device: null });
  const readers = [lying('01', 'none', null), lying('02', 'half_written', null), lying('03', 'whole', 'officer'), lying('04', 'whole', 'county')];

  it('is written on a blank or half-written card and read from a whole officer card alone', () => {
    expect(fitting(readers, true)).toEqual(['01', '02']);
    expect(fitting(readers, false)).toEqual(['03']);
  });

  it('a PIN that is written is typed twice, one that opens the card once', () => {
    expect(cardFlaw('', '246810', '246810', true)).toBe('card');
    expect(cardFlaw('01', '2468', '2468', true)).toBe('pin');
    expect(cardFlaw('01', '246810', '246811', true)).toBe('again');
    expect(cardFlaw('01', '246810', '246810', true)).toBeNull();
    expect(cardFlaw('03', '246810', '', false)).toBeNull();
  });
});

describe('codes of the tree', () => {
  it('a name of letters becomes its eight bytes, sixteen digits are taken as they are', () => {
    expect(utilityFactor('KWOTA001')).toBe('4B574F5441303031');
    expect(utilityFactor('4b574f5441303031')).toBe('4B574F5441303031');
    expect(utilityFactor('KW')).toBe('4B57202020202020');
    expect(lettersOf('4B574F5441303031')).toBe('KWOTA001');
    expect(lettersOf('0102030405060708')).toBe('');
  });

  it('nine letters, Chinese letters and nothing are no code', () => {
    expect(utilityFactor('KWOTA0012')).toBe('');
    expect(utilityFactor('电力')).toBe('');
    expect(utilityFactor('  ')).toBe('');
  });

  it('a province has eight digits', () => {
    expect(isProvince('13000000')).toBe(true);
    expect(isProvince('1300000')).toBe(false);
    expect(isProvince('1300000A')).toBe(false);
  });
});

function key(vault: 'office' | 'sealing', purpose: KeyVersion['purpose'], state: KeyVersion['state'], more: Partial<KeyVersion> = {}): KeyVersion {
  return { vault, purpose, version: 1, suite: '3des', check_value: 'A1B2C3', state, origin: vault === 'office' ? 'ceremony' : 'delivered', valid_from: null, valid_to: null, created: '2026-11-20T08:00:00Z', in_vault: true, agrees: true, ...more };
}

const nothing: Tree = {
  sample_keys: true, factors: { utility_factor: '', province: '13000000', county: '13092500', fixed_by: 0, officers: 0 },
  versions: [key('sealing', 'credit', 'active', { origin: 'test' })], devices: [], voids_forgotten: 0, backup: null, ceremony: null, campaign: null, next_version: 1,
};
const now = (tree: Tree): string | undefined => nextSteps(tree).find((step) => step.state === 'now')?.id;

describe('the page leads from nothing to the meters', () => {
  const split = { needed: 2, holders: [{ name: 'sun', full_name: 'Sun Wei', collected: true, lost: false }, { name: 'gao', full_name: 'Gao Fang', collected: false, lost: false }], made: '2026-11-20T07:00:00Z', files: [] };
  const kept = { ...split, holders: split.holders.map((holder) => ({ ...holder, collected: true })) };
  const written = { ...kept, files: ['keys-20261120T090000.kwb'] };
  const coded: Tree = { ...nothing, backup: kept, factors: { ...nothing.factors, utility_factor: '4B574F5441303031' } };
  const seeded: Tree = { ...coded, next_version: 2, versions: [...nothing.versions, key('office', 'seed', 'created'), key('office', 'credit', 'created')] };
  const supplied: Tree = { ...seeded, versions: [...seeded.versions, key('office', 'card_transport', 'created', { origin: 'supplier' })] };
  const saved: Tree = { ...supplied, backup: written };
  const delivered: Tree = { ...saved, versions: [...saved.versions, key('sealing', 'credit', 'pending')] };
  const active: Tree = { ...saved, sample_keys: false, versions: [...supplied.versions.slice(1), key('sealing', 'credit', 'active')] };

  it('one step after the other', () => {
    expect([nothing, { ...nothing, backup: split }, { ...nothing, backup: kept }, coded, seeded, supplied, saved, delivered].map(now))
      .toEqual(['backup_key', 'backup_key', 'factors', 'ceremony', 'transport', 'backup_file', 'deliver', 'activate']);
  });

  it('a holder on leave stops nobody once enough shares are out', () => {
    const three = { ...kept, holders: [...kept.holders, { name: 'clark', full_name: 'Clark', collected: false, lost: false }] };
    expect(now({ ...nothing, backup: three })).toBe('factors');
  });

  it('test keys in the counters are no delivered keys', () => expect(nextSteps(saved).find((step) => step.id === 'deliver')?.state).toBe('now'));

  it('with keys in use nothing is next, cards and meters are open', () => {
    expect(now(active)).toBeUndefined();
    expect(nextSteps(active).slice(-2).map((step) => step.state)).toEqual(['open', 'open']);
    expect(nextSteps({ ...active, devices: [{ kind: 'psam', new: 0, active: 1, void: 0, spoiled: 0 }] }).find((step) => step.id === 'cards')?.state).toBe('done');
  });

  it('before that they are not', () => expect(nextSteps(delivered).slice(-2).map((step) => step.state)).toEqual(['later', 'later']));

  it('a second seed begins the way anew, with codes and supplier\'s key as they are', () => {
    const second: Tree = { ...active, next_version: 3, versions: [...active.versions, key('office', 'seed', 'created', { version: 2, created: '2026-11-21T08:00:00Z' })] };
    expect(versionUnderWay(second)).toBe(2);
    expect(now(second)).toBe('backup_file');
    expect(versionsOf(second)).toEqual([2, 1]);
  });

  it('with two versions in use the field is next, until the older one is retired', () => {
    const two: Tree = { ...active, versions: [...active.versions.map((each): KeyVersion => ({ ...each, state: 'retiring' })), key('office', 'seed', 'active', { version: 2, created: '2026-11-20T08:30:00Z' }), key('sealing', 'credit', 'active', { version: 2 })] };
    expect(now(two)).toBe('meters');
    expect(now({ ...two, campaign: 1 })).toBe('meters');
    const ended: Tree = { ...two, versions: two.versions.map((each): KeyVersion => (each.version === 1 && each.purpose !== 'card_transport' ? { ...each, state: 'retired' } : each)) };
    expect(now(ended)).toBeUndefined();
  });

  it('a backup older than the newest key does not hold it', () => {
    expect(isBackedUp(saved)).toBe(true);
    expect(isBackedUp({ ...saved, backup: { ...written, files: ['keys-20261120T075959.kwb'] } })).toBe(false);
    expect(isBackedUp({ ...saved, backup: { ...written, files: ['keys-20261120T080000.kwb'] } })).toBe(true); // the same second
    expect(isBackedUp(nothing)).toBe(false);
  });

  it('every key has its place, and both vaults are seen side by side', () => {
    expect([key('office', 'seed', 'created'), key('office', 'credit', 'created'), key('sealing', 'card_transport', 'active'), key('office', 'backup', 'active')].map(levelOf))
      .toEqual(['seed', 'tree', 'supplier', 'own']);
    const rows = branches([key('office', 'credit', 'created'), key('office', 'load', 'created'), key('sealing', 'credit', 'active')]);
    expect(rows.map((row) => [row.purpose, row.office?.state, row.sealing?.state])).toEqual([['credit', 'created', 'active'], ['load', 'created', undefined]]);
  });
});

describe('a key change is counted', () => {
  it('100 only when nothing is missing, 0 only when nothing is done', () => {
    expect(percent({ done: 0, total: 3000 })).toBe(0);
    expect(percent({ done: 1, total: 3000 })).toBe(1);
    expect(percent({ done: 2999, total: 3000 })).toBe(99);
    expect(percent({ done: 3000, total: 3000 })).toBe(100);
    expect(percent({ done: 0, total: 0 })).toBe(100);
  });

  it('what is left is the sum over all kinds', () => expect(left([{ kind: 'meters', done: 3, total: 10 }, { kind: 'cards', done: 5, total: 5 }])).toBe(7));

  it('only a newer version that is in use can be changed to', () => {
    const credit = (version: number, state: KeyVersion['state']): KeyVersion => key('sealing', 'credit', state, { version });
    expect(changeTargets([credit(1, 'active')])).toEqual([]);
    expect(changeTargets([credit(1, 'active'), credit(2, 'pending')])).toEqual([]);
    expect(changeTargets([credit(1, 'active'), credit(2, 'active')])).toEqual([2]);
    expect(changeTargets([credit(1, 'retiring'), credit(2, 'active')])).toEqual([2]);
  });

  it('half a year from the end of August is a day that exists', () => expect(monthsFrom(new Date('2026-08-31T10:00:00Z'), 6)).toBe('2027-02-28'));
});

describe('a share of the backup key', () => {
  const share = 'KS1-1-2-A1B2C3D4-00112233-44556677-8899AABB-5F07';

  it('is shown in lines and read back from paper with blanks and any dash', () => {
    expect(shareLines(share).join('')).toBe(share);
    expect(shareLines(share).length).toBeGreaterThan(1);
    expect(plainShare(' ks1–1–2–a1b2c3d4 00112233')).toBe('KS1-1-2-A1B2C3D400112233');
  });

  it('says in its head which one it is', () => expect(shareHead(share)).toEqual({ index: 1, needed: 2 }));

  it('a component or a password is none', () => {
    expect(looksLikeShare(share.toLowerCase())).toBe(true);
    expect(looksLikeShare(COMPONENT)).toBe(false);
    expect(looksLikeShare('')).toBe(false);
  });
});

describe('cards issue cards', () => {
  const device = (serial: string, kind: KeyDevice['kind'], pair = '', state: KeyDevice['state'] = 'active'): KeyDevice =>
    ({ serial, kind, pair, code: '', holder: '', state, state_reason: '', key_version: 1, quota_amount: '0.00', quota_count: 0, used_amount: '0.00', used_count: 0, valid_to: '', issued: '2026-05-01T08:00:00Z' });

  it('the vault begins, and each card is issued by the one above it', () => {
    expect([issuerOf('master_control'), issuerOf('province'), issuerOf('county'), issuerOf('psam')]).toEqual([null, 'master_control', 'province', 'county']);
  });

  it('a control card comes from whoever issued its mother', () => {
    expect(issuerOf('control', { kind: 'master_control' })).toBeNull();
    expect(issuerOf('control', { kind: 'user_mother' })).toBe('county');
  });

  it('a mother without control card issues nothing and waits for one; a void pair is out', () => {
    const all = [device('1', 'county'), device('2', 'county', '3'), device('3', 'control', '2'), device('4', 'county', '5', 'void')];
    expect(usable(all, 'county').map((each) => each.serial)).toEqual(['2']);
    expect(unpaired(all).map((each) => each.serial)).toEqual(['1']);
  });

  it('new keys come from the top downward; a control card, a card for meters and a void one get none', () => {
    const all = [device('1', 'psam'), device('2', 'county'), device('3', 'control'), device('4', 'key_modify'), device('5', 'province', '', 'void'), device('6', 'master_control'), { ...device('7', 'province'), key_version: 2 }];
    expect(behind(all, 2).map((each) => each.serial)).toEqual(['6', '2', '1']);
    expect(behind(all, 1)).toEqual([]);
  });

  it('what they are given is the newest seed in use, not one that is only formed', () => {
    expect(newestInUse(undefined)).toBe(0);
    expect(newestInUse({ ...nothing, versions: [key('office', 'seed', 'active'), key('office', 'seed', 'created', { version: 2 })] })).toBe(1);
  });

  it('a PIN has six digits, a terminal twelve', () => {
    expect([isPin('246810'), isPin('24681'), isPin('24681a')]).toEqual([true, false, false]);
    expect(['73916402', '77777777', '77777778', '246810', '7391640x'].map(isUkeyPin)).toEqual([true, false, true, false, false]);
    expect([isTerminal('000033010001'), isTerminal('33010001')]).toEqual([true, false]);
    expect([hasPin('psam'), hasPin('key_modify'), hasPin('clear')]).toEqual([true, false, false]);
  });
});

describe('a card that goes into meters', () => {
  const running: Campaign = { number: 1, from_version: 1, to_version: 2, state: 'running', started: '2026-11-20T08:00:00Z', ended: null, started_by: 'keller', started_by_called: 'Anna Keller', approved_by: 'orlova', approved_by_called: 'Vera Orlova', refuse_after: '2027-05-20', reason: '', refused_now: false, progress: [], missing: [], may_finish: false };
  const credit = (version: number, state: KeyVersion['state']): KeyVersion => key('sealing', 'credit', state, { version });
  const three = [credit(2, 'retiring'), credit(1, 'retired'), credit(3, 'active'), key('office', 'credit', 'active', { version: 4 })];

  it('during a key change it finds the version that is left behind, and is good until its last day', () => {
    expect(usualForMeters('key_modify', three, running)).toEqual({ meter: '', version: '1', lastDay: '2027-05-20' });
    expect(lastDayWanted('key_modify', running)).toBe(false);
  });

  it('behind that day nobody proposes it: another must be said', () => {
    expect(usualForMeters('key_modify', three, { ...running, refused_now: true }).lastDay).toBe('');
    expect(lastDayWanted('key_restore', { ...running, refused_now: true })).toBe(true);
    expect(lastDayWanted('key_restore', { ...running, refused_now: true, state: 'done' })).toBe(false);
  });

  it('without a key change one that restores finds the newest version, one that modifies the oldest in use', () => {
    expect(usualForMeters('key_restore', three, undefined).version).toBe('3');
    expect(usualForMeters('key_modify', three, { ...running, state: 'stopped' }).version).toBe('2');
    expect(usualForMeters('key_modify', [], undefined).version).toBe('');
    expect(metersVersions(three)).toEqual([3, 2, 1]);
  });

  it('is for one meter or for any, and says no number that no meter has', () => {
    expect(['', ' ', '4126 0000 0148', '7'].map(isMeterOrAny)).toEqual([true, true, true, true]);
    expect(['0', '000000000000', '4126000001481', '41a'].map(isMeterOrAny)).toEqual([false, false, false, false]);
  });

  it('that clears names its meter, and its days are not those of the key change', () => {
    expect(['', '41a', '4126 0000 0148'].map((typed) => meterFlaw('clear', typed))).toEqual(['key_issue.no_meter', 'key_issue.bad_meter', undefined]);
    expect(meterFlaw('key_restore', '')).toBeUndefined();
    expect(usualForMeters('clear', three, running)).toEqual({ meter: '', version: '1', lastDay: '' });
    expect(lastDayWanted('clear', { ...running, refused_now: true })).toBe(false);
    expect(([['clear', running], ['key_modify', running], ['key_restore', undefined]] as const).map(([kind, change]) => lastDayNote(kind, change))).toEqual(['key_issue.last_day_clear', 'key_issue.last_day_campaign', 'key_issue.last_day_usual']);
  });
});

describe('the keys of a meter', () => {
  it('first keys, then newer ones; the old version is forgotten only where there is one', () => {
    expect(worksFor({ own: false, version: 0, previous: 0 })).toEqual(['download']);
    expect(worksFor({ own: true, version: 1, previous: 0 })).toEqual(['update', 'restore']);
    expect(worksFor({ own: true, version: 2, previous: 1 })).toEqual(['update', 'forget', 'restore']);
  });

  it('of a meter that was not asked yet everything may be tried', () => expect(worksFor(null)).toEqual(['download', 'update', 'forget', 'restore']));

  it('its number is typed from the plate, in groups or without its zeros', () => {
    expect(meterNumber('4126 0000 0148')).toBe('412600000148');
    expect(meterNumber('７')).toBe('000000000007');
    for (const none of ['', '0', '000000000000', '41260000014x', '4126000001480']) expect(meterNumber(none)).toBeNull();
  });
});

describe('a fingerprint is typed from what the other program shows', () => {
  it('with marks or without, in small letters or full width it is the same', () => {
    for (const typed of ['AB12-34CD-56EF-7890', 'ab1234cd56ef7890', ' AB12 34CD 56EF 7890 ', 'ＡＢ12-34cd-56ef-7890']) expect(fingerprintOf(typed)).toBe('AB12-34CD-56EF-7890');
  });

  it('one that is cut off or has another letter is none', () => {
    for (const typed of ['', 'AB12-34CD-56EF-789', 'AB12-34CD-56EF-78900', 'GB12-34CD-56EF-7890']) expect(fingerprintOf(typed)).toBeNull();
  });
});
