import { Suspense, type ComponentType, type LazyExoticComponent } from 'react';
import { Navigate, NavLink, useParams } from 'react-router';
import { useSession } from '../api/hooks';
import { useWords } from '../words/words';
import { Boundary } from './boundary';
import { mayAny } from './permissions';
import { Loading, NotAllowed } from './states';
import './surface.css';
import { Title } from './title';

/** A page of a surface: its address, its place in the menu, the right that shows it. Names are the texts `page.<id>`. */
export interface SurfacePage {
  id: string;
  /** Last part of the address when it is not the id. */
  at?: string;
  group: string;
  /** Any of these rights; none: everybody who is signed in. */
  needs: string[];
  page: LazyExoticComponent<ComponentType>;
}

interface Props { base: string; name: string; groups: string[]; pages: SurfacePage[]; fallback: string }

const addressOf = (page: SurfacePage): string => page.at ?? page.id;

/** A surface with a menu at the side and one page beside it: the back office, the key office. */
export function Surface({ base, name, groups, pages, fallback }: Props) {
  const { t, has } = useWords();
  const session = useSession().data;
  const { page: at } = useParams();
  const allowed = pages.filter((page) => mayAny(session, page.needs));
  const page = pages.find((each) => addressOf(each) === at);
  if (!page) return <Navigate to={allowed[0] ? `${base}/${addressOf(allowed[0])}` : fallback} replace />;
  const Content = page.page;
  return (
    <div className="office">
      <nav className="side-menu" aria-label={name}>
        {groups.map((group) => {
          const own = allowed.filter((each) => each.group === group);
          if (own.length === 0) return null;
          return (
            <div key={group} className="menu-group">
              <h2>{t(`group.${group}`)}</h2>
              <ul>{own.map((each) => <li key={each.id}><NavLink to={`${base}/${addressOf(each)}`} data-testid={`menu-${each.id}`}>{t(`page.${each.id}`)}</NavLink></li>)}</ul>
            </div>
          );
        })}
      </nav>
      <div className="office-page">
        <Title>{t(`page.${page.id}`)}</Title>
        <div className="page-head"><h1>{t(`page.${page.id}`)}</h1>{has(`page_note.${page.id}`) && <p>{t(`page_note.${page.id}`)}</p>}</div>
        <Boundary key={page.id}>
          {mayAny(session, page.needs) ? <Suspense fallback={<Loading />}><Content key={page.id} /></Suspense> : <NotAllowed permission={page.needs[0] ?? ''} />}
        </Boundary>
      </div>
    </div>
  );
}
