import type { NavigateFunction } from 'react-router';
import type { Session } from '../../api/types';
import { CHOICES, chooseScheme } from '../../styles/scheme';
import type { CommonQuery } from '../../queries/common';
import { placeOf, type Saved } from '../../table/saved';
import { LANGUAGES } from '../../words/languages';
import type { Words } from '../../words/words';
import { addressOf } from '../menu';
import { atKeyOffice, may, mayAny, uses, worksAtCounter } from '../permissions';
import type { SurfacePage } from '../surface_page';
import type { Named } from './match';

/** One line of the palette: what it is, and what happens when it is taken. */
export interface Entry extends Named { kind: 'page' | 'action' | 'account' | 'customer' | 'meter' | 'card' | 'service_point' | 'well' | 'sale'; note?: string; commodity?: string; take: (go: NavigateFunction) => void }

/** Pages that this person may open, by their names in the menu. */
export function pageEntries(pages: SurfacePage[], base: string, session: Session | undefined, { t }: Words): Entry[] {
  return pages.filter((page) => mayAny(session, page.needs) && uses(session, page.ways)).map((page) => ({
    kind: 'page', id: page.id, name: t(`page.${page.id}`), group: t(`group.${page.group}`), note: t(`group.${page.group}`), take: (go) => void go(`${base}/${addressOf(page)}`),
  }));
}

/** Queries by their names: those that everybody knows, and those that are kept. They are pages like others. */
export function queryEntries(common: CommonQuery[], saved: Saved[], session: Session | undefined, { t }: Words): Entry[] {
  const note = t('page.queries');
  return [
    ...common.filter((each) => mayAny(session, each.needs) && t(`common.${each.id}`) !== t(`page.${each.id}`)).map((each): Entry => ({ kind: 'page', id: `common-${each.id}`, name: t(`common.${each.id}`), group: note, note, take: (go) => void go(each.at) })),
    ...saved.filter((each) => each.document !== null).map((each): Entry => ({ kind: 'page', id: `saved-${each.number}`, name: each.name, group: note, note, take: (go) => void go(placeOf(each)) })),
  ];
}

/** What can be done from everywhere. */
export function actionEntries(session: Session | undefined, { t, choose }: Words, frame: { lock: () => void; sheet: () => void }): Entry[] {
  const entry = (id: string, name: string, take: Entry['take']): Entry => ({ kind: 'action', id, name, take });
  const sold = !atKeyOffice(session);
  return [
    ...(sold && worksAtCounter(session) ? [entry('counter', t('nav.counter'), (go) => void go('/counter'))] : []),
    ...(sold ? [entry('overview', t('page.overview'), (go) => void go('/office'))] : []),
    ...(sold && session?.bench && may(session, 'bench') ? [entry('bench', t('nav.bench'), (go) => void go('/bench'))] : []),
    entry('lock', t('operator.lock'), frame.lock),
    entry('key-sheet', t('keys.title'), frame.sheet),
    entry('password', t('operator.password'), (go) => void go('/password')),
    ...LANGUAGES.map((each) => entry(`language-${each.code}`, each.name, () => choose(each.code))),
    ...CHOICES.map((each) => entry(`scheme-${each}`, `${t('scheme.label')}: ${t(`scheme.${each}`)}`, () => chooseScheme(each))),
  ];
}
