import { useSession } from '../api/hooks';
import { handlesKeys } from '../shell/permissions';
import { NotAllowed } from '../shell/states';
import { Surface } from '../shell/surface';
import { useWords } from '../words/words';
import './keys.css';
import { KEY_GROUPS, KEY_PAGES } from './registry';

/** The key office (E4): a surface of its own beside counter and back office. */
export default function KeysPage() {
  const { t } = useWords();
  const session = useSession().data;
  if (!handlesKeys(session)) return <NotAllowed permission="keys_read" />;
  return <Surface base="/keys" name={t('nav.keys')} groups={KEY_GROUPS} pages={KEY_PAGES} fallback="/" />;
}
