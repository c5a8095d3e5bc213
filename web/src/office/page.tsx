import { lazy } from 'react';
import { Surface } from '../shell/surface';
import { useWords } from '../words/words';
import { GROUPS, PAGES } from './registry';

const Overview = lazy(() => import('./overview/page'));

/** The back office: what matters to this person first, and the pages by tasks. */
export default function OfficePage() {
  const { t } = useWords();
  return <Surface base="/office" name={t('nav.office')} groups={GROUPS} pages={PAGES} home={Overview} />;
}
