import { describe, expect, it } from 'vitest';
import type { Session } from '../src/api/types';
import { standingOf } from '../src/form/approval';
import { daily, thirtyDays, TILES, tilesFor, totalOf, type Stands } from '../src/office/overview/tiles';

const may = (...permissions: string[]): Session => ({ signed_in: true, operator: { permissions } } as unknown as Session);
const ids = (session: Session): string[] => tilesFor(session).map((tile) => tile.tile);
const NOW = Date.parse('2026-11-20T08:00:00Z');
const stands: Stands = (row) => standingOf(row.decision, row.requested, NOW);
const REPORT = { columns: [{ name: 'sales' }, { name: 'received' }], totals: [3, '150.00'], rows: [{ names: ['2026-11-20'], shown: ['2026-11-20'], cells: [3, '150.00'] }] };

describe('the landing page', () => {
  it('is made of what each person may see', () => {
    expect(ids(may('sell', 'sales_read', 'shifts_read'))).toEqual(['shift', 'received_today', 'in_doubt']);
    expect(ids(may('audit_read', 'sales_read', 'ledger_read', 'reports_read'))).toEqual(['anchor', 'received_today', 'tenders_today', 'debts', 'in_doubt', 'closed_day']);
    expect(ids(may('operators_write', 'backup'))).toEqual(['health', 'backup']);
    expect(ids(may())).toEqual([]);
  });

  it('every figure opens rows of the office or the counter', () => {
    for (const tile of TILES) expect(tile.to('2026-11-20'), tile.tile).toMatch(/^\/(office\/[a-z-]+|counter)/);
  });

  it('takes its figures from reports by name', () => {
    expect(totalOf(REPORT, 'received')).toBe('150.00');
    expect(totalOf(REPORT, 'tax')).toBeNull();
  });

  it('what was received is told by kinds of receipts: payments are no sales', () => {
    const tile = TILES.find((each) => each.tile === 'received_today')!;
    const kinds = { columns: [{ name: 'sales' }, { name: 'received' }], totals: [5, '960.00'],
      rows: [{ names: ['open'], shown: ['First sale'], cells: [5, '600.00'] }, { names: ['payment'], shown: ['Payment'], cells: [0, '360.00'] }, { names: ['supplement'], shown: ['Supplement'], cells: [0, '0.00'] }] };
    expect(tile.path('2026-11-20')).toBe('/reports/R07?period=2026-11-20&group=kind');
    expect(tile.read(kinds, stands)).toEqual({ figure: '960.00', kind: 'money', parts: [{ name: 'First sale', amount: '600.00' }, { name: 'Payment', amount: '360.00' }] });
  });

  it('says what is owed, by kinds of debt that are not nothing', () => {
    const tile = TILES.find((each) => each.tile === 'debts')!;
    const owed = { columns: [{ name: 'debts_raised' }, { name: 'debts_closing' }], totals: ['0.00', '1811.88'],
      rows: [{ names: ['arrears'], shown: ['Arrears'], cells: ['0.00', '1811.88'] }, { names: ['bill'], shown: ['Bill'], cells: ['0.00', '0.00'] }] };
    expect(tile.read(owed, stands)).toEqual({ figure: '1811.88', kind: 'money', parts: [{ name: 'Arrears', amount: '1811.88' }] });
    expect(tile.path('2026-11-20')).toBe('/reports/R14?period=2026-11-20&group=debt_kind');
    expect(tile.to('2026-11-20')).toBe('/office/reports?report=R14&period=2026-11-20&group=debt_kind');
  });

  it('counts no request that nobody can decide any more', () => {
    const tile = TILES.find((each) => each.tile === 'approvals')!;
    const asked = (requested: string) => ({ decision: 'waiting', requested });
    expect(tile.read({ rows: [asked('2026-11-20T07:00:00Z'), asked('2026-11-19T08:00:01Z'), asked('2026-11-19T07:59:59Z'), asked('2026-11-02T10:00:00Z')], total: 4 }, stands)).toEqual({ figure: 2, kind: 'count' });
    expect(tile.read({ rows: [asked('2026-11-02T10:00:00Z')], total: 1 }, stands).figure).toBe(0);
    expect(tile.to('2026-11-20')).toBe('/office/approvals?f.decision=waiting&f.requested=2026-11-19..');
    expect(tile.to('')).toBe('/office/approvals?f.decision=waiting');
  });

  it('a day without sales is a zero, not a gap', () => {
    expect(thirtyDays('2026-11-20')).toBe('2026-10-22..2026-11-20');
    expect(daily('2026-11-19..2026-11-21', REPORT, 'received')).toEqual([{ day: '2026-11-19', figure: '0.00' }, { day: '2026-11-20', figure: '150.00' }, { day: '2026-11-21', figure: '0.00' }]);
  });
});
