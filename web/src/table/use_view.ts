import { useCallback, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { readView, writeView, type ViewState } from './view_state';

/** The table's view in the address, and the way back through keyset pages. */
export function useView(defaultSort: string, ownSize = 50) {
  const [query, setQuery] = useSearchParams();
  const view = readView(query, defaultSort, ownSize);
  const before = useRef<string[]>([]);
  const change = useCallback((part: Partial<ViewState>, replace = false) => {
    if (part.cursor === undefined && part.open === undefined) before.current = [];
    setQuery((old) => writeView(old, part), { replace });
  }, [setQuery]);
  return {
    view,
    change,
    /** On, away from the end at which one began. */
    further: (cursor: string) => { before.current.push(view.cursor); change({ cursor }); },
    back: () => { change({ cursor: before.current.pop() ?? '' }); },
    first: () => { before.current = []; change({ cursor: '', end: false }); },
    /** `sort`: as it comes now; beside another filter a list's own may be another. */
    last: (sort: string) => { before.current = []; change({ sort, cursor: '', end: true }); },
    begins: view.cursor === '',
    steps: before.current[0] === '' ? before.current.length : null,
  };
}
