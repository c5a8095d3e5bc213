import { Navigate, Outlet } from 'react-router';
import { useSession } from '../api/hooks';
import { atKeyOffice } from './permissions';

/** Pages of the program that sells; at the key office their addresses lead home. */
export function WhereSold() {
  return atKeyOffice(useSession().data) ? <Navigate to="/" replace /> : <Outlet />;
}

/** Pages of the key office; where something is sold their addresses lead home. */
export function AtKeyOffice() {
  return atKeyOffice(useSession().data) ? <Outlet /> : <Navigate to="/" replace />;
}
