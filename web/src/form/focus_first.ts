const FIELDS = 'input:not([disabled]):not([type=radio]), input[type=radio]:checked, select:not([disabled]), textarea:not([disabled])';

/** The first field of a form that just appeared, in a group of choices the chosen one; without a field the first button. */
export function focusFirst(place: HTMLElement | null): void {
  const field = place?.querySelector<HTMLElement>(FIELDS) ?? place?.querySelector<HTMLElement>('input:not([disabled])') ?? place?.querySelector<HTMLElement>('button:not([disabled])');
  field?.focus();
}

/** Goes to the first field of a form in which nothing stands; false: all are filled. Nobody proves himself with an empty password, and each try that is sent counts. */
export function focusEmpty(form: HTMLFormElement): boolean {
  const empty = [...form.querySelectorAll('input')].find((field) => field.value === '');
  empty?.focus();
  return empty !== undefined;
}
