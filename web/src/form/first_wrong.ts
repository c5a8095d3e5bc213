import { useEffect } from 'react';
import { toUnread } from './unread';

const WRONG = '[aria-invalid=true]';
/** By then a refusal of the server would be there; what is wrong still was wrong before. */
const ANSWER_MS = 300;

/** After a form was sent: which field has the focus now, if something in it is wrong that was not; null: where it is is right. */
function firstWrong(form: HTMLFormElement, before: ReadonlySet<Element>): HTMLElement | null {
  const wrong = [...form.querySelectorAll<HTMLElement>(WRONG)];
  if (wrong.every((each) => before.has(each))) return null;
  return wrong[0] ?? null;
}

/** Also where it is already: what is said with a field is read when the focus comes. */
export function goThere(field: HTMLElement | null): void {
  if (field && document.activeElement === field) field.blur();
  field?.focus();
}

/**
 * A form that was sent with fields that are missing or wrong gives the focus to the first of them: whoever does not see the red hears what is wrong with
 * it, and nobody reaches for the mouse. `Form` leads there by itself, or to its summary. With a text that is no amount no form of the console is sent at all.
 */
export function useFirstWrong(): void {
  useEffect(() => {
    const sent = (event: Event): void => {
      const form = event.target as HTMLFormElement;
      if (toUnread(form)) {
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      if (form.dataset['saves'] !== undefined) return; // a Form
      const before = new Set(form.querySelectorAll(WRONG));
      const from = document.activeElement;
      setTimeout(() => goThere(firstWrong(form, before)));
      if (before.size > 0) setTimeout(() => { if (document.activeElement === from) goThere(firstWrong(form, new Set())); }, ANSWER_MS);
    };
    document.addEventListener('submit', sent, true);
    return () => document.removeEventListener('submit', sent, true);
  }, []);
}
