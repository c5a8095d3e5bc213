// What a pump crew's card may order, which fields each order asks, and what a field lacks before anything is sent. The price table has its own.

import { PUMP_PARAMETERS, PUMP_TEST_SECONDS_MAX, PUMP_TOOL_DAYS_DEFAULT, PUMP_TOOL_DAYS_MAX } from '../../api/pump_parameters';
import type { PumpTool } from '../../api/row_words';

/** What an order asks beside for how many days the card is good. */
export type Field = 'after_edition' | 'meter' | 'watering' | 'day' | 'time' | 'parameter' | 'value' | 'seconds';

/** Which fields each order asks. */
export const FIELDS: Record<PumpTool, readonly Field[]> = {
  black_list: ['after_edition'],
  clear_hung: ['meter', 'watering'],
  clock: ['day', 'time'],
  parameters: ['parameter', 'value'],
  collect: [],
  test: ['seconds'],
  bind: ['meter'],
  prices: [],
};

export const TOOLS = Object.keys(FIELDS) as PumpTool[];

export type FieldOrDays = Field | 'days';
export type Fields = Partial<Record<FieldOrDays, string>>;

/** What a field lacks: the text `pump_tool.wrong.<key>` with its values. */
export interface Lack { key: string; values?: Record<string, string | number> }

const whole = (text: string): boolean => /^\d{1,9}$/.test(text);
const between = (text: string, least: number, most: number): Lack | null =>
  (whole(text) && Number(text) >= least && Number(text) <= most ? null : { key: 'between', values: { least, most } });

function lackOf(name: FieldOrDays, text: string, fields: Fields): Lack | null {
  if (name === 'after_edition') return text === '' || whole(text) ? null : { key: 'edition' };
  if (text === '') return { key: 'missing' };
  switch (name) {
    case 'meter': return /^\d{12}$/.test(text) ? null : { key: 'meter' };
    case 'watering': return whole(text) && Number(text) > 0 ? null : { key: 'watering' };
    case 'seconds': return between(text, 1, PUMP_TEST_SECONDS_MAX);
    case 'days': return between(text, 1, PUMP_TOOL_DAYS_MAX);
    case 'value': {
      const row = PUMP_PARAMETERS[Number(fields['parameter']) - 1];
      return row ? between(text, row.least, row.most) : null;
    }
    default: return null;
  }
}

/** By the field's name; empty: nothing is wrong. */
export function lacksIn(tool: PumpTool, fields: Fields): Partial<Record<FieldOrDays, Lack>> {
  const lacks: Partial<Record<FieldOrDays, Lack>> = {};
  for (const name of [...FIELDS[tool], 'days'] as const) {
    const lack = lackOf(name, (fields[name] ?? '').trim(), fields);
    if (lack) lacks[name] = lack;
  }
  return lacks;
}

/** The members of the request that the fields say. */
export function fieldsBody(tool: PumpTool, fields: Fields): Record<string, unknown> {
  const body: Record<string, unknown> = { tool, days: Number(fields['days'] || PUMP_TOOL_DAYS_DEFAULT) };
  for (const name of FIELDS[tool]) {
    const text = (fields[name] ?? '').trim();
    if (name === 'meter') body[name] = text;
    else if (name === 'day') body['at'] = `${text} ${fields['time'] ?? ''}:00`;
    else if (name === 'parameter') body['parameters'] = [{ number: Number(text), value: Number(fields['value'] ?? '') }];
    else if (name !== 'value' && name !== 'time' && text !== '') body[name] = Number(text);
  }
  return body;
}
