import { useSearchParams } from 'react-router';
import { useSession } from '../api/hooks';
import { may } from '../shell/permissions';
import { useWords } from '../words/words';
import { PlanEditor } from './plan/begin';
import { Versions } from './plan/versions';
import { MONEY } from './columns/money';
import { RegisterPage } from './register_page';

/** Plans and their versions: drafted on a page of its own, published by two people, never edited. */
export function TariffsPage() {
  const { t } = useWords();
  const session = useSession().data;
  const [query, setQuery] = useSearchParams();
  const drafts = may(session, 'tariffs_draft');
  const edited = query.has('new') ? '' : query.get('edit');
  if (drafts && edited !== null) {
    return <PlanEditor key={edited} plan={edited} from={query.get('from')} drafted={(plan) => setQuery({ open: plan })} leave={() => setQuery(edited === '' ? {} : { open: edited })} />;
  }
  return <RegisterPage def={{
    id: 'tariffs', path: '/plans', key: ['id'], defaultSort: 'id',
    columns: MONEY.plans,
    tools: drafts && <button type="button" className="primary-button" data-testid="plan-new" onClick={() => setQuery({ new: '1' })}>{t('plan.new')}</button>,
    more: (row, refresh) => <Versions id={String(row['id'])} refresh={refresh} edit={(from) => setQuery({ edit: String(row['id']), ...(from ? { from } : {}) })} />,
  }} />;
}
