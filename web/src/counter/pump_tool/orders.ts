/** Which fields each order asks; the price table has its own. */
export const FIELDS: Record<string, string[]> = {
  black_list: ['after_edition'],
  clear_hung: ['meter', 'watering'],
  clock: ['at'],
  parameters: ['parameter', 'value'],
  collect: [],
  test: ['seconds'],
  bind: ['meter'],
  prices: [],
};

export type Fields = Record<string, string>;

/** The members of the request that the fields say. */
export function fieldsBody(tool: string, fields: Fields): Record<string, unknown> {
  const body: Record<string, unknown> = { tool, days: Number(fields['days'] || '3') };
  for (const name of FIELDS[tool] ?? []) {
    const text = (fields[name] ?? '').trim();
    if (name === 'meter') body[name] = text;
    else if (name === 'at') body[name] = `${text}:00`;
    else if (name === 'parameter') body['parameters'] = [{ number: Number(text), value: Number(fields['value'] ?? '') }];
    else if (name !== 'value' && text !== '') body[name] = Number(text);
  }
  return body;
}
