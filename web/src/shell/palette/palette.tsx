import { useQueries } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useSession } from '../../api/hooks';
import { useSettled } from '../../form/settled';
import { COMMON } from '../../queries/common';
import { KEY_PAGES } from '../../keys/registry';
import { usePages } from '../../office/declared_pages';
import { PAGES } from '../../office/registry';
import { useSaved } from '../../table/saved';
import { useWords } from '../../words/words';
import { CommodityTag } from '../marks';
import { atKeyOffice } from '../permissions';
import { actionEntries, pageEntries, queryEntries, type Entry } from './entries';
import { fitting } from './match';
import { doorsFor, findThings } from './things';

interface Props { typed: string; keys: RefObject<(event: KeyboardEvent) => void>; choose: (id: string | undefined) => void; close: () => void; lock: () => void; sheet: () => void }

const KINDS: Entry['kind'][] = ['page', 'account', 'customer', 'meter', 'card', 'service_point', 'well', 'sale', 'action'];
const MOST_PAGES = 7;
const MOST_ACTIONS = 5;
const PAUSE_MS = 150;

/** Ctrl-K: every page, action, account, customer, meter, card, service point, well and sale that this person may see, by a few letters (WAI-ARIA combobox with a list box). `keys`: what the field does with those that type nothing. `choose`: the field is told which entry is chosen; none: there is nothing. */
export default function PaletteList({ typed, keys, choose, close, lock, sheet }: Props) {
  const { t } = useWords();
  const navigate = useNavigate();
  const [at, setAt] = useState(0);
  const { entries, asking } = useEntries(typed, { lock, sheet });
  const list = useRef<HTMLDivElement>(null);
  const shown = Math.min(at, Math.max(0, entries.length - 1));
  useEffect(() => setAt(0), [typed]);
  useEffect(() => { list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }); }, [shown, entries]);
  const take = (entry: Entry): void => {
    close();
    entry.take(navigate);
  };
  const moved = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const last = entries.length - 1;
    if (event.key === 'ArrowDown') setAt(shown >= last ? 0 : shown + 1);
    else if (event.key === 'ArrowUp') setAt(shown === 0 ? Math.max(0, last) : shown - 1);
    else if (event.key === 'Enter' && entries[shown]) take(entries[shown]);
    else return;
    event.preventDefault();
  };
  const chosen = entries[shown] ? `palette-${shown}` : undefined;
  useLayoutEffect(() => { keys.current = moved; });
  useLayoutEffect(() => choose(chosen), [choose, chosen]);
  return (
    <>
      <div id="palette-list" ref={list} role="listbox" aria-label={t('palette.title')} className="palette-list" aria-busy={asking} hidden={entries.length === 0}>
        {KINDS.filter((kind) => entries.some((entry) => entry.kind === kind)).map((kind) => (
          <div key={kind} role="group" aria-labelledby={`palette-kind-${kind}`}>
            <span className="palette-kind" id={`palette-kind-${kind}`}>{t(`palette.kind.${kind}`)}</span>
            {entries.map((entry, index) => entry.kind === kind && (
              <div key={`${kind}/${entry.id}`} id={`palette-${index}`} role="option" aria-selected={index === shown} data-testid={`palette-${kind}-${entry.id}`}
                onMouseDown={(event) => { event.preventDefault(); take(entry); }} onMouseMove={() => setAt(index)}>
                <span>{entry.name}{entry.commodity && <> <CommodityTag of={entry.commodity} /></>}</span>{entry.note && <small>{entry.note}</small>}
              </div>
            ))}
          </div>
        ))}
      </div>
      <p role="status" className={entries.length === 0 ? 'panel-quiet' : 'visually-hidden'} data-testid="palette-count">
        {entries.length > 0 ? t('palette.count', { count: entries.length }) : asking ? t('state.loading') : t('search.nothing')}
      </p>
      <p className="palette-keys quiet small" aria-hidden="true"><kbd>↑</kbd> <kbd>↓</kbd> <kbd>Enter</kbd> <kbd>Esc</kbd></p>
    </>
  );
}

/** What fits, in the order in which it is shown. */
function useEntries(typed: string, frame: { lock: () => void; sheet: () => void }): { entries: Entry[]; asking: boolean } {
  const words = useWords();
  const session = useSession().data;
  const atCounter = useLocation().pathname === '/counter';
  const asked = useSettled(typed.trim(), PAUSE_MS);
  const saved = useSaved().data;
  const office = usePages(PAGES).pages;
  const doors = doorsFor(session, asked);
  const found = useQueries({
    queries: doors.map((door) => ({ queryKey: ['palette', door.kind, asked, atCounter], queryFn: ({ signal }: { signal: AbortSignal }) => findThings(door, asked, atCounter, signal), staleTime: 5_000 })),
  });
  const here = useMemo(() => {
    const pages = atKeyOffice(session) ? pageEntries(KEY_PAGES, '/keys', session, words) : [...pageEntries(office, '/office', session, words), ...queryEntries(COMMON, saved ?? [], session, words)];
    return [...fitting(pages, typed, MOST_PAGES), ...fitting(actionEntries(session, words, frame), typed, MOST_ACTIONS)];
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [typed, session, words, saved, office.length]);
  // What was found for other letters is no answer to these.
  const things = asked === typed.trim() ? found.flatMap((each) => each.data ?? []) : [];
  const all = [...here, ...things];
  return { entries: KINDS.flatMap((kind) => all.filter((entry) => entry.kind === kind)), asking: asked !== typed.trim() || found.some((each) => each.isFetching) };
}
