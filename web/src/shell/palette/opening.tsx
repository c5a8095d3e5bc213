import { lazy, Suspense, useRef, useState, type KeyboardEvent } from 'react';
import { useWords } from '../../words/words';
import { Dialog } from '../dialog';
import './palette.css';

const PaletteList = lazy(() => import('./palette'));

interface Props { close: () => void; lock: () => void; sheet: () => void }

/** Ctrl-K, from the first key on: the list may still be on its way from the server, the field is there and stays the same one, so that no letter falls between two. */
export function OpeningPalette({ close, lock, sheet }: Props) {
  const { t } = useWords();
  const [typed, setTyped] = useState('');
  const [chosen, choose] = useState<string>();
  const keys = useRef<(event: KeyboardEvent) => void>(() => undefined);
  return (
    <Dialog title={t('palette.title')} testid="palette" wide close={close}>
      <input className="text-input palette-input" role="combobox" aria-label={t('palette.title')} placeholder={t('palette.placeholder')} data-testid="palette-input" autoComplete="off" spellCheck={false}
        aria-expanded={chosen !== undefined} aria-controls="palette-list" aria-autocomplete="list" aria-activedescendant={chosen}
        value={typed} onChange={(event) => setTyped(event.target.value)} onKeyDown={(event) => keys.current(event)} />
      <Suspense fallback={<p role="status" className="panel-quiet">{t('state.loading')}</p>}>
        <PaletteList typed={typed} keys={keys} choose={choose} close={close} lock={lock} sheet={sheet} />
      </Suspense>
    </Dialog>
  );
}
