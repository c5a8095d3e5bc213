import { Surface } from '../shell/surface';
import { useWords } from '../words/words';
import { GROUPS, PAGES } from './registry';

/** The back office. */
export default function OfficePage() {
  const { t } = useWords();
  return <Surface base="/office" name={t('nav.office')} groups={GROUPS} pages={PAGES} />;
}
