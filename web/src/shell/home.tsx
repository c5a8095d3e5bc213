import { Navigate } from 'react-router';
import { useSession } from '../api/hooks';
import { handlesKeys, may } from './permissions';

/** Who sells begins at the counter, who handles keys in the key office, everybody else in the back office. */
export function Home() {
  const session = useSession().data;
  const to = may(session, 'sell') ? '/counter' : handlesKeys(session) ? '/keys' : '/office';
  return <Navigate to={to} replace />;
}
