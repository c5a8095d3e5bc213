import { Navigate, Outlet } from 'react-router';
import { useSession } from '../api/hooks';
import { atKeyOffice, mayAny } from './permissions';
import { NotAllowed } from './states';

/** Pages of the program that sells; at the key office their addresses lead home. */
export function WhereSold() {
  return atKeyOffice(useSession().data) ? <Navigate to="/" replace /> : <Outlet />;
}

/** Pages of the key office; where something is sold their addresses lead home. */
export function AtKeyOffice() {
  return atKeyOffice(useSession().data) ? <Outlet /> : <Navigate to="/" replace />;
}

/** Pages for who has one of these rights: whoever comes by an address and has none is told the first. */
export function WithRight({ any }: { any: string[] }) {
  return mayAny(useSession().data, any) ? <Outlet /> : <NotAllowed permission={any[0]!} />;
}
