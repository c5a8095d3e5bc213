import { describe, expect, it } from 'vitest';
import { ask, below, lossReport, matching, missing, type Loss, type PlaceNode } from '../src/office/place_nodes';

const node = (kind: PlaceNode['kind'], code: string, parent: string, name = code): PlaceNode => ({ kind, code, name, parent, figures: { accounts: 0, meters: 0, received: '0.00' } });
const NODES = [node('station', 'E', ''), node('village', 'V1', 'E', 'East village'), node('area', 'T1', 'V1'), node('building', 'B1', 'V1', 'Hostel'), node('village', 'V2', 'E')];

describe('the tree of places', () => {
  it('lays places into one another', () => {
    expect(below(NODES, null).map((each) => each.code)).toEqual(['E']);
    expect(below(NODES, NODES[0]!).map((each) => each.code)).toEqual(['V1', 'V2']);
    expect(below(NODES, NODES[1]!).map((each) => each.code)).toEqual(['T1', 'B1']);
  });
  it('does not lay what lies in a village into the station of the same code', () => {
    const same = [node('station', 'A', ''), node('village', 'A', 'A'), node('area', 'T', 'A')];
    expect(below(same, same[0]!).map((each) => each.kind)).toEqual(['village']);
    expect(below(same, same[1]!).map((each) => each.kind)).toContain('area');
  });
  it('finds a place by its name with all that it lies in', () => {
    expect(matching(NODES, 'hostel').map((each) => each.code)).toEqual(['E', 'V1', 'B1']);
    expect(matching(NODES, 'nobody')).toEqual([]);
  });
  it('asks for the rows behind a figure', () => {
    const asked = { query: { subject: 'sales', where: { all: [{ field: 'time', how: 'between' as const, values: ['2026-11-01', '2026-11-30'] }] }, columns: ['number'] }, at: 'account.service_point.' };
    expect(ask(asked, NODES[1]!).where?.all?.[1]).toEqual({ field: 'account.service_point.place', how: 'is', value: 'V1' });
    expect(ask(asked, NODES[0]!).where?.all?.[1]?.field).toBe('account.service_point.place.station');
    expect(ask(asked, null).where?.all).toHaveLength(1);
    expect(ask(asked, 'nowhere').where?.all).toHaveLength(4);
  });
  it('says what is missing behind a loss, and opens the report of the place alone', () => {
    const loss = (of: Partial<Loss>): Loss => ({ energy: null, volume: null, areas: 1, without_figure: 0, meters: 40, unread: 0, ...of });
    expect(missing(loss({}), true)).toBeNull();
    expect(missing(loss({ unread: 2 }), true)?.key).toBe('places.loss_unread');
    expect(missing(loss({ unread: 3, without_figure: 1 }), true)?.values).toEqual({ unread: 3, meters: 40 });
    expect(missing(loss({ unread: 2, without_figure: 1 }), true)?.key).toBe('places.loss_total_unread');
    expect(missing(loss({ areas: 3, without_figure: 1, unread: 3 }), false)?.values).toEqual({ without: 1, areas: 3 });
    expect(lossReport(NODES[2]!, '2026-10')).toBe('/office/reports?report=R16&period=2026-10&filter.area=T1');
    expect(lossReport(null, '2026-10')).toBe('/office/reports?report=R16&period=2026-10');
  });
});
