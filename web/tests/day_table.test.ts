import { describe, expect, it } from 'vitest';
import { cellsOf, paint, stretchesOf } from '../src/office/plan/day_table';
import type { DayTable } from '../src/office/plan/document';

const day: DayTable = [['00:00', 'valley'], ['08:00', 'peak'], ['22:00', 'valley']];

describe('a day painted by half hours', () => {
  it('has 48 of them', () => {
    const cells = cellsOf(day);
    expect(cells).toHaveLength(48);
    expect([cells[15]!.period, cells[16]!.period, cells[43]!.period, cells[44]!.period]).toEqual(['valley', 'peak', 'peak', 'valley']);
    expect([cells[16]!.from, cells[47]!.to]).toEqual(['08:00', '24:00']);
  });

  it('a stretch in the middle, at the beginning, at the end, the whole day', () => {
    expect(paint(day, 24, 27, 'flat')).toEqual([['00:00', 'valley'], ['08:00', 'peak'], ['12:00', 'flat'], ['14:00', 'peak'], ['22:00', 'valley']]);
    expect(paint(day, 0, 1, 'flat')).toEqual([['00:00', 'flat'], ['01:00', 'valley'], ['08:00', 'peak'], ['22:00', 'valley']]);
    expect(paint(day, 47, 46, 'flat')).toEqual([...day, ['23:00', 'flat']]);
    expect(paint(day, 0, 47, 'flat')).toEqual([['00:00', 'flat']]);
  });

  it('the same again changes nothing, and neighbours that are alike become one', () => {
    expect(paint(day, 20, 21, 'peak')).toEqual(day);
    expect(paint(day, 14, 15, 'peak')).toEqual([['00:00', 'valley'], ['07:00', 'peak'], ['22:00', 'valley']]);
    expect(paint(day, 16, 43, 'valley')).toEqual([['00:00', 'valley']]);
  });

  it('painted cell by cell it is what is painted at once', () => {
    let table = day;
    for (let cell = 30; cell <= 35; ++cell) table = paint(table, cell, cell, 'flat');
    expect(table).toEqual(paint(day, 30, 35, 'flat'));
  });

  it('what a file says to the minute stays until it is painted', () => {
    const odd: DayTable = [['00:00', 'a'], ['10:45', 'b']];
    expect(cellsOf(odd)[21]).toEqual({ period: 'a', mixed: true, from: '10:30', to: '11:00' });
    expect(paint(odd, 0, 1, 'c')).toEqual([['00:00', 'c'], ['01:00', 'a'], ['10:45', 'b']]);
    expect(paint(odd, 21, 21, 'a')).toEqual([['00:00', 'a'], ['11:00', 'b']]);
  });

  it('is read as stretches', () => {
    expect(stretchesOf(day).map(({ from, to, period }) => `${from}–${to} ${period}`)).toEqual(['00:00–08:00 valley', '08:00–22:00 peak', '22:00–24:00 valley']);
  });
});
