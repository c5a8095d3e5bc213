import { Dialog } from './dialog';
import { useSession } from '../api/hooks';
import { useWords } from '../words/words';
import { useLetterKeys } from './letter_keys';
import { atKeyOffice } from './permissions';

const KEYS: [string, string][] = [
  ['F1 ?', 'keys.sheet'], ['F2 /', 'keys.search'], ['Ctrl+K', 'keys.palette'], ['Ctrl+Shift+K', 'keys.counter'], ['Ctrl+Shift+L', 'keys.lock'], ['Ctrl+Enter', 'keys.save'], ['Esc', 'keys.back'],
  ['F3', 'keys.history'], ['F4', 'keys.tender'], ['F6 F7 F8', 'keys.amounts'], ['F9', 'keys.debt'], ['K', 'keys.unit'], ['W', 'keys.link'], ['L', 'keys.later'], ['*', 'keys.received'], ['Enter', 'keys.enter'], ['F10', 'keys.more'],
];

const EVERYWHERE: ReadonlySet<string> = new Set(['keys.sheet', 'keys.palette', 'keys.lock', 'keys.save', 'keys.back']);

export function KeySheet({ close }: { close: () => void }) {
  const { t } = useWords();
  const keyOffice = atKeyOffice(useSession().data);
  const [letters, setLetters] = useLetterKeys();
  return (
    <Dialog title={t('keys.title')} close={close} testid="key-sheet">
      <dl className="key-sheet">
        {KEYS.filter(([, text]) => !keyOffice || EVERYWHERE.has(text)).map(([keys, text]) => <div key={text}><dt>{keys.split(' ').map((key) => <kbd key={key}>{key}</kbd>)}</dt><dd>{t(text)}</dd></div>)}
      </dl>
      <label className="radio-row"><input type="checkbox" checked={letters} data-testid="letter-keys" onChange={(event) => setLetters(event.target.checked)} /> {t('keys.letters')}</label>
      <p className="quiet">{t('keys.letters_why')}</p>
    </Dialog>
  );
}
