import { Navigate, Outlet } from 'react-router';
import { useSession } from '../api/hooks';
import { atKeyOffice, may } from './permissions';
import { NotAllowed } from './states';

/** Pages of the program that sells; at the key office their addresses lead home. */
export function WhereSold() {
  return atKeyOffice(useSession().data) ? <Navigate to="/" replace /> : <Outlet />;
}

/** Pages of the key office; where something is sold their addresses lead home. */
export function AtKeyOffice() {
  return atKeyOffice(useSession().data) ? <Outlet /> : <Navigate to="/" replace />;
}

/** Pages of one right alone: whoever comes by an address and has it not is told which one it is. */
export function WithRight({ right }: { right: string }) {
  return may(useSession().data, right) ? <Outlet /> : <NotAllowed permission={right} />;
}
