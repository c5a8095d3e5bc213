import { useEffect, useRef, useState } from 'react';
import { Link, useLocation, useNavigate, useSearchParams } from 'react-router';
import { useWords } from '../words/words';
import { SaveDialog } from './save_dialog';
import { addressOfView, isShown, placeOf, useSaved, viewOf, type Saved, type TableView } from './saved';
import type { ViewState } from './view_state';

/** So many stand beside one another; the rest are under Queries. */
const MOST = 8;

/** The views of this table that one keeps or is shown by others, as addresses; and what is seen now, to be kept. */
export function SavedViews({ subject, state, columns }: { subject: string; state: ViewState; columns: string[] }) {
  const { t } = useWords();
  const { pathname } = useLocation();
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const [saving, setSaving] = useState<{ before?: Saved; anew?: boolean } | null>(null);
  const from = useRef<Saved>(undefined); // the view that was open before something was changed
  const all = useSaved().data ?? [];
  const views = all.filter((each) => each.kind === 'view' && each.subject === subject && each.document !== null).slice(0, MOST);
  const shown = views.find((each) => isShown(each, query));
  const plain = !shown && [...query.keys()].every((name) => ['cursor', 'open', 'size', 'sort'].includes(name));
  const now = viewOf(state, columns);
  useEffect(() => {
    if (shown) from.current = shown;
    else if (plain) from.current = undefined;
  }, [shown, plain]);
  const before = shown || plain ? undefined : views.find((each) => each.own && each.number === from.current?.number);
  return (
    <nav className="saved-views no-print" aria-label={t('saved.views')} data-testid="saved-views">
      {views.length > 0 && <Link to={pathname} className={plain ? 'view-tab here' : 'view-tab'} aria-current={plain ? 'page' : undefined} data-testid="view-all">{t('saved.all')}</Link>}
      {views.map((each) => (
        <Link key={each.number} to={`${pathname}?${addressOfView(each.document as TableView)}`} className={each === shown ? 'view-tab here' : 'view-tab'} aria-current={each === shown ? 'page' : undefined}
          title={each.own ? undefined : t('saved.of', { name: each.owner })} data-testid={`view-${each.number}`}>{each.name}</Link>
      ))}
      {shown?.own && <button type="button" className="quiet-button" data-testid="view-change" onClick={() => setSaving({ before: shown })}>{t('saved.change')}</button>}
      {!shown && !plain && <button type="button" className="quiet-button" data-testid="view-save" onClick={() => setSaving({})}>{t('saved.save')}</button>}
      {before && <button type="button" className="quiet-button" data-testid="view-update" onClick={() => setSaving({ before, anew: true })}>{t('saved.into', { name: before.name })}</button>}
      {saving && <SaveDialog kind="view" subject={subject} document={{ view: saving.before && !saving.anew ? saving.before.document : now }} before={saving.before} close={() => setSaving(null)}
        done={(kept) => void navigate(kept ? placeOf(kept) : pathname)} />}
    </nav>
  );
}
