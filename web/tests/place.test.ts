import { describe, expect, it } from 'vitest';
import type { Session } from '../src/api/types';
import { KEY_PAGES } from '../src/keys/registry';
import { PAGES } from '../src/office/registry';
import { atKeyOffice } from '../src/shell/permissions';

const ofKeys = (right: string): boolean => /^keys?_/.test(right) || right === 'meter_keys';

describe('two programs, one console', () => {
  it('which of them answers the session says; who has not been told yet is not at the key office', () => {
    expect(atKeyOffice(undefined)).toBe(false);
    expect(atKeyOffice({ signed_in: false } as Session)).toBe(false);
    expect(atKeyOffice({ signed_in: false, key_office: true } as Session)).toBe(true);
  });

  it('where something is sold no page asks for a right to keys but the one that says whose keys are taken', () => {
    expect(PAGES.filter((page) => page.needs.some(ofKeys)).map((page) => page.id)).toEqual(['key-office']);
  });

  it('at the key office every page is one of keys, of approvals, or for everybody', () => {
    for (const page of KEY_PAGES) expect(page.needs.every((right) => ofKeys(right) || right === 'approvals'), page.id).toBe(true);
  });

  it('no page stands twice in a menu', () => {
    for (const pages of [PAGES, KEY_PAGES]) expect(new Set(pages.map((page) => page.at ?? page.id)).size).toBe(pages.length);
  });
});
