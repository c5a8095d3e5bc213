import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useSession } from '../api/hooks';
import { listed } from '../api/lists';
import { useStanding, type Standing } from '../form/approval';
import { says } from '../words/says';
import { useWords } from '../words/words';
import { atKeyOffice, may } from './permissions';
import { useNotices } from './use_notices';

/** What waits for this person: what the house tells him, and approvals asked by others. */
export function Bell() {
  const { t } = useWords();
  const session = useSession().data;
  const barred = session?.operator?.must_change === true; // nothing is answered before he has a password of his own
  const notices = useNotices(may(session, 'notices') && !atKeyOffice(session) && !barred);
  const unseen = notices.data?.waiting ?? 0;
  if (barred) return null;
  return (
    <>
      {may(session, 'notices') && !atKeyOffice(session) && (
        <Link to="/office/notices" className="bell" aria-label={t('bell.notices', { count: String(unseen) })} data-testid="notices-bell" data-count={unseen}>
          <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zm-1 3h2v5H9zm0 6h2v2H9z" /></svg>
          {unseen > 0 && <span className="bell-count">{unseen}</span>}
        </Link>
      )}
      {may(session, 'approvals') && <Approvals />}
    </>
  );
}

function Approvals() {
  const { t } = useWords();
  const session = useSession().data;
  const waiting = useQuery({
    queryKey: ['approvals', 'bell'],
    queryFn: ({ signal }) => listed('approvals', 'page_size=50', signal),
    refetchInterval: 60_000,
  });
  const standing = useStanding();
  const count = (waiting.data?.rows ?? []).filter((row) => says<Standing>(standing(row), 'waiting') && row.requested_by !== session?.operator?.name).length;
  return (
    <Link to={atKeyOffice(session) ? '/keys/approvals' : '/office/approvals'} className="bell" aria-label={t('bell.label', { count })} data-testid="bell" data-count={count}>
      <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 2a5 5 0 0 0-5 5v4l-2 3h14l-2-3V7a5 5 0 0 0-5-5zm-2 13a2 2 0 0 0 4 0z" /></svg>
      {count > 0 && <span className="bell-count">{count}</span>}
    </Link>
  );
}
