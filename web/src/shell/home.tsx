import { Navigate } from 'react-router';
import { useSession } from '../api/hooks';
import { may } from './permissions';

/** Who sells begins at the counter, everybody else in the office. */
export function Home() {
  const session = useSession().data;
  return <Navigate to={may(session, 'sell') ? '/counter' : '/office'} replace />;
}
