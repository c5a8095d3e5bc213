import type { PumpTool } from '../src/api/row_words';
import { describe, expect, it } from 'vitest';
import { fieldsBody, lacksIn } from '../src/counter/pump_tool/orders';

const keys = (tool: PumpTool, fields: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(lacksIn(tool, { days: '3', ...fields })).map(([name, lack]) => [name, lack.key]));

describe('the orders of a tool card', () => {
  it('name what each field lacks', () => {
    expect(keys('bind', {})).toEqual({ meter: 'missing' });
    expect(keys('clear_hung', { meter: '7000', watering: '0' })).toEqual({ meter: 'meter', watering: 'watering' });
    expect(keys('clock', { day: '2026-11-23' })).toEqual({ time: 'missing' });
    expect(keys('test', { seconds: '601', days: '31' })).toEqual({ seconds: 'between', days: 'between' });
    expect(keys('black_list', { after_edition: '-1' })).toEqual({ after_edition: 'edition' });
  });

  it('take a parameter only between the values that a pump takes', () => {
    expect(keys('parameters', { value: '1' })).toEqual({ parameter: 'missing' });
    expect(lacksIn('parameters', { days: '3', parameter: '8', value: '29' })).toEqual({ value: { key: 'between', values: { least: 1, most: 28 } } });
    expect(keys('parameters', { parameter: '8', value: '1.5' })).toEqual({ value: 'between' });
    expect(keys('parameters', { parameter: '8', value: '28' })).toEqual({});
  });

  it('lack nothing that they do not ask', () => {
    expect(keys('black_list', {})).toEqual({});
    expect(keys('collect', { meter: 'x' })).toEqual({});
  });

  it('become requests', () => {
    expect(fieldsBody('clock', { day: '2026-11-23', time: '14:05', days: '3' })).toEqual({ tool: 'clock', days: 3, at: '2026-11-23 14:05:00' });
    expect(fieldsBody('parameters', { parameter: '3', value: '12', days: '1' })).toEqual({ tool: 'parameters', days: 1, parameters: [{ number: 3, value: 12 }] });
  });
});
