import { Surface } from '../shell/surface';
import { useWords } from '../words/words';
import './keys.css';
import { KEY_GROUPS, KEY_PAGES } from './registry';

/** The key office: its pages, at its own address. */
export default function KeysPage() {
  const { t } = useWords();
  return <Surface base="/keys" name={t('shell.key_office')} groups={KEY_GROUPS} pages={KEY_PAGES} />;
}
