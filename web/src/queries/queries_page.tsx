import { useState } from 'react';
import { Link } from 'react-router';
import { useSession } from '../api/hooks';
import { may, mayAny } from '../shell/permissions';
import { Failed, Loading, nothingToShow } from '../shell/states';
import { SaveDialog } from '../table/save_dialog';
import { placeOf, useSaved, type Saved } from '../table/saved';
import { useWords } from '../words/words';
import { COMMON } from './common';
import { listSaid } from './names';
import './queries.css';

/** What is asked often: the queries that everybody knows by name, and what one keeps or is shown by others. */
export function QueriesPage() {
  const words = useWords();
  const { t } = words;
  const session = useSession().data;
  const saved = useSaved();
  const [changing, setChanging] = useState<Saved | null>(null);
  const common = COMMON.filter((each) => mayAny(session, each.needs));
  if (nothingToShow(saved)) return <Failed problem={saved.error} retry={() => void saved.refetch()} />;
  return (
    <div className="queries">
      {common.length > 0 && <section aria-labelledby="common-title"><h2 id="common-title">{t('common.title')}</h2>
        <ul className="query-list" data-testid="common-queries">
          {common.map((each) => <li key={each.id}><Link to={each.at} data-testid={`common-${each.id}`}>{t(`common.${each.id}`)}</Link></li>)}
        </ul>
      </section>}
      <section aria-labelledby="saved-title">
        <div className="query-tools"><h2 id="saved-title">{t('saved.title')}</h2><span className="spring" />
          {may(session, 'queries') && <Link className="primary-button" to="/office/query-builder" data-testid="new-query">{t('saved.new_query')}</Link>}</div>
        {!saved.data ? <Loading /> : saved.data.length === 0 ? <p className="panel-quiet" data-testid="saved-none">{t('saved.none')}</p> : (
          <ul className="query-list saved" data-testid="saved-queries">
            {saved.data.map((each) => (
              <li key={each.number} data-testid={`saved-${each.number}`}>
                {each.document === null ? <span>{each.name} <span className="quiet">– {t('saved.refused')}</span></span> : <Link to={placeOf(each)}>{each.name}</Link>}
                <span className="small quiet">{[t(`saved.kind.${each.kind}`), listSaid(each.subject, words), each.own ? t('saved.own') : t('saved.of', { name: each.owner }),
                  each.roles.length > 0 ? t('saved.shared', { roles: each.roles.map((role) => t(`role.${role}`)).join(', ') }) : ''].filter(Boolean).join(' · ')}</span>
                {each.own && each.document !== null && <button type="button" className="quiet-button" data-testid={`change-${each.number}`} aria-label={`${t('saved.change')} ${each.name}`} onClick={() => setChanging(each)}>{t('saved.change')}</button>}
              </li>
            ))}
          </ul>
        )}
      </section>
      {changing && <SaveDialog kind={changing.kind} subject={changing.subject} document={changing.kind === 'view' ? { view: changing.document } : { query: changing.document }} before={changing} close={() => setChanging(null)} />}
    </div>
  );
}
