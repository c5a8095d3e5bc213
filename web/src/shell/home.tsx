import { Navigate } from 'react-router';
import { useSession } from '../api/hooks';
import { atKeyOffice, may } from './permissions';

/** At the key office there are keys alone; elsewhere who sells begins at the counter, everybody else in the back office. */
export function Home() {
  const session = useSession().data;
  const to = atKeyOffice(session) ? '/keys' : may(session, 'sell') ? '/counter' : '/office';
  return <Navigate to={to} replace />;
}
