import { lazy } from 'react';
import { Surface } from '../shell/surface';
import { useWords } from '../words/words';
import { usePages } from './declared_pages';
import { GROUPS, PAGES } from './registry';

const Overview = lazy(() => import('./overview/page'));

/** The back office: what matters to this person first, and the pages by tasks. */
export default function OfficePage() {
  const { t } = useWords();
  const { pages, asking } = usePages(PAGES);
  return <Surface base="/office" name={t('nav.office')} groups={GROUPS} pages={pages} asking={asking} home={Overview} />;
}
