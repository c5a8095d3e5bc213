// What the lines of a price are called that say how much was delivered. A charge for each unit – sewage for each m³ – is called by its own name.

/** Ids under which a price plan counts what it delivers (sell/tariff/plan/line_id.h). */
export const ofTheCommodity = (id: string): boolean => id === 'energy' || id === 'step' || id === 'free';

/** The key of its words: in kWh or in m³, by steps or without. */
export function deliveredKey(volume: boolean, steps: boolean): string {
  if (volume) return steps ? 'slip.line.volume_step' : 'slip.line.volume';
  return steps ? 'slip.line.step' : 'slip.line.energy';
}
