import { useEffect, type RefObject } from 'react';

// A drawer is printed alone: what lies in the top layer over the page cannot be broken over sheets, so it is laid out as a page of its own while the browser prints.

/** What nobody reads on paper: what is pressed, typed and folded. */
const NOT_ON_PAPER = 'form, button, input, select, textarea, .no-print, .drawer-tools, details:not([open])';

export function usePrintAlone(drawer: RefObject<HTMLDialogElement | null>, on: boolean | undefined): void {
  useEffect(() => {
    if (!on) return;
    let sheet: HTMLElement | null = null;
    const before = (): void => {
      // A slip is printed alone before anything else is.
      if (!drawer.current?.open || sheet || document.querySelector('.paper.alone, body > .print-sheet')) return;
      sheet = document.createElement('section');
      sheet.className = 'print-sheet';
      for (const part of drawer.current.querySelectorAll(':scope > header > h2, :scope > .dialog-body')) sheet.append(part.cloneNode(true));
      for (const part of sheet.querySelectorAll(NOT_ON_PAPER)) part.remove();
      document.body.append(sheet);
    };
    const after = (): void => {
      sheet?.remove();
      sheet = null;
    };
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    return () => {
      after();
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
    };
  }, [drawer, on]);
}
