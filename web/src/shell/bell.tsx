import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { get } from '../api/client';
import { useSession } from '../api/hooks';
import type { ApprovalRow, Page } from '../api/types';
import { useWords } from '../words/words';
import { atKeyOffice, may } from './permissions';

/** What waits for this person: approvals asked by others. */
export function Bell() {
  const { t } = useWords();
  const session = useSession().data;
  const waiting = useQuery({
    queryKey: ['approvals', 'bell'],
    queryFn: ({ signal }) => get<Page<ApprovalRow>>('/approvals?page_size=50', signal),
    enabled: may(session, 'approvals'),
    refetchInterval: 60_000,
  });
  const count = (waiting.data?.rows ?? []).filter((row) => row.decision === 'waiting' && row.requested_by !== session?.operator?.name).length;
  if (!may(session, 'approvals')) return null;
  return (
    <Link to={atKeyOffice(session) ? '/keys/approvals' : '/office/approvals'} className="bell" aria-label={t('bell.label', { count })} data-testid="bell" data-count={count}>
      <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 2a5 5 0 0 0-5 5v4l-2 3h14l-2-3V7a5 5 0 0 0-5-5zm-2 13a2 2 0 0 0 4 0z" /></svg>
      {count > 0 && <span className="bell-count">{count}</span>}
    </Link>
  );
}
