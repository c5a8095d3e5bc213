// What the lines of a price are called that say how much was delivered. A charge for each unit – sewage for each m³ – is called by its own name.

/** Ids under which a price plan counts what it delivers (sell/tariff/plan/line_id.h). */
export const ofTheCommodity = (id: string): boolean => id === 'energy' || id === 'step' || id === 'free';

/** The key of its words: in kWh or in m³, by steps or without. */
export function deliveredKey(volume: boolean, steps: boolean): string {
  if (volume) return steps ? 'slip.line.volume_step' : 'slip.line.volume';
  return steps ? 'slip.line.step' : 'slip.line.energy';
}

/** At least two decimals, as on the receipt: figures below one another are read by their point. */
export function twoDecimals(plain: string): string {
  const [whole = '', behind = ''] = plain.split('.');
  return `${whole}.${behind.padEnd(2, '0')}`;
}
