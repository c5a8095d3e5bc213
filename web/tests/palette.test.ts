import { describe, expect, it } from 'vitest';
import { PAGES, GROUPS } from '../src/office/registry';
import { groupsOf, unfolded } from '../src/shell/menu';
import { fit, fitting } from '../src/shell/palette/match';
import { initials } from '../src/shell/palette/pinyin';

describe('finding a page', () => {
  it('Chinese by its initials, as it is typed at a till', () => {
    expect(initials('用户管理')).toBe('yhgl');
    expect(initials('售电明细')).toBe('sdmx');
    expect(initials('区号 A')).toBe('qh a');
  });

  it('a beginning counts more than a part, the name more than its group', () => {
    const page = { id: 'service-points', name: 'Service points', group: 'Customers & supplies' };
    expect(fit(page, 'serv')).toBe(0);
    expect(fit(page, 'points')).toBe(1);
    expect(fit(page, 'po se')).toBe(1);
    expect(fit(page, 'vice')).toBe(2);
    expect(fit(page, 'customers')).toBe(4);
    expect(fit(page, 'tariff')).toBeNull();
    expect(fit({ id: 'meters', name: '电能表' }, 'dnb')).toBe(1);
    expect(fit({ id: 'meters', name: 'Счётчики' }, 'met')).toBe(3);
  });

  it('the best first, and no more than asked for', () => {
    const pages = ['Meter swaps', 'Well meters', 'Meters'].map((name) => ({ name, id: name }));
    expect(fitting(pages, 'meter', 2).map((page) => page.name)).toEqual(['Meter swaps', 'Meters']);
    expect(fitting(pages, '', 9)).toHaveLength(3);
  });
});

describe('the menu', () => {
  const groups = groupsOf(GROUPS, PAGES);

  it('has at most eight groups, and no page outside of them', () => {
    expect(groups.length).toBeLessThanOrEqual(8);
    expect(groups.flatMap((group) => group.pages)).toHaveLength(PAGES.length);
  });

  it('unfolds the group of the page, on the landing page the first', () => {
    expect([...unfolded(groups, {}, PAGES.find((page) => page.id === 'sales'))]).toEqual(['business']);
    expect([...unfolded(groups, {}, undefined)]).toEqual(['customers']);
  });

  it('goes by what the person did', () => {
    expect([...unfolded(groups, { customers: false, system: true }, undefined)]).toEqual(['system']);
  });

  it('stands open where it is short', () => {
    const short = groupsOf(GROUPS, PAGES.filter((page) => page.needs.length === 0 || page.needs.includes('audit_read')));
    expect(unfolded(short, {}, undefined).size).toBe(short.length);
  });
});
