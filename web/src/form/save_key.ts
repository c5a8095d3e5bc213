import { useEffect } from 'react';

/** The form that Ctrl+Enter saves: the one around the focus; outside of forms the only one of the dialog that is open, or of the page. */
export function formToSave(at: Element, page: Document = document): HTMLFormElement | null {
  const around = at.closest('form');
  if (around) return around;
  const within = [...page.querySelectorAll('dialog[open]')].at(-1) ?? page.getElementById('main');
  const forms = [...within?.querySelectorAll<HTMLFormElement>('form[data-saves]') ?? []].filter((form) => !form.hidden);
  return forms.length === 1 ? forms[0]! : null;
}

/** Ctrl+Enter saves, on every page; tasks of the counter have keys of their own. */
export function useSaveKey(): void {
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.isComposing || event.defaultPrevented) return;
      if (!(event.target instanceof Element) || event.target.closest('a, .task-place')) return;
      const form = formToSave(event.target);
      if (!form) return;
      event.preventDefault();
      if (!event.repeat) form.requestSubmit();
    };
    document.addEventListener('keydown', down);
    return () => document.removeEventListener('keydown', down);
  }, []);
}
