// The place that the server names ("/version/energy/steps/1/to", "/currency") and the field that shows it: every field says its place, and what has
// none of its own is shown at the nearest one around it.

export interface FaultAt { where: string; text: string }

export const placeOf = (...parts: (string | number)[]): string => `/${parts.join('/')}`;

/** The sentence for this field; a field that stands for a whole group shows what is wrong anywhere inside, unless a field inside does. */
export function faultAt(fault: FaultAt | null, place: string): string | undefined {
  return fault && (fault.where === place || fault.where === `${place}/`) ? fault.text : undefined;
}

/** The field to go to: the place itself, else the nearest around it that there is, else the first inside of it. */
export function fieldFor(where: string, has: (place: string) => boolean, all: string[]): string | null {
  for (let place = where; place !== ''; place = place.slice(0, place.lastIndexOf('/'))) {
    if (has(place)) return place;
    const inside = all.find((one) => one.startsWith(`${place}/`));
    if (inside && place.split('/').length > 2) return inside;
  }
  return null;
}
