// A field whose text is no amount says so itself and carries this mark: nothing is sent while one is there.

const UNREAD = '[data-unread]';

/** To the first such field; false: there is none. Also where the focus is already: what is said with a field is read when the focus comes. */
export function toUnread(within: ParentNode): boolean {
  const field = within.querySelector<HTMLElement>(UNREAD);
  if (!field) return false;
  if (document.activeElement === field) field.blur();
  field.focus();
  return true;
}
