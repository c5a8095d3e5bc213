import { describe, expect, it } from 'vitest';
import { hiddenPages, waysAmong } from '../src/office/edition';
import { PAGES } from '../src/office/registry';
import type { Setting } from '../src/office/setting';

const hiddenBy = (...used: Parameters<typeof hiddenPages>[1]): string[] => hiddenPages(PAGES, used).map((page) => page.id);

describe('the ways in which a utility sells', () => {
  it('hide nothing as long as all of them are used', () => {
    expect(hiddenBy('card', 'line', 'server', 'purse')).toEqual([]);
  });
  it('hide what is for others: a utility that sells by card alone has no links, no balances at the server and no wells', () => {
    const hidden = hiddenBy('card');
    expect(hidden).toEqual(expect.arrayContaining(['links', 'commands', 'remote-accounts', 'day-charges', 'wells', 'purses']));
    expect(hidden).not.toContain('cards');
    expect(hidden).not.toContain('customers');
  });
  it('keep a page that is for several of them', () => {
    expect(hiddenBy('purse')).not.toContain('cards');
    expect(hiddenBy('line')).toContain('cards');
    expect(hiddenBy('server')).not.toContain('links');
  });
  it('are the settings that are declared as such', () => {
    const named = ['card_fee', 'way_card', 'way_line', 'purse_review'].map((name) => ({ name }) as Setting);
    expect(waysAmong(named).map((one) => one.name)).toEqual(['way_card', 'way_line']);
  });
});
