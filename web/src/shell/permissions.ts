import type { Session } from '../api/types';

/** Whether the operator may. The server decides; the console only hides what would be refused. */
export function may(session: Session | undefined, permission: string): boolean {
  return session?.operator?.permissions.includes(permission) ?? false;
}

export function mayAny(session: Session | undefined, permissions: string[]): boolean {
  return permissions.length === 0 || permissions.some((permission) => may(session, permission));
}

/** Which program answers here: the key office has doors of its own, and none of those at which something is sold. */
export function atKeyOffice(session: Session | undefined): boolean {
  return session?.key_office === true;
}
