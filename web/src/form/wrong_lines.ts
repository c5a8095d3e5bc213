// What is wrong in a form as its page shows it: each field says itself that it is missing (`data-lacks`) or wrong (`aria-invalid`).

/** One line of the summary: the field, how it is called, what is said at it. */
export interface WrongLine { id: string; label: string; says: string }

const LACKS = '[data-lacks]';
const WRONG = '[aria-invalid=true], p[data-lacks]';

/** The ids of what must be there and is not, from top to bottom. */
export function lacking(form: ParentNode): string[] {
  return [...form.querySelectorAll<HTMLElement>(LACKS)].map((each) => each.id);
}

/** @param not the field that only the server found wrong, the last time. */
export function wrongLines(form: ParentNode, not?: string): WrongLine[] {
  return [...form.querySelectorAll<HTMLElement>(WRONG)].filter((each) => each.id !== '' && each.id !== not).map((each) => lineOf(form, each.id, each));
}

/** As it is called beside the field, or by itself for those who do not see that. */
export function labelOf(form: ParentNode, id: string): string {
  const field = form.querySelector(`[id="${id}"]`);
  return (form.querySelector(`label[for="${id}"]`)?.textContent ?? field?.getAttribute('aria-label') ?? field?.querySelector('legend')?.textContent ?? '').trim();
}

function lineOf(form: ParentNode, id: string, field: HTMLElement): WrongLine {
  const said = field.dataset['lacks'] !== undefined && field.matches('p') ? field : form.querySelector(`[id="${id}-error"]`);
  return { id, label: labelOf(form, id), says: (said?.textContent ?? '').trim() };
}
