import { describe, expect, it, vi } from 'vitest';
import type { Session } from '../src/api/types';
import { PAGES, GROUPS } from '../src/office/registry';
import { groupsOf, unfolded } from '../src/shell/menu';
import { fit, fitting } from '../src/shell/palette/match';
import { initials } from '../src/shell/palette/pinyin';
import { doorsFor, findThings } from '../src/shell/palette/things';

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

describe('finding a thing', () => {
  const session = { operator: { permissions: ['customers_read', 'meters_read', 'sales_read'] } } as Session;
  const kinds = (typed: string) => doorsFor(session, typed).map((door) => door.kind);
  const found = async (kind: string, typed: string, rows: object[]) => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', (url: string) => {
      asked.push(url);
      return Promise.resolve(Response.json({ rows, total: rows.length, next: null }));
    });
    const things = await findThings(doorsFor(session, typed).find((door) => door.kind === kind)!, typed, false, new AbortController().signal);
    vi.unstubAllGlobals();
    return { asked: asked[0], ids: things.map((one) => one.id) };
  };

  it('a name may be a customer, a point or a well; a number anything that has one', () => {
    expect(kinds('Wang')).toEqual(['account', 'customer', 'service_point', 'well']);
    expect(kinds('0925 2690')).toEqual(['account', 'customer', 'meter', 'card', 'service_point', 'well', 'sale']);
    expect(kinds('92')).not.toContain('card');
    expect(kinds('9')).toEqual([]);
  });
  it('a card by the digits that are printed on it, in groups or not', async () => {
    const { asked, ids } = await found('card', '0925 2690', [{ serial: '0925269034402498' }, { serial: '6263712AB05DCD79' }]);
    expect(asked).toContain('q=09252690');
    expect(ids).toEqual(['0925269034402498']); // the other one is of an account with that number
  });
  it('a receipt by how it begins', async () => {
    expect((await found('sale', 'R1-T1-0000', [{ number: 'R1-T1-00000042' }, { number: 'R2-T1-00000001' }])).ids).toEqual(['R1-T1-00000042']);
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
