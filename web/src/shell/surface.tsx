import { Suspense, type ComponentType, type LazyExoticComponent } from 'react';
import { Navigate, useParams } from 'react-router';
import { useSession } from '../api/hooks';
import { useWords } from '../words/words';
import { Boundary } from './boundary';
import { addressOf, groupsOf } from './menu';
import { NotFound } from './not_found';
import { mayAny, uses } from './permissions';
import { SideMenu } from './side_menu';
import { Loading, NotAllowed } from './states';
import './surface.css';
import type { SurfacePage } from './surface_page';
import { Title } from './title';

interface Props {
  base: string;
  name: string;
  groups: string[];
  pages: SurfacePage[];
  /** There may be more pages than these: the server is being asked. */
  asking?: boolean;
  /** What stands at the address of the surface itself; without it the first page of this person does. */
  home?: LazyExoticComponent<ComponentType>;
}

/** A surface with a menu at the side and one page beside it: the back office, the key office. */
export function Surface({ base, name, groups, pages, asking, home: Home }: Props) {
  const session = useSession().data;
  const { page: at } = useParams();
  const allowed = pages.filter((page) => mayAny(session, page.needs) && uses(session, page.ways));
  const page = pages.find((each) => addressOf(each) === at);
  if (at === undefined && !Home) return <Navigate to={`${base}/${addressOf(allowed[0] ?? pages.at(-1)!)}`} replace />;
  return (
    <div className="office">
      <SideMenu base={base} name={name} groups={groupsOf(groups, allowed)} home={Home !== undefined} current={page} />
      <div className="office-page">
        {page ? <PageOf key={page.id} page={page} /> : at === undefined && Home ? <Boundary><Suspense fallback={<Loading />}><Home /></Suspense></Boundary> : asking ? <Loading /> : <NotFound />}
      </div>
    </div>
  );
}

function PageOf({ page }: { page: SurfacePage }) {
  const { t, has } = useWords();
  const session = useSession().data;
  const Content = page.page;
  return (
    <>
      <Title>{t(`page.${page.id}`)}</Title>
      <div className="page-head"><h1>{t(`page.${page.id}`)}</h1>{has(`page_note.${page.id}`) && <p>{t(`page_note.${page.id}`)}</p>}</div>
      <Boundary>
        {mayAny(session, page.needs) ? <Suspense fallback={<Loading />}><Content /></Suspense> : <NotAllowed permission={page.needs[0] ?? ''} />}
      </Boundary>
    </>
  );
}
