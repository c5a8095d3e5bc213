import { Suspense } from 'react';
import { Navigate, NavLink, useParams } from 'react-router';
import { useSession } from '../api/hooks';
import { Boundary } from '../shell/boundary';
import { mayAny } from '../shell/permissions';
import { Loading, NotAllowed } from '../shell/states';
import { Title } from '../shell/title';
import { useWords } from '../words/words';
import './office.css';
import { GROUPS, PAGES } from './registry';

/** The back office: menu at the side, one page beside it. */
export default function OfficePage() {
  const { t, has } = useWords();
  const session = useSession().data;
  const { page: id } = useParams();
  const allowed = PAGES.filter((page) => mayAny(session, page.needs));
  const page = PAGES.find((each) => each.id === id);
  if (!page) return <Navigate to={`/office/${allowed[0]?.id ?? 'about'}`} replace />;
  const Content = page.page;
  return (
    <div className="office">
      <nav className="side-menu" aria-label={t('nav.office')}>
        {GROUPS.map((group) => {
          const pages = allowed.filter((each) => each.group === group);
          if (pages.length === 0) return null;
          return (
            <div key={group} className="menu-group">
              <h2>{t(`group.${group}`)}</h2>
              <ul>{pages.map((each) => <li key={each.id}><NavLink to={`/office/${each.id}`} data-testid={`menu-${each.id}`}>{t(`page.${each.id}`)}</NavLink></li>)}</ul>
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
