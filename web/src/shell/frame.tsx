import { Suspense, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Navigate, Outlet, useLocation, useNavigate, useNavigationType } from 'react-router';
import { remove } from '../api/client';
import { useEvents } from '../api/events';
import { useLink, useReconnect, useSession } from '../api/hooks';
import { useFirstWrong } from '../form/first_wrong';
import { useSaveKey } from '../form/save_key';
import { useWords } from '../words/words';
import { Banners } from './banner';
import { Boundary } from './boundary';
import { ClockDialog } from './clock_dialog';
import { KeySheet } from './key_sheet';
import { LeaveDialog } from './leave_dialog';
import { useLetterKeys } from './letter_keys';
import { LockDialog } from './lock_dialog';
import { onPalette, openPalette } from './palette/open';
import { OpeningPalette } from './palette/opening';
import { atKeyOffice } from './permissions';
import { searchField } from './search_box';
import { Failed, Loading } from './states';
import { TopBar } from './top_bar';
import { UndoBar } from './undo';
import { lockMinutes, useIdle } from './use_idle';


/** Around every page of somebody who is signed in. */
export function Frame() {
  const { t } = useWords();
  const { data: session, error, refetch } = useSession();
  const location = useLocation();
  const known = useRef<string | null>(null);
  const [locked, setLocked] = useState(false);
  const [sheet, setSheet] = useState(false);
  const [palette, setPalette] = useState(false);
  const [clockLater, setClockLater] = useState(false);
  useTopOfPage(location.pathname);
  useEvents(session?.signed_in === true);
  useReconnect();
  useFirstWrong();
  useSaveKey();
  useHouseKeys(() => setLocked(true), () => setSheet(true), atKeyOffice(session));
  useLayoutEffect(() => onPalette(() => setPalette(true)), []);
  useLocked(locked);
  useIdle(lockMinutes(session, location.pathname === '/counter' ? 'counter' : 'office'), () => setLocked(true));

  if (!session) return error ? <Failed problem={error} retry={() => void refetch()} /> : <Loading />;
  const left = (session as { left?: boolean }).left === true;
  if (session.signed_in && session.operator) known.current = session.operator.name;
  const expired = !session.signed_in && known.current !== null && !left;
  if (!session.signed_in && !expired) return <Navigate to={`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`} replace />;
  if (session.operator?.must_change && location.pathname !== '/password') return <Navigate to="/password" replace />;
  return (
    <div className={`frame ${session.bench ? 'with-bench' : ''}`}>
      <a href="#main" className="skip-link">{t('nav.skip')}</a>
      <header>
        <TopBar lock={() => setLocked(true)} />
        <Banners session={session} />
      </header>
      <main id="main" tabIndex={-1}>
        <Boundary key={location.pathname}><Suspense fallback={<Loading />}><Outlet /></Suspense></Boundary>
      </main>
      {palette && <OpeningPalette close={() => setPalette(false)} lock={() => setLocked(true)} sheet={() => setSheet(true)} />}
      {sheet && <KeySheet close={() => setSheet(false)} />}
      {session.clock !== undefined && session.clock.doubt !== 'none' && !clockLater && !locked && !expired && <ClockDialog clock={session.clock} close={() => setClockLater(true)} />}
      <UndoBar />
      <LeaveDialog />
      {(locked || expired) && <LockDialog name={known.current ?? ''} expired={expired && !locked} unlocked={() => setLocked(false)} />}
    </div>
  );
}

/** A locked screen is no page over an open one: its session has ended, so that whoever loads it anew has to say who he is. Where the server is away it ends when it is back. */
function useLocked(locked: boolean): void {
  const { up } = useLink();
  useEffect(() => {
    if (locked && up) void remove('/session').catch(() => undefined);
  }, [locked, up]);
}

/** Another page begins at its top; whoever goes back finds it as he left it. */
function useTopOfPage(path: string): void {
  const how = useNavigationType();
  useLayoutEffect(() => {
    if (how !== 'POP') scrollTo(0, 0);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- how one came is asked when the page changes
  }, [path]);
}

/** Keys that work on every page; letters only when no field has the focus. */
function useHouseKeys(lock: () => void, sheet: () => void, keyOffice: boolean): void {
  const navigate = useNavigate();
  const [letters] = useLetterKeys();
  const act = useRef({ lock, sheet, keyOffice, letters });
  act.current = { lock, sheet, keyOffice, letters };
  // Before the page is painted: who sees it can type at once.
  useLayoutEffect(() => {
    const down = (event: KeyboardEvent): void => {
      if (event.isComposing) return;
      const target = event.target as HTMLElement;
      const typing = !act.current.letters || target.matches('input, textarea, select, [contenteditable]');
      const control = event.ctrlKey && event.shiftKey;
      // Over a dialog nothing else opens: what was typed there is not left behind.
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.code === 'KeyK') { if (!document.querySelector('dialog[open]')) openPalette(); }
      else if (event.key === 'F1' || (event.key === '?' && !typing)) act.current.sheet();
      else if (event.key === 'F2' || (event.key === '/' && !typing)) searchField()?.focus();
      else if (control && event.code === 'KeyK' && !act.current.keyOffice) void navigate('/counter');
      else if (control && event.code === 'KeyL') act.current.lock();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', down);
    return () => window.removeEventListener('keydown', down);
  }, [navigate]);
}
