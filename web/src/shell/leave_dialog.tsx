import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { holdsUnsaved, losesUnsaved } from '../form/unsaved';
import { useWords } from '../words/words';
import { AskToLeave, Dialog } from './dialog';

/** A link, a key or Back that would leave something typed behind asks first; so does the browser when its window closes. */
export function LeaveDialog() {
  const { t } = useWords();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => losesUnsaved(currentLocation.pathname, nextLocation.pathname));
  useEffect(() => {
    const hold = (event: BeforeUnloadEvent): void => { if (holdsUnsaved()) event.preventDefault(); };
    window.addEventListener('beforeunload', hold);
    return () => window.removeEventListener('beforeunload', hold);
  }, []);
  if (blocker.state !== 'blocked') return null;
  return (
    <Dialog title={t('form.leaving')} testid="leave-dialog" close={() => blocker.reset()}>
      <AskToLeave asked={1} leave={() => blocker.proceed()} stay={() => blocker.reset()} />
    </Dialog>
  );
}
