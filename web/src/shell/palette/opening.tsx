import { lazy, Suspense, useState } from 'react';
import { useWords } from '../../words/words';
import { Dialog } from '../dialog';

const Palette = lazy(() => import('./palette'));

interface Props { close: () => void; lock: () => void; sheet: () => void }

/** The search for pages from the first key on: what is typed while it is still on its way from the server is in its field when it is there. */
export function OpeningPalette(props: Props) {
  const { t } = useWords();
  const [typed, setTyped] = useState('');
  const first = (
    <Dialog title={t('palette.title')} testid="palette" wide close={props.close}>
      <input className="text-input" aria-label={t('palette.title')} placeholder={t('palette.placeholder')} data-testid="palette-input" autoComplete="off" spellCheck={false} value={typed} onChange={(event) => setTyped(event.target.value)} />
      <p role="status" className="panel-quiet">{t('state.loading')}</p>
    </Dialog>
  );
  return <Suspense fallback={first}><Palette {...props} began={typed} /></Suspense>;
}
